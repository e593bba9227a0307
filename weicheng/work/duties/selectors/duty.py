"""One duty: its units with their marks, a month of it, what was recorded."""

from __future__ import annotations

import calendar as months
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.models import User
from weicheng.work.duties.models import Duty, DutyRecord, Occurrence
from weicheng.work.duties.selectors.occurrences import attach_arrangements, with_relations
from weicheng.work.duties.selectors.rows import DutyRow, duty_rows
from weicheng.work.duties.states import dress

NEAR = timedelta(days=7)
NEAR_LIMIT = 60


@dataclass(slots=True)
class DayCell:
    """A day of the month with how many stand how; ``moved`` are the original days of what was moved here."""

    day: date
    is_workday: bool
    is_today: bool
    counts: Counter[str] = field(default_factory=Counter)
    moved: set[date] = field(default_factory=set)

    @property
    def standings(self) -> list[tuple[str, int]]:
        """(state, how many); a template would ask a Counter for its key "items"."""
        return list(self.counts.items())


@dataclass(frozen=True, slots=True)
class MonthOfDuty:
    first: date
    weeks: list[list[DayCell | None]]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        return (self.first + timedelta(days=32)).replace(day=1)


def duty_for(user: User, pk: int) -> Duty | None:
    """The duty within the user's reach."""
    found = Duty.objects.for_user(user).filter(pk=pk)
    return found.select_related("campaign", "task", "headcount_rule", "created_by").first()


def unit_rows(user: User, duty: Duty, today: date) -> list[DutyRow]:
    """The duty's units within the user's reach, with next time and marks."""
    from weicheng.work.duties.selectors.rows import duty_units

    return duty_rows(duty_units(user, duty.campaign, ended=duty.ended_at is not None).filter(duty=duty), today)


def month_of_duty(user: User, duty: Duty, month: date, today: date) -> MonthOfDuty:
    """The month's days with their marks; two queries."""
    first = month.replace(day=1)
    length = months.monthrange(first.year, first.month)[1]
    calendar = work_calendar()
    days = (first + timedelta(days=n) for n in range(length))
    cells = {day: DayCell(day, calendar.is_workday(day), day == today) for day in days}
    rows = Occurrence.objects.for_user(user).filter(duty=duty, day__gte=first, day__lt=first + timedelta(days=length))
    for row in dress(rows, today):
        cells[row.day].counts[row.state] += 1
        if row.moved_by:
            cells[row.day].moved.add(row.original_day)
    grid: list[DayCell | None] = [None] * first.weekday()
    grid += cells.values()
    grid += [None] * (-len(grid) % 7)
    return MonthOfDuty(first, [grid[n : n + 7] for n in range(0, len(grid), 7)])


def open_occurrences(user: User, duty: Duty, today: date) -> list[Occurrence]:
    """Those of the last and the next days, for recording, excusing and arranging; the oldest first."""
    near = Occurrence.objects.for_user(user).filter(duty=duty, first__lte=today + NEAR, day__gte=today - 2 * NEAR)
    return attach_arrangements(dress(with_relations(near)[:NEAR_LIMIT], today))


def coming_days(duty: Duty, today: date | None = None) -> list[date]:
    """The original days to come, for a temporary notice."""
    found = duty.occurrences.filter(day__gte=today or timezone.localdate()).order_by("original_day")
    return list(found.values_list("original_day", flat=True).distinct()[:12])


def records_of(user: User, duty: Duty) -> QuerySet[DutyRecord]:
    """What was recorded, the newest first, also what was taken back."""
    mine = Occurrence.objects.for_user(user).filter(duty=duty)
    found = DutyRecord.objects.filter(occurrence__in=mine)
    return found.select_related(
        "occurrence__unit", "occurrence__duty__campaign", "by", "withdrawn_by"
    ).prefetch_related("files__file")
