"""Progress: a unit reports, the office confirms or returns; a correction is a new entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.models import ProgressEntry, ProgressFile, Task, TaskOwner, TaskSource
from weicheng.work.plans.permissions import (
    check_user_can_confirm_entry,
    check_user_can_report_progress,
    check_user_can_return_entry,
)
from weicheng.work.plans.policies import next_entry_state
from weicheng.work.plans.services import evidencing
from weicheng.work.plans.services.attachments import store_attachments
from weicheng.work.plans.tallies import FIELDS, tally
from weicheng.work.plans.task_words import plain
from weicheng.work.plans.values import read_number

MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Hardship:
    """What a report says of difficulties: the room above that keeps them takes it within the same transaction."""

    text: str
    remedy: str = ""
    wish: str = ""
    sort: str = ""


Taker = Callable[[User, ProgressEntry, Hardship], None]
_takers: list[Taker] = []


def on_hardship(taker: Taker) -> Taker:
    """Decorator: ``taker(by, entry, hardship)`` is called once for each new report that names a difficulty."""
    _takers.append(taker)
    return taker


def report_progress(
    *,
    by: User,
    task: Task,
    unit: Unit,
    on: date,
    key: UUID | str,
    percent: int | str | None = None,
    value: Decimal | int | str | None = None,
    text: str = "",
    files: Sequence[File[Any] | tuple[StoredFile, str]] = (),
    hardship: Hardship | None = None,
) -> ProgressEntry:
    """What ``unit`` has done of the task by the day ``on``: percent, or the total done so far, or only words and files.

    ``files``: uploads, or files already stored with the name to show. The same ``key`` again gives the entry that is
    there. By somebody of the office it is marked as written on behalf. ``hardship``: what stands in the way.
    """
    known = ProgressEntry.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, task, unit)
    check_user_can_report_progress(by, task, unit)
    values = _checked(task, on, percent, value, text, [*files, *([hardship] if hardship else [])])
    stored = store_attachments(files, by)
    with transaction.atomic():
        locked = _locked(task.pk)
        check_user_can_report_progress(by, locked, unit)
        entry, is_new = ProgressEntry.objects.get_or_create(
            key=key,
            defaults={"task": locked, "unit": unit, "on": on, "by": by, "on_behalf": is_office(by), **values},
        )
        if not is_new:
            return _replayed(entry, by, task, unit)
        ProgressFile.objects.bulk_create(ProgressFile(entry=entry, file=file, name=name) for file, name in stored)
        _record("reported", by, entry, {}, {"on": on.isoformat(), **{k: plain(v) for k, v in values.items()}})
        retally(locked)
        if hardship is not None:
            for taker in _takers:
                taker(by, entry, hardship)
    return entry


def confirm_entry(*, by: User, entry: ProgressEntry) -> ProgressEntry:
    """The office has seen that it is so; the task's tallies follow."""
    return _decide(by, entry, "confirm", "")


def return_entry(*, by: User, entry: ProgressEntry, reason: str) -> ProgressEntry:
    """Send the entry back to the unit, with the reason; it counts for nothing from now on."""
    if not reason.strip():
        raise Invalid("退回要写明原因，让单位知道改什么。", "reason")
    return _decide(by, entry, "return", reason.strip())


def retally(task: Task) -> Task:
    """Recompute the tallies of one task from its entries, within the caller's transaction."""
    retally_many([task])
    return task


