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
from django.db.models import Min, Q
from django.utils import timezone

from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry, ProgressFile, Task, TaskOwner, TaskSource
from weicheng.work.plans.permissions import (
    check_user_can_confirm_entry,
    check_user_can_report_progress,
    check_user_can_return_entry,
    check_user_can_withdraw_entry,
    user_can_confirm_entry,
)
from weicheng.work.plans.policies import next_entry_state
from weicheng.work.plans.services import evidencing
from weicheng.work.plans.services.attachments import store_attachments
from weicheng.work.plans.services.report_doubts import check_no_doubt
from weicheng.work.plans.tallies import FIELDS, tally
from weicheng.work.plans.task_words import plain
from weicheng.work.plans.values import read_number

MOST_CHARACTERS = 2000
_DONE = {"confirm": "confirmed", "return": "returned", "withdraw": "withdrawn", "replace": "replaced"}
_CHECKS: dict[str, Callable[[User, ProgressEntry], None]] = {
    "confirm": check_user_can_confirm_entry,
    "return": check_user_can_return_entry,
    "withdraw": check_user_can_withdraw_entry,
}


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
    sure: bool = True,
) -> ProgressEntry:
    """What ``unit`` has done of the task by the day ``on``: percent, or the total done so far, or only words and files.

    ``files``: uploads, or files already stored with the name to show. The same ``key`` again gives the entry that is
    there. By somebody of the office it is marked as written on behalf. ``hardship``: what stands in the way.
    Unless the person is ``sure``, a figure that looks like a slip raises Doubtful and nothing is written.
    """
    known = ProgressEntry.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, task, unit)
    check_user_can_report_progress(by, task, unit)
    values = _checked(task, on, percent, value, text, [*files, *([hardship] if hardship else [])])
    if not sure:
        check_no_doubt(task, unit, on, values["percent"], values["value"])
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
    """The office has seen that it is so; the task's tallies follow, and what the unit reported before is settled with it."""
    return _decide(by, entry, "confirm", "")


def withdraw_entry(*, by: User, entry: ProgressEntry) -> ProgressEntry:
    """The unit takes back what it has reported by mistake, as long as nobody has decided on it."""
    return _decide(by, entry, "withdraw", "")


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
    with transaction.atomic():
        task = _locked(entry.task_id)
        current = ProgressEntry.objects.select_for_update(of=("self",)).select_related("unit").get(pk=entry.pk)
        current.task = task
        _CHECKS[verb](by, current)
        if verb == "confirm":
            _settle_earlier(by, current)
        _move(by, current, verb, reason)
        retally(task)
    return current


def _move(by: User, entry: ProgressEntry, verb: str, reason: str) -> None:
    before = {"state": entry.get_state_display()}
    entry.state = next_entry_state(entry, verb)
    entry.decided_by, entry.decided_at, entry.return_reason = by, timezone.now(), reason if verb == "return" else ""
    entry.save(update_fields=["state", "decided_by", "decided_at", "return_reason"])
    _record(_DONE[verb], by, entry, before, {"state": entry.get_state_display()}, reason)
    if verb == "confirm":
        evidencing.take_in(entry, by)
    elif verb == "return":
        evidencing.withdraw(entry, by, reason)


def _settle_earlier(by: User, entry: ProgressEntry) -> None:
    """What the same unit reported before and nobody decided on: confirmed along where it leads up to ``entry``.

    A figure that does not fit is replaced: were ``entry`` returned one day, that figure must not come into force.
    """
    mine = ProgressEntry.objects.filter(task=entry.task_id, unit=entry.unit_id)
    before = Q(on__lt=entry.on) | Q(on=entry.on, pk__lt=entry.pk)
    pending = mine.filter(before, state=EntryState.SUBMITTED).select_for_update(of=("self",)).select_related("unit")
    certain = mine.filter(before, state=EntryState.CONFIRMED).order_by("on", "pk").last()
    for earlier in pending.order_by("on", "pk"):
        earlier.task = entry.task
        fits = _leads_up(certain, earlier) and _leads_up(earlier, entry) and user_can_confirm_entry(by, earlier)
        words = f"随{entry.on:%-m月%-d日}后报的一并{'确认' if fits else '了结'}"
        _move(by, earlier, "confirm" if fits else "replace", words)
        certain = earlier if fits else certain


def _leads_up(first: ProgressEntry | None, then: ProgressEntry) -> bool:
    """Whether the later figure is not below the earlier one; words without a figure fit everywhere."""
    if first is None:
        return True
    return all(
        was is None or now is None or was <= now
        for was, now in ((first.value, then.value), (first.percent, then.percent))
    )


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
