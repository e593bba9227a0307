"""What was done: one press of a liaison, with a photo, a number or words; taken back with a reason; excused by the office."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.org.models import User
from weicheng.work.duties.models import DutyRecord, DutyRecordFile, Occurrence
from weicheng.work.duties.permissions import (
    answers_for,
    check_user_can_excuse,
    check_user_can_record,
    check_user_can_take_back,
)
from weicheng.work.duties.services import evidencing
from weicheng.work.plans.values import read_number

MOST_FILES = 9


def record(
    *,
    by: User,
    occurrence: Occurrence,
    key: UUID | str,
    on: date | None = None,
    number: Decimal | int | str | None = None,
    people: int | None = None,
    text: str = "",
    files: Sequence[File[Any]] = (),
) -> DutyRecord:
    """It was done once, on the day ``on`` (today). The same ``key`` again gives the record that is there.

    After the last day it is marked as written down late; by the office as written on behalf.
    """
    known = DutyRecord.objects.filter(key=key).first()
    if known is not None:
        return _replayed(known, by, occurrence)
    check_user_can_record(by, occurrence)
    today = timezone.localdate()
    amount = _checked(occurrence, on or today, number, people, files, today)
    stored = _stored(files, by)
    with transaction.atomic():
        locked = _locked(occurrence.pk)
        check_user_can_record(by, locked)
        values = {"occurrence": locked, "on": on or today, "number": amount, "people": people, "text": text.strip()}
        values |= {"is_late": today > locked.day, "on_behalf": not answers_for(by, locked.unit), "by": by}
        entry, is_new = DutyRecord.objects.get_or_create(key=key, defaults=values)
        if not is_new:
            return _replayed(entry, by, occurrence)
        DutyRecordFile.objects.bulk_create(DutyRecordFile(record=entry, file=file, name=name) for file, name in stored)
        evidencing.take_in(entry, by)
        recount([locked])
        after = {"on": entry.on.isoformat(), "count": locked.count, "is_late": entry.is_late}
        audit.record("duties.record.made", by=by, obj=locked, after=after, unit_id=locked.unit_id,
                     campaign_id=locked.duty.campaign_id)  # fmt: skip
    return entry


def take_back(*, by: User, record: DutyRecord, reason: str) -> DutyRecord:
    """The record was a mistake: it stays, marked, and counts no more."""
    if not reason.strip():
        raise Invalid("请写明为什么撤销。", "reason")
    with transaction.atomic():
        locked = _locked(record.occurrence_id)
        current = DutyRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        current.occurrence = locked
        check_user_can_take_back(by, current)
        current.withdrawn_at, current.withdrawn_by = timezone.now(), by
        current.withdraw_reason = reason.strip()[:200]
        current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
        evidencing.withdraw(current, by, current.withdraw_reason)
        recount([locked])
        audit.record("duties.record.taken_back", by=by, obj=locked, reason=current.withdraw_reason,
                     after={"count": locked.count}, unit_id=locked.unit_id, campaign_id=locked.duty.campaign_id)  # fmt: skip
    return current


def excuse(*, by: User, occurrence: Occurrence, reason: str) -> Occurrence:
    """The office agrees that it need not be done this time, and says why."""
    if not reason.strip():
        raise Invalid("同意免做要写明原因。", "reason")
    with transaction.atomic():
        locked = _locked(occurrence.pk)
        check_user_can_excuse(by, locked)
        locked.excused_at, locked.excused_by, locked.excuse = timezone.now(), by, reason.strip()[:200]
        locked.save(update_fields=["excused_at", "excused_by", "excuse"])
        audit.record("duties.occurrence.excused", by=by, obj=locked, reason=locked.excuse, unit_id=locked.unit_id,
                     campaign_id=locked.duty.campaign_id)  # fmt: skip
    return locked


def recount(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """Count the records anew; those whose count was different. Two queries whatever their number."""
    by_id = {occurrence.pk: occurrence for occurrence in occurrences}
    live = Count("records", filter=Q(records__withdrawn_at=None))
    counts = dict(Occurrence.objects.filter(pk__in=by_id).annotate(n=live).order_by().values_list("pk", "n"))
    changed = [one for pk, one in by_id.items() if one.count != counts.get(pk, 0)]
    for one in changed:
        one.count = counts.get(one.pk, 0)
    Occurrence.objects.bulk_update(changed, ["count"], batch_size=500)
    return changed


def rebuild() -> list[Occurrence]:
    """Count the records of every occurrence anew, in portions; those that were wrong. None is the right answer."""
    wrong: list[Occurrence] = []
    ids = list(Occurrence.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        with transaction.atomic():
            wrong += recount(Occurrence.objects.select_for_update().filter(pk__in=ids[start : start + 500]))
    return wrong


def _checked(
    occurrence: Occurrence, on: date, number: Any, people: int | None, files: Sequence[Any], today: date
) -> Decimal | None:
    if on > today:
        raise Invalid("日期还没到，不能提前记。", "on")
    if on < occurrence.first:
        raise Invalid(f"这一次从{occurrence.first:%-m月%-d日}起算，更早做的不算在内。", "on")
    if occurrence.duty.needs_evidence and not files:
        raise Invalid("这项工作要附照片或文件。", "files")
    if len(files) > MOST_FILES:
        raise Invalid(f"一次最多附{MOST_FILES}份。", "files")
    if people is not None and not 0 <= people <= 9999:
        raise Invalid("到场人数请填0到9999。", "people")
    amount = read_number(number, "number")
    if amount is not None and not 0 <= amount < 10**10:
        raise Invalid("数量不能小于0，也不能太大。", "number")
    return amount


def _stored(files: Sequence[File[Any]], by: User) -> list[tuple[StoredFile, str]]:
    stored = []
    for file in files:
        name = (file.name or "未命名")[-255:]
        try:
            stored.append((store_file(file, name=name, by=by), name))
        except FileRefused as error:
            raise Invalid(f"“{name}”没有存入：{error}", "files") from error
    return stored


def _replayed(entry: DutyRecord, by: User, occurrence: Occurrence) -> DutyRecord:
    if (entry.by_id, entry.occurrence_id) != (by.pk, occurrence.pk):
        raise BadKey
    return entry


def _locked(pk: int) -> Occurrence:
    found = Occurrence.objects.select_for_update(of=("self",)).select_related("duty__campaign", "unit__merged_into")
    return found.get(pk=pk)