def retally_many(tasks: Iterable[Task]) -> list[tuple[Task, str, Any, Any]]:
    """Recompute the tallies of tasks; what was different, as (task, field, was, is). Five queries whatever their number."""
    by_id = {task.pk: task for task in tasks}
    owners: dict[int, list[TaskOwner]] = {pk: [] for pk in by_id}
    for owner in TaskOwner.objects.filter(task__in=by_id):
        owners[owner.task_id].append(owner)
    entries: dict[int, list[ProgressEntry]] = {pk: [] for pk in by_id}
    for entry in ProgressEntry.objects.filter(task__in=by_id):
        entries[entry.task_id].append(entry)
    papers = TaskSource.objects.filter(task__in=by_id, plan__issued_on__isnull=False).order_by()
    issued = dict(papers.values_list("task").annotate(first=Min("plan__issued_on")))
    differing: list[tuple[Task, str, Any, Any]] = []
    for pk, task in by_id.items():
        found = tally(task, owners[pk], entries[pk], issued.get(pk))
        for field in FIELDS:
            was, now = getattr(task, field), getattr(found, field)
            if was != now:
                differing.append((task, field, was, now))
                setattr(task, field, now)
    changed = list({task.pk: task for task, _, _, _ in differing}.values())
    if changed:
        Task.objects.bulk_update(changed, [name.removesuffix("_id") for name in FIELDS], batch_size=200)
    return differing


def rebuild() -> list[tuple[Task, str, Any, Any]]:
    """Recompute the tallies of every task, in portions; the differences found and mended. None is the right answer."""
    differing: list[tuple[Task, str, Any, Any]] = []
    ids = list(Task.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        with transaction.atomic():
            portion = Task.objects.select_for_update().filter(pk__in=ids[start : start + 500])
            differing += retally_many(portion)
    return differing


def _checked(
    task: Task, on: date, percent: int | str | None, value: Any, text: str, files: Sequence[Any]
) -> dict[str, Any]:
    if on > timezone.localdate():
        raise Invalid("日期还没到，不能提前填报。", "on")
    if on < task.campaign.starts_on:
        begun = f"{task.campaign.starts_on:%Y年%-m月%-d日}"
        raise Invalid(f"活动{begun}才开始，{on:%Y年%-m月%-d日}太早了，请看看日期是不是填错了。", "on")
    if len(text) > MOST_CHARACTERS:
        raise Invalid(f"说明最多写{MOST_CHARACTERS}字，请写要点，其余作为文件交上来。", "text")
    share = read_number(percent, "percent") if percent != "" else None
    if share is not None and (not 0 <= share <= 100 or share != int(share)):
        raise Invalid("完成百分比是0到100之间的整数。", "percent")
    percent = int(share) if share is not None else None
    number = read_number(value, "value")
    if number is not None and number < 0:
        raise Invalid("累计完成数不能小于0。", "value")
    if percent is None and number is None and not text.strip() and not files:
        raise Invalid("请填完成多少，或写一句说明，或交一份材料。", "percent")
    if percent is not None and number is not None and task.target_value:
        raise Invalid("填了完成数就不用再填百分比，系统会算。", "percent")
    return {"percent": percent, "value": number, "text": text.strip()}


def _decide(by: User, entry: ProgressEntry, verb: str, reason: str) -> ProgressEntry:
    check = check_user_can_confirm_entry if verb == "confirm" else check_user_can_return_entry
    with transaction.atomic():
        task = _locked(entry.task_id)
        current = ProgressEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
        current.task = task
        check(by, current)
        before = {"state": current.get_state_display()}
        current.state = next_entry_state(current, verb)
        current.decided_by, current.decided_at, current.return_reason = by, timezone.now(), reason
        current.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])
        action = "confirmed" if verb == "confirm" else "returned"
        _record(action, by, current, before, {"state": current.get_state_display()}, reason)
        if verb == "confirm":
            evidencing.take_in(current, by)
        else:
            evidencing.withdraw(current, by, reason)
        retally(task)
    return current


def _record(
    verb: str, by: User, entry: ProgressEntry, before: dict[str, Any], after: dict[str, Any], reason: str = ""
) -> None:
    """The entry's change stands in the record of its task."""
    after = {**after, "unit": str(entry.unit), "_entry": entry.pk}
    audit.record(
        f"plans.entry.{verb}", by=by, obj=entry.task, before=before, after=after, reason=reason, unit_id=entry.unit_id
    )


def _replayed(entry: ProgressEntry, by: User, task: Task, unit: Unit) -> ProgressEntry:
    if (entry.by_id, entry.task_id, entry.unit_id) != (by.pk, task.pk, unit.pk):
        raise BadKey
    return entry


def _locked(pk: int) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=pk)
