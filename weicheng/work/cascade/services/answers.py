"""A unit's own plan: rows that carry upper tasks, handing in, taking back; the office accepts or returns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.notices.services import liaisons_of, notify, office_people, settle
from weicheng.ground.org.models import Unit, User
from weicheng.work.cascade.models import Call, UnitPlan, UnitRow
from weicheng.work.cascade.permissions import (
    check_user_can_answer,
    check_user_can_edit_answer,
    check_user_can_judge,
)
from weicheng.work.cascade.policies import next_answer_state
from weicheng.work.cascade.selectors import later_than_upper, tasks_for, uncarried, units_of
from weicheng.work.plans.models import Task
from weicheng.work.plans.policies import check_can_work_in

FIELDS = ("title", "in_charge", "due_on", "amount")
_LIMITS = {"title": 200, "in_charge": 60, "amount": 60}


def answer_of(*, by: User, call: Call, unit: Unit) -> UnitPlan:
    """The unit's plan, begun if there is none; NotPossible for a unit without a task in the upper plan."""
    check_user_can_answer(by, unit)
    if not units_of(call).filter(pk=unit.pk).exists():
        raise NotPossible(f"{unit}在《{call.plan.title}》里没有任务，不用分解。")
    found, _ = UnitPlan.objects.get_or_create(call=call, unit=unit, defaults={"unit_name": str(unit)})
    return found


def add_row(
    *,
    by: User,
    answer: UnitPlan,
    key: UUID | str,
    title: str,
    tasks: Iterable[Task],
    in_charge: str = "",
    due_on: date | None = None,
    amount: str = "",
) -> UnitRow:
    """One thing the unit will do; the same ``key`` again gives the row that is there."""
    values = {"title": title, "in_charge": in_charge, "due_on": due_on, "amount": amount}
    with transaction.atomic():
        current = _locked(answer)
        check_user_can_answer(by, current.unit)
        # Under the lock: of two presses at once the second finds the row of the first.
        known = UnitRow.objects.filter(key=key).first()
        if known is not None:
            return _replayed(known, current)
        check_user_can_edit_answer(by, current)
        carried = _own(current, tasks)
        cleaned = _clean(values, carried)
        last = current.rows.aggregate(last=Max("order"))["last"] or 0
        row = UnitRow.objects.create(plan=current, key=key, order=last + 1, **cleaned)
        row.tasks.set(carried)
        _record("row.added", by, row, {}, _plain(cleaned, carried))
    return row


def change_row(*, by: User, row: UnitRow, tasks: Iterable[Task], **values: Any) -> UnitRow:
    """Other words, date, amount or upper tasks."""
    with transaction.atomic():
        current = _locked(row.plan)
        check_user_can_edit_answer(by, current)
        held = UnitRow.objects.select_for_update(of=("self",)).get(pk=row.pk, plan=current)
        before = _plain({name: getattr(held, name) for name in FIELDS}, held.tasks.all())
        carried = _own(current, tasks)
        for name, value in _clean({name: values.get(name, getattr(held, name)) for name in FIELDS}, carried).items():
            setattr(held, name, value)
        held.save(update_fields=list(FIELDS))
        held.tasks.set(carried)
        after = _plain({name: getattr(held, name) for name in FIELDS}, carried)
        if after != before:
            _record("row.changed", by, held, before, after)
    return held


def carry_as_is(*, by: User, answer: UnitPlan, tasks: Iterable[Task]) -> int:
    """Upper tasks the unit carries out just as they stand: a row of the same words and day for each that no row carries
    yet; how many.
    """
    with transaction.atomic():
        current = _locked(answer)
        check_user_can_edit_answer(by, current)
        own = _own(current, tasks)
        carried = set(UnitRow.tasks.through.objects.filter(unitrow__plan=current).values_list("task", flat=True))
        rows = [_taken(current, task) for task in own if task.pk not in carried]
        for row in rows:
            _record("row.added", by, row, {}, {"title": row.title, "tasks": row.title})
    return len(rows)


def remove_row(*, by: User, row: UnitRow) -> None:
    with transaction.atomic():
        current = _locked(row.plan)
        check_user_can_edit_answer(by, current)
        held = UnitRow.objects.filter(pk=row.pk, plan=current).first()
        if held is not None:  # not taken away by a press at the same time
            _record("row.removed", by, row, {"title": held.title}, {})
            held.delete()


def mark_done(*, by: User, row: UnitRow, on: date | None) -> UnitRow:
    """The unit ticks what it has done (None takes the tick away). What counts for the upper task is its progress entry."""
    check_user_can_answer(by, row.plan.unit)
    check_can_work_in(row.plan.call.plan.campaign)
    if on is not None and on > timezone.localdate():
        raise Invalid("日期还没到，不能提前记完成。", "on")
    with transaction.atomic():
        held = UnitRow.objects.select_for_update(of=("self",)).select_related("plan__call__plan").get(pk=row.pk)
        before = {"done_on": held.done_on and held.done_on.isoformat()}
        held.done_on = on
        held.save(update_fields=["done_on"])
        _record("row.done", by, held, before, {"done_on": on and on.isoformat()})
    return held


