"""Putting a deadline off: held back as a request by every way of editing; asked for by a unit (M053)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.context import acting
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.models import Notice
from weicheng.ground.notices.services import notify, office_people, settle
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import OwnerRole, PostponementState
from weicheng.work.plans.deadlines import DeadlineRule, PostponementRequest
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Task
from weicheng.work.plans.permissions import (
    asking_units,
    check_user_can_ask_postponement,
    check_user_can_set_deadline_rule,
)
from weicheng.work.plans.policies import postpones
from weicheng.work.plans.values import check_order, read_date


@dataclass(frozen=True, slots=True)
class EarlyOnly:
    """The rule of a campaign, read once: all tasks, or those of some phases."""

    all_tasks: bool
    phases: tuple[Phase, ...] = ()

    def covers(self, task: Task) -> bool:
        """Whether the deadline of the task only moves forward: by its phase, or by the phase in which its deadline lies.

        The second keeps a task from slipping out by being moved to another phase first.
        """
        if self.all_tasks:
            return True
        due = task.due_on
        return any(
            task.phase_id == phase.pk or (due is not None and phase.starts_on <= due <= phase.ends_on)
            for phase in self.phases
        )


def early_only(campaign_id: int) -> EarlyOnly:
    rule = DeadlineRule.objects.filter(campaign=campaign_id).prefetch_related("phases").first()
    return EarlyOnly(True) if rule is None else EarlyOnly(rule.all_tasks, tuple(rule.phases.all()))


def set_deadline_rule(*, by: User, campaign: Campaign, all_tasks: bool, phases: Iterable[Phase] = ()) -> DeadlineRule:
    """Say whose deadlines only move forward: all, or the tasks of ``phases``. What is asked already stays as it is."""
    check_user_can_set_deadline_rule(by, campaign)
    chosen = [] if all_tasks else [phase for phase in phases if phase.campaign_id == campaign.pk]
    if not all_tasks and not chosen:
        raise Invalid("请至少选一个阶段，或者选“所有任务”。", "phases")
    with transaction.atomic():
        before = _rule_words(early_only(campaign.pk))
        rule, _ = DeadlineRule.objects.get_or_create(campaign=campaign)
        rule.all_tasks = all_tasks
        rule.save(update_fields=["all_tasks"])
        rule.phases.set(chosen)
        after = _rule_words(EarlyOnly(all_tasks, tuple(chosen)))
        if before != after:
            audit.record(
                "plans.deadline_rule.set", by=by, obj=rule, label=str(campaign), before={"text": before},
                after={"text": after}, campaign_id=campaign.pk,
            )  # fmt: skip
    return rule


def hold_postponement(
    by: User,
    task: Task,
    values: dict[str, Any],
    reason: str,
    rule_of: Callable[[int], EarlyOnly] = early_only,
    waiting_of: Callable[[Task], PostponementRequest | None] | None = None,
) -> PostponementRequest | None:
    """Take a later deadline out of ``values`` and keep it as a request; the task is locked. None where it may apply.

    ``rule_of``, ``waiting_of``: the rule of a campaign and what waits for a task, where the caller has read them already. The
    same request again is the one that waits already; another one takes its place.
    """
    if "due_on" not in values or not postpones(task.due_on, values["due_on"]):
        return None
    if not reason.strip():
        raise Invalid(f"{_move_words(task.due_on, values['due_on'])}，要写明原因。", "reason")
    if not rule_of(task.campaign_id).covers(task):
        return None
    due_on = values.pop("due_on")
    start_on = None
    if task.due_on is not None and values.get("start_on") and values["start_on"] > task.due_on:
        start_on = values.pop("start_on")
    check_order(start_on or values.get("start_on", task.start_on), due_on)
    waiting = (waiting_of or _waiting)(task)
    return _request(by, task, due_on, start_on, reason, _lead(task), waiting)


def ask_postponement(
    *, by: User, task: Task, due_on: Any, reason: str, unit: Unit | None = None
) -> PostponementRequest:
    """A unit (or the office) asks for a later deadline; ``due_on`` "" asks for none. The same again is the same request.

    Raises Invalid for a date that is no later or no reason, NotPossible while somebody else's request waits.
    """
    asked = read_date(due_on)
    with transaction.atomic():
        current = Task.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=task.pk)
        check_user_can_ask_postponement(by, current)
        if current.due_on is None:
            raise NotPossible("这项任务没有时限，不用申请延期。")
        if not postpones(current.due_on, asked):
            raise Invalid(f"要比现在的时限（{current.due_on}）晚才用申请。", "due_on")
        if not reason.strip():
            raise Invalid("请写明为什么要延期。", "reason")
        units = asking_units(by, current)
        chosen = unit if unit in units else (units[0] if units else None)
        waiting = _waiting(current)
        if waiting is not None and waiting.by_id != by.pk and (waiting.due_on, waiting.start_on) != (asked, None):
            raise NotPossible(f"{waiting.by}已申请{waiting.words}，正等批准，不能再提一条。")
        request = _request(by, current, asked, None, reason, chosen, waiting)
        tell_office([request], by)
    return request


def tell_office(requests: Iterable[PostponementRequest], by: User) -> None:
    """One notice for one action, however many tasks it was about."""
    fresh = sorted(requests, key=lambda one: one.pk)
    if not fresh:
        return
    first = fresh[0]
    many = f"等{len(fresh)}项" if len(fresh) > 1 else ""
    notify(
        to=[user for user in office_people() if user.pk != by.pk],
        code="plans.postponement.asked",
        key=asked_key(first.pk),
        title=f"{by}申请延期：{first.task.title}{many}",
        text=f"{first.words}。原因：{first.reason}",
        url=reverse("ledger:postponements"),
        campaign_id=first.campaign_id,
    )


def asked_key(pk: int) -> str:
    return f"plans.postponement.{pk}.asked"


def settle_asked(request: PostponementRequest) -> None:
    """Close the notice that told the office of this request, once none of those that it told of waits any more."""
    by_same = PostponementRequest.objects.filter(campaign=request.campaign_id, by=request.by_id).order_by("pk")
    pks = list(by_same.values_list("pk", flat=True))
    open_keys = set(
        Notice.objects.filter(key__in=[asked_key(pk) for pk in pks], settled_at=None).values_list("key", flat=True)
    )
    firsts = [pk for pk in pks if asked_key(pk) in open_keys]
    first = max((pk for pk in firsts if pk <= request.pk), default=None)
    if first is None:
        return
    after = min((pk for pk in firsts if pk > first), default=None)
    told_of = by_same.filter(pk__gte=first, **({"pk__lt": after} if after else {}))
    if not told_of.filter(state=PostponementState.PENDING).exists():
        settle(key=asked_key(first))


def waiting_requests(keys: Iterable[int]) -> dict[int, PostponementRequest]:
    """What waits for each of these tasks, locked; one query."""
    found = PostponementRequest.objects.select_for_update(of=("self",)).select_related("by")
    return {one.task_id: one for one in found.filter(task__in=list(keys), state=PostponementState.PENDING)}


def _request(
    by: User,
    task: Task,
    due_on: date | None,
    start_on: date | None,
    reason: str,
    unit: Unit | None,
    waiting: PostponementRequest | None,
) -> PostponementRequest:
    if waiting is not None and (waiting.due_on, waiting.start_on) == (due_on, start_on):
        return waiting
    if waiting is not None:
        waiting.state, waiting.decided_at = PostponementState.REPLACED, timezone.now()
        waiting.save(update_fields=["state", "decided_at"])
    assert task.due_on is not None
    request = PostponementRequest.objects.create(
        campaign_id=task.campaign_id,
        task=task,
        unit=unit,
        unit_name=unit.name_on(timezone.localdate()) if unit else "",
        was_due_on=task.due_on,
        due_on=due_on,
        start_on=start_on,
        reason=reason.strip(),
        channel=acting().channel,
        by=by,
    )
    audit.record(
        "plans.postponement.asked",
        by=by,
        obj=task,
        before={"asked_due_on": task.due_on.isoformat()},
        after={"asked_due_on": due_on.isoformat() if due_on else "取消时限"},
        reason=reason.strip(),
        unit_id=unit.pk if unit else None,
    )
    return request


def _waiting(task: Task) -> PostponementRequest | None:
    return waiting_requests([task.pk]).get(task.pk)


def _lead(task: Task) -> Unit | None:
    leads = (owner for owner in task.owners.all() if owner.role == OwnerRole.LEAD)
    return next((owner.unit for owner in leads), None)


def _move_words(was: date | None, now: date | None) -> str:
    return "取消时限" if now is None else f"时限从{was}推迟到{now}"


def _rule_words(rule: EarlyOnly) -> str:
    return "所有任务" if rule.all_tasks else "、".join(str(phase) for phase in rule.phases)
