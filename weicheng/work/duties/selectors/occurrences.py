"""What falls due for units in a stretch of days, and what a unit has to do this week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.duties.choices import OccurrenceState
from weicheng.work.duties.models import Arrangement, DutyRecord, Occurrence
from weicheng.work.duties.querysets import OccurrenceQuerySet
from weicheng.work.duties.states import dress

CATCH_UP = timedelta(days=14)


def occurrences_for(
    units: Iterable[Unit], first: date, last: date, *, campaign: Campaign | None = None, today: date | None = None
) -> list[Occurrence]:
    """What the units owe with its last day between ``first`` and ``last``, in order of that day; ``state`` is set, duty and
    unit are read along, ``records`` are those not taken back. Two queries whatever the number of units."""
    found = with_relations(Occurrence.objects.filter(unit__in=list(units), day__gte=first, day__lte=last))
    found = found.filter(duty__campaign=campaign) if campaign is not None else found
    return dress(found, today or timezone.localdate())


@dataclass(frozen=True, slots=True)
class Week:
    """``late``: missed in the last two weeks, may still be written down; ``due``: with its last day in this week;
    ``running``: a longer period that is going on; ``done``: this week's, done or excused."""

    monday: date
    late: list[Occurrence]
    due: list[Occurrence]
    running: list[Occurrence]
    done: list[Occurrence]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.due or self.running or self.done)


def week_of(units: Iterable[Unit], campaign: Campaign, today: date | None = None) -> Week:
    """What the units have to do this week, the late first. A few queries whatever the number of units."""
    today = today or timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    near = Q(day__gte=min(monday, today - CATCH_UP), first__lte=sunday)
    found = Occurrence.objects.filter(near, unit__in=list(units), duty__campaign=campaign)
    found = found.filter(Q(duty__ended_at=None) | Q(day__lte=today))
    rows = attach_arrangements(dress(with_relations(found), today))
    week = Week(monday, [], [], [], [])
    for row in rows:
        if row.state == OccurrenceState.MISSED:
            week.late.append(row)
        elif row.state == OccurrenceState.DUE:
            (week.due if row.day <= sunday else week.running).append(row)
        elif monday <= row.day <= sunday:
            week.done.append(row)
    return week


def with_relations(rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
    """Duty and unit in the same query, the records that count in one more."""
    records = DutyRecord.objects.filter(withdrawn_at=None).select_related("by").prefetch_related("files__file")
    return (
        rows.select_related("duty__campaign", "unit__merged_into", "excused_by")
        .prefetch_related(Prefetch("records", records))
        .order_by("day", F("duty__title"), "unit__order", "pk")
    )


def attach_arrangements(rows: list[Occurrence]) -> list[Occurrence]:
    """Give each row ``arranged``: the newest temporary notice of its date, or None. One query."""
    notices = (
        Arrangement.objects.filter(duty__in={row.duty_id for row in rows}).select_related("by").order_by("at", "pk")
    )
    newest = {(one.duty_id, one.original_day): one for one in notices}
    for row in rows:
        row.arranged = newest.get((row.duty_id, row.original_day))
    return rows
