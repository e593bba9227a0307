"""Changing tasks of the ledger: by the drawer, in bulk, or from an imported table; every change is an entry with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting, acting_as
from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.models import Person, Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.errors import NotPossible, StaleTask
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.permissions import check_user_can_change_task, check_user_can_create_task
from weicheng.work.plans.publication import phase_of, year_of_numbers
from weicheng.work.plans.services.pen import Pen, locked_tasks
from weicheng.work.plans.services.postponing import hold_postponement, tell_office
from weicheng.work.plans.services.progress import retally
from weicheng.work.plans.task_words import task_snapshot
from weicheng.work.plans.values import check_order, clean_changes
from weicheng.work.plans.wording import change_words

EDITABLE = frozenset(
    {
        "title",
        "category",
        "start_on",
        "due_on",
        "deadline_text",
        "recurrence_text",
        "rrule",
        "quota",
        "target_value",
        "target_unit",
        "target_comparator",
        "target_object",
        "note",
        "phase",
        "owners",
    }
)
BULK = frozenset({"category", "due_on", "lead", "phase", "note"})
VERSION = "_version"
CHANGED = "plans.task.changed"


@dataclass(frozen=True, slots=True)
class OwnerValue:
    """A unit, or a person of it, with its role in a task."""

    unit: Unit
    role: str = OwnerRole.LEAD
    person: Person | None = None
    via: str = ""


@dataclass(frozen=True, slots=True)
class BulkResult:
    """``waiting``: tasks whose later deadline waits for approval; such a task may be among the changed ones too."""

    changed: int
    unchanged: int
    waiting: int = 0

    def __str__(self) -> str:
        same = f"，{self.unchanged}项本来就是这样" if self.unchanged else ""
        return f"已修改{self.changed}项{same}{waiting_words(self.waiting)}。"


def waiting_words(count: int) -> str:
    """The tail of a sentence about many changes: how many of them do not hold yet."""
    return f"，{count}项的时限往后推，要等创卫办另一位同事批准" if count else ""


def change_task(
    *,
    by: User,
    task: Task,
    version: int,
    changes: Mapping[str, Any],
    reason: str = "",
    channel: str | None = None,
    tell: bool = True,
) -> Task:
    """Change fields or owners of a task. Putting a deadline off, or taking it away, needs a reason, and where the rule of
    the campaign holds it becomes a request (``postponement`` of the task returned) while the rest is written.

    Raises StaleTask, with who changed what, if the task is no longer at ``version``; Invalid for a value that cannot be.
    A change that changes nothing leaves no entry. ``channel``: by which way, else the one of the request. ``tell``: whether
    the office hears of a postponement now, or from the caller.
    """
    values = clean_changes(changes, EDITABLE)
    with transaction.atomic(), acting_as(channel=channel or acting().channel):
        current = locked_task(task)
        check_user_can_change_task(by, current)
        if current.version != version:
            raise stale(current, version)
        written = write_task(by, current, values, reason)
        if written.postponement is not None and tell:
            tell_office([written.postponement], by)
    return written


def bulk_change(*, by: User, tasks: Iterable[Task], changes: Mapping[str, Any], reason: str = "") -> BulkResult:
    """The same category, deadline, lead unit, phase or note for many tasks, each as it stands now; all or none.

    Raises NotPossible, with the tasks and the first reason, when one of them cannot take the change.
    """
    if set(changes) - BULK:
        raise Invalid("这一项不能批量修改。")
    changed, unchanged = 0, 0
    held: list[PostponementRequest] = []
    refused: list[tuple[Task, str]] = []
    asked = {task.pk: task for task in tasks}
    pen = Pen(asked)
    with transaction.atomic(), acting_as(channel=Channel.BULK):
        locked = locked_tasks(asked)
        for task in asked.values():
            try:
                current = locked[task.pk]
                check_user_can_change_task(by, current)
                was = current.version
                write_task(by, current, clean_changes(_single(current, changes), EDITABLE), reason, pen=pen)
                changed += current.version > was
                unchanged += current.version == was and current.postponement is None
                held += [current.postponement] if current.postponement else []
            except Refused as error:
                refused.append((task, str(error)))
        if refused:
            first, why = refused[0]
            sentence = f"{len(refused)}项不能这样改，一项也没有改。{first.number}：{why}"
            raise NotPossible(sentence, [task for task, _ in refused])
        pen.write(by=by, action=CHANGED, reason=reason.strip())
        tell_office(held, by)
    return BulkResult(changed, unchanged, len(held))


def create_task(
    *,
    by: User,
    campaign: Campaign,
    values: Mapping[str, Any],
    owners: Sequence[OwnerValue] = (),
    reason: str = "",
    channel: str | None = None,
    origin: str = "",
    origin_url: str = "",
) -> Task:
    """A task that stands in no paper: given by a leader, added in the edited table. It is numbered like the others.

    ``origin``: where it comes from, in words, and the page of this site that shows it.
    """
    check_user_can_create_task(by, campaign)
    cleaned = clean_changes(values, EDITABLE - {"owners"})
    if not cleaned.get("title"):
        raise Invalid("事项不能空着。", "title")
    check_order(cleaned.get("start_on"), cleaned.get("due_on"))
    with transaction.atomic(), acting_as(channel=channel or acting().channel):
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        locked.last_serial += 1
        locked.save(update_fields=["last_serial"])
        number = f"{locked.code}-{year_of_numbers()}-{locked.last_serial:04d}"
        cleaned.setdefault("phase", phase_of(cleaned.get("due_on"), list(locked.phases.all())))
        task = Task.objects.create(
            campaign=locked,
            number=number,
            original_due_on=cleaned.get("due_on"),
            origin=origin[:200],
            origin_url=origin_url[:200],
            **cleaned,
        )
        made = _owner_rows(task, owners)
        TaskOwner.objects.bulk_create(made)
        retally(task)
        audit.record("plans.task.created", by=by, obj=task, after=task_snapshot(task, made), reason=reason)
    return task


def withdraw_task(*, by: User, task: Task, version: int, reason: str) -> Task:
    """Take one task out of the ledger; its entries and its number stay."""
    if not reason.strip():
        raise Invalid("撤回要写明原因。", "reason")
    with transaction.atomic():
        current = locked_task(task)
        check_user_can_change_task(by, current)
        if current.version != version:
            raise stale(current, version)
        current.withdrawn_at = timezone.now()
        current.version += 1
        current.save(update_fields=["withdrawn_at", "version"])
        after = {"withdrawn_at": current.withdrawn_at.isoformat(), VERSION: current.version}
        audit.record(
            "plans.task.withdrawn", by=by, obj=current, before={"withdrawn_at": None}, after=after, reason=reason
        )
    return current


def write_task(
    by: User,
    task: Task,
    values: dict[str, Any],
    reason: str,
    *,
    action: str = CHANGED,
    approved: bool = False,
    pen: Pen | None = None,
) -> Task:
    """Write what differs, with the next version and an entry; the task is locked and its owners are prefetched.

    A later deadline is held back as a request unless it is ``approved``. With a ``pen`` the caller writes, all at once.
    """
    own = pen or Pen([task.pk])
    task.postponement = None if approved else hold_postponement(by, task, values, reason, own.rule, own.waiting)
    held = list(task.owners.all())
    before = task_snapshot(task, held)
    owners = values.pop("owners", None)
    for name, value in values.items():
        setattr(task, name, value)
    if "due_on" in values and "phase" not in values:
        task.phase = phase_of(task.due_on, own.phases(task.campaign_id))
    made = _owner_rows(task, owners) if owners is not None else held
    after = task_snapshot(task, made)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return task
    if values.keys() & {"start_on", "due_on"}:
        check_order(task.start_on, task.due_on)
    task.version += 1
    record = {**{name: after[name] for name in changed}, VERSION: task.version}
    own.take(task, {*values, "phase", "version"}, made, {name: before[name] for name in changed}, record)
    if pen is None:
        own.write(by=by, action=action, reason=reason.strip())
    return task


def _single(task: Task, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of a bulk for one task: a new lead keeps the other units."""
    values = {name: value for name, value in changes.items() if name != "lead"}
    if "lead" in changes:
        lead: Unit | None = changes["lead"]
        kept = [
            OwnerValue(owner.unit, owner.role, owner.person, owner.via)
            for owner in task.owners.all()
            if owner.role != OwnerRole.LEAD and (lead is None or owner.unit_id != lead.pk)
        ]
        values["owners"] = [*([OwnerValue(lead)] if lead else []), *kept]
    return values


def _owner_rows(task: Task, owners: Iterable[OwnerValue]) -> list[TaskOwner]:
    rows: dict[tuple[int, str], TaskOwner] = {}
    for place, value in enumerate(owners):
        if value.role not in OwnerRole.values:
            raise Invalid("角色只能是牵头、配合或报送对象。", "owners")
        row = TaskOwner(task=task, unit=value.unit, role=value.role, person=value.person, via=value.via, order=place)
        rows.setdefault((value.unit.pk, value.role), row)
    return list(rows.values())


def locked_task(task: Task) -> Task:
    """The task as it stands now, locked, with campaign, phase and owners."""
    found = locked_tasks([task.pk])
    if not found:
        raise Task.DoesNotExist
    return found[task.pk]


def stale(task: Task, version: int) -> StaleTask:
    """The refusal of a change that was made on ``version``: who changed what since."""
    events = [event for event in audit.history(task)[:50] if event.after.get(VERSION, 0) > version]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for event in events:  # newest first: the oldest before and the newest after remain
        before.update(event.before)
        after = {**event.after, **after}
    by, at = (events[0].actor_name, events[0].at) if events else ("", None)
    return StaleTask(task, by, at, change_words(before, after))
