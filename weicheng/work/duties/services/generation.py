"""What falls due is written ahead: again and again, in any pieces, with the same result."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q

from weicheng.engines.worktime.occurrences import dues
from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.models import Unit
from weicheng.work.duties.models import Duty, Occurrence, UnitHeadcount
from weicheng.work.duties.rhythms import demand_of_duty, standing_of

logger = logging.getLogger(__name__)
AHEAD = timedelta(days=60)
_FIELDS = ("first", "day", "moved_by", "needed", "most", "people", "is_estimated")
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Generated:
    created: int = 0
    changed: int = 0
    removed: int = 0


def generate_all(today: date) -> Generated:
    """Every duty of every open campaign; one that cannot be generated does not stop the others."""
    total = Generated()
    calendar = work_calendar()
    for pk in Duty.objects.live().filter(campaign__is_closed=False).order_by("pk").values_list("pk", flat=True):
        try:
            one = generate(Duty(pk=pk), today, calendar)
        except (ValueError, DatabaseError):  # a rule from elsewhere, or a record made at this very moment: next time
            logger.exception("duty %s was not generated", pk)
            continue
        total = Generated(total.created + one.created, total.changed + one.changed, total.removed + one.removed)
    return total


def generate(duty: Duty, today: date, calendar: WorkCalendar | None = None) -> Generated:
    """Write what begins up to 60 days ahead (a year's quota from its first day), and what a downtime left out.

    From today on, what nobody recorded follows the duty as it is now (rhythm, units, calendar); what lies behind, was
    recorded or was excused stays.
    """
    with transaction.atomic():
        locked = Duty.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=duty.pk)
        low = today if locked.generated_to is None else min(today, locked.generated_to + timedelta(days=1))
        low = locked.rhythm_since if locked.generated_to is None else max(low, locked.rhythm_since)
        high = max(today + AHEAD, locked.generated_to or today)  # a clock set back takes nothing away
        wanted = _wanted(locked, low, high, calendar or work_calendar()) if locked.ended_at is None else {}
        done = _bring_into_step(locked, wanted, min(low, today), today)
        if locked.generated_to is None or locked.generated_to < high:
            Duty.objects.filter(pk=locked.pk).update(generated_to=high)
    return done


Key = tuple[int, date]  # unit, original day
Row = tuple[Any, ...]  # the values of _FIELDS: tens of thousands of them, so no model is made before it is needed


def _wanted(duty: Duty, low: date, high: date, calendar: WorkCalendar) -> dict[Key, Row]:
    demand, standing = demand_of_duty(duty), standing_of(duty)
    doers = living_doers(duty)
    people = _people(duty, [unit for chain in doers for unit in chain])
    wanted: dict[Key, Row] = {}
    for due in dues(standing, low, standing.end, calendar):
        if due.first > high:
            continue
        moved_by = duty.holiday if due.is_moved else ""
        for unit in units_on(doers, due.original):
            row = (due.first, due.day, moved_by, demand.needed, demand.most, people[unit.pk], due.is_estimated)
            wanted[unit.pk, due.original] = row
    return wanted


def _people(duty: Duty, units: Sequence[Unit]) -> dict[int, int | None]:
    """How many people each unit sends: by the rule where the duty has one, None where that gives no answer."""
    if duty.headcount_rule is None:
        return {unit.pk: duty.people for unit in units}
    heads = headcounts(units)
    return {unit.pk: duty.headcount_rule.people_for(heads.get(unit.pk)) for unit in units}


def _bring_into_step(duty: Duty, wanted: dict[Key, Row], low: date, today: date) -> Generated:
    rows = duty.occurrences.filter(original_day__gte=low).order_by()
    existing = {
        (unit, day): (pk, row) for unit, day, pk, *row in rows.values_list("unit_id", "original_day", "pk", *_FIELDS)
    }
    fresh = [_occurrence(duty, key, row) for key, row in wanted.items() if key not in existing]
    Occurrence.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
    touched = _touched(duty, today)
    gone, changed = [], []
    for key, (pk, row) in existing.items():
        if key[1] < today or pk in touched:
            continue
        if key not in wanted:
            gone.append(pk)
        elif tuple(row) != wanted[key]:
            occurrence = _occurrence(duty, key, wanted[key])
            occurrence.pk = pk
            changed.append(occurrence)
    for start in range(0, len(gone), _BATCH):
        Occurrence.objects.filter(pk__in=gone[start : start + _BATCH], records__isnull=True).delete()
    Occurrence.objects.bulk_update(changed, _FIELDS, batch_size=_BATCH)
    return Generated(len(fresh), len(changed), len(gone))


def _occurrence(duty: Duty, key: Key, row: Row) -> Occurrence:
    return Occurrence(duty=duty, unit_id=key[0], original_day=key[1], **dict(zip(_FIELDS, row, strict=True)))


def _touched(duty: Duty, today: date) -> set[int]:
    """Those to come that somebody recorded, took back or excused: they are history and stay as they are."""
    found = duty.occurrences.filter(original_day__gte=today).order_by()
    return set(found.filter(Q(records__isnull=False) | Q(excused_at__isnull=False)).values_list("pk", flat=True))


Doer = tuple[Unit, ...]  # a unit and those that it has become part of, one after the other


def living_doers(duty: Duty) -> list[Doer]:
    """The units of the duty that are not exempt, each with its successors; none for one merged into an exempt unit."""
    rows = list(duty.units.select_related("unit__merged_into__merged_into").order_by("order", "pk"))
    exempt = {row.unit_id for row in rows if row.is_exempt}
    chains = (tuple(_successors(row.unit)) for row in rows if not row.is_exempt)
    return [chain for chain in chains if chain[-1].pk not in exempt]


def _successors(unit: Unit) -> list[Unit]:
    chain = [unit]
    while (following := chain[-1].merged_into) is not None and following not in chain:
        chain.append(following)
    return chain


def units_on(doers: Iterable[Doer], day: date) -> list[Unit]:
    """Who does it on a day: a merged unit until its last day, then its successor; a dissolved unit until its last day."""
    found: dict[int, Unit] = {}
    for chain in doers:
        for unit in chain:
            begun = unit.valid_from is None or unit.valid_from <= day
            if begun and (unit.valid_to is None or day <= unit.valid_to):
                found.setdefault(unit.pk, unit)
                break
    return list(found.values())


def headcounts(units: Iterable[Unit]) -> dict[int, int]:
    """How many people work in each unit, where the office knows."""
    rows = UnitHeadcount.objects.filter(unit__in=[unit.pk for unit in units])
    return dict(rows.values_list("unit_id", "people"))