def submit(*, by: User, answer: UnitPlan) -> UnitPlan:
    """Hand the plan in. Every task the unit leads must be carried by a row."""
    check_user_can_answer(by, answer.unit)
    with transaction.atomic():
        current = _locked(answer)
        state = next_answer_state(current, "submit")
        open_tasks = list(uncarried(current)[:4])
        if open_tasks:
            names = "、".join(f"“{task.title}”" for task in open_tasks[:3])
            more = "等" if len(open_tasks) > 3 else ""
            raise NotPossible(f"牵头的任务{names}{more}还没有分解，请补上再报送。")
        too_late = later_than_upper(current)
        if too_late:
            raise NotPossible(f"“{too_late[0].title}”的时限晚于上级任务，请改早再报送。")
        current.submitted_by, current.submitted_at, current.return_reason = by, timezone.now(), ""
        _move(by, current, "submit", state)
        settle(prefix=f"cascade.call.{current.call_id}.", users=liaisons_of([current.unit]))
        for verb in ("return", "reopen"):
            settle(prefix=f"cascade.answer.{current.pk}.{verb}.")
        title = f"{current.unit_name}报送了落实《{current.call.plan.title}》的方案"
        _tell(office_people(), current, "submit", title)
    return current


def take_back(*, by: User, answer: UnitPlan) -> UnitPlan:
    check_user_can_answer(by, answer.unit)
    with transaction.atomic():
        current = _locked(answer)
        settle(prefix=f"cascade.answer.{current.pk}.submit.")
        return _move(by, current, "take_back", next_answer_state(current, "take_back"))


def judge(*, by: User, answer: UnitPlan, verb: str, reason: str = "") -> UnitPlan:
    """The office accepts, returns with a reason, or opens an accepted plan again (``verb``: accept, return, reopen)."""
    check_user_can_judge(by)
    if verb != "accept" and not reason.strip():
        raise Invalid("要写明原因，让单位知道改什么。", "reason")
    with transaction.atomic():
        current = _locked(answer)
        current.return_reason = "" if verb == "accept" else reason.strip()
        _move(by, current, verb, next_answer_state(current, verb), reason.strip())
        settle(prefix=f"cascade.answer.{current.pk}.submit.")
        word = {"accept": "认可了", "return": "退回了", "reopen": "请你们重新分解"}[verb]
        title = f"创卫办{word}{current.unit_name}落实《{current.call.plan.title}》的方案"
        _tell(liaisons_of([current.unit]), current, verb, title, reason.strip())
    return current


def _replayed(row: UnitRow, answer: UnitPlan) -> UnitRow:
    if row.plan_id != answer.pk:
        raise BadKey
    return row


def _taken(answer: UnitPlan, task: Task) -> UnitRow:
    last = answer.rows.aggregate(last=Max("order"))["last"] or 0
    row = UnitRow.objects.create(plan=answer, order=last + 1, title=task.title, due_on=task.due_on)
    row.tasks.set([task])
    return row


def _locked(answer: UnitPlan) -> UnitPlan:
    return (
        UnitPlan.objects.select_for_update(of=("self",))
        .select_related("call__plan__campaign", "unit")
        .get(pk=answer.pk)
    )


def _own(answer: UnitPlan, tasks: Iterable[Task]) -> list[Task]:
    """The tasks, all of them the unit's in the upper plan."""
    wanted = {task.pk: task for task in tasks}
    own = {task.pk for task in tasks_for(answer.call, answer.unit).filter(pk__in=wanted)}
    if own != set(wanted):
        raise Invalid(f"有的任务不是{answer.unit_name}在这份方案里的任务。", "tasks")
    return list(wanted.values())


def _clean(values: dict[str, Any], tasks: list[Task]) -> dict[str, Any]:
    cleaned = {
        name: value.strip()[: _LIMITS[name]] if isinstance(value, str) else value for name, value in values.items()
    }
    if not cleaned["title"]:
        raise Invalid("请写要做什么。", "title")
    latest = min((task.due_on for task in tasks if task.due_on), default=None)
    due = values["due_on"]
    if due and latest and due > latest:
        raise Invalid(f"上级任务{latest:%-m月%-d日}到期，分解的时限不能更晚。", "due_on")
    return cleaned


def _plain(values: dict[str, Any], tasks: Iterable[Task]) -> dict[str, Any]:
    due = values["due_on"]
    return {**values, "due_on": due and due.isoformat(), "tasks": "、".join(sorted(task.number for task in tasks))}


def _move(by: User, answer: UnitPlan, verb: str, state: str, reason: str = "") -> UnitPlan:
    before = {"state": answer.get_state_display()}
    answer.state = state
    answer.save(update_fields=["state", "submitted_by", "submitted_at", "return_reason"])
    after = {"state": answer.get_state_display()}
    campaign = answer.call.plan.campaign_id
    audit.record(
        f"cascade.answer.{verb}",
        by=by,
        obj=answer,
        before=before,
        after=after,
        reason=reason,
        unit_id=answer.unit_id,
        campaign_id=campaign,
    )
    return answer


def _record(verb: str, by: User, row: UnitRow, before: dict[str, Any], after: dict[str, Any]) -> None:
    plan = row.plan
    campaign = plan.call.plan.campaign_id
    audit.record(
        f"cascade.{verb}", by=by, obj=row, before=before, after=after, unit_id=plan.unit_id, campaign_id=campaign
    )


def _tell(to: list[User], answer: UnitPlan, verb: str, title: str, text: str = "") -> None:
    moment = timezone.now().isoformat()
    url = reverse("cascade:answer", args=[answer.call_id, answer.unit_id])
    key = f"cascade.answer.{answer.pk}.{verb}.{moment}"
    campaign = answer.call.plan.campaign_id
    notify(to=to, code=f"cascade.answer.{verb}", key=key, title=title, text=text, url=url, campaign_id=campaign)
