"""What falls due is written ahead: again and again, in any pieces, with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from weicheng.engines.worktime.occurrences import Due, dues
from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.models import Unit
from weicheng.work.duties.models import Duty, Occurrence, UnitHeadcount
from weicheng.work.duties.rhythms import demand_of_duty, standing_of

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
        one = generate(Duty(pk=pk), today, calendar)
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
        high = today + AHEAD
        wanted = _wanted(locked, low, high, calendar or work_calendar()) if locked.ended_at is None else {}
        done = _bring_into_step(locked, wanted, min(low, today), today)
        if locked.generated_to is None or locked.generated_to < high:
            Duty.objects.filter(pk=locked.pk).update(generated_to=high)
    return done


Key = tuple[int, date]


def _wanted(duty: Duty, low: date, high: date, calendar: WorkCalendar) -> dict[Key, Occurrence]:
    demand = demand_of_duty(duty)
    standing = standing_of(duty)
    found = [due for due in dues(standing, low, standing.end, calendar) if due.first <= high]
    doers = living_doers(duty)
    heads = headcounts(unit for chain in doers for unit in chain) if duty.headcount_rule_id else {}
    wanted: dict[Key, Occurrence] = {}
    for due in found:
        for unit in units_on(doers, due.original):
            people = duty.headcount_rule.people_for(heads.get(unit.pk)) if duty.headcount_rule else duty.people
            wanted[unit.pk, due.original] = _occurrence(duty, unit, due, demand.needed, demand.most, people)
    return wanted


def _occurrence(duty: Duty, unit: Unit, due: Due, needed: int, most: int | None, people: int | None) -> Occurrence:
    return Occurrence(
        duty=duty,
        unit=unit,
        first=due.first,
        original_day=due.original,
        day=due.day,
        moved_by=duty.holiday if due.is_moved else "",
        needed=needed,
        most=most,
        people=people,
        is_estimated=due.is_estimated,
    )


def _bring_into_step(duty: Duty, wanted: dict[Key, Occurrence], low: date, today: date) -> Generated:
    existing = {(row.unit_id, row.original_day): row for row in duty.occurrences.filter(original_day__gte=low)}
    fresh = [row for key, row in wanted.items() if key not in existing]
    Occurrence.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
    open_keys = {key for key, row in existing.items() if row.original_day >= today}
    touched = _touched([existing[key] for key in open_keys])
    gone = [existing[key].pk for key in open_keys if key not in wanted and existing[key].pk not in touched]
    for start in range(0, len(gone), _BATCH):
        Occurrence.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
    changed = []
    for key in open_keys & wanted.keys():
        row, now = existing[key], wanted[key]
        if row.pk not in touched and any(getattr(row, name) != getattr(now, name) for name in _FIELDS):
            for name in _FIELDS:
                setattr(row, name, getattr(now, name))
            changed.append(row)
    Occurrence.objects.bulk_update(changed, _FIELDS, batch_size=_BATCH)
    return Generated(len(fresh), len(changed), len(gone))


def _touched(rows: Sequence[Occurrence]) -> set[int]:
    """Those that somebody recorded, took back or excused: they are history and stay as they are."""
    if not rows:
        return set()
    first = min(row.original_day for row in rows)
    found = Occurrence.objects.filter(duty=rows[0].duty_id, original_day__gte=first, records__isnull=False)
    return set(found.values_list("pk", flat=True)) | {row.pk for row in rows if row.excused_at is not None}


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
