"""The calendar of working days that every count in this house uses: the office's table over the announced calendar."""

from __future__ import annotations

import calendar as months
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.models import CalendarDay, ConfirmedYear
from weicheng.ground.kernel.context import acting

_held: ContextVar[tuple[str, WorkCalendar] | None] = ContextVar("work_calendar", default=None)


def work_calendar() -> WorkCalendar:
    """The calendar of now: two queries, once a request (each time outside of one)."""
    request_id = acting().request_id
    held = _held.get()
    if request_id and held and held[0] == request_id:
        return held[1]
    table = dict(CalendarDay.objects.values_list("day", "is_workday"))
    calendar = WorkCalendar(table, ConfirmedYear.objects.values_list("year", flat=True))
    if request_id:
        _held.set((request_id, calendar))
    return calendar


def forget_calendar() -> None:
    """A day was changed: what this request holds is out of date."""
    _held.set(None)


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day on the page: worked or not, and whether the office said so."""

    day: date
    is_workday: bool
    is_weekend: bool
    is_set: bool
    note: str


@dataclass(frozen=True, slots=True)
class MonthSheet:
    month: date
    blanks: tuple[int, ...]  # empty cells before the first day; weeks begin on Monday
    days: tuple[DayCell, ...]

    @property
    def workday_count(self) -> int:
        return sum(cell.is_workday for cell in self.days)

    @property
    def weeks(self) -> list[list[DayCell | None]]:
        """Rows from Monday to Sunday; None where the month has no day."""
        cells: list[DayCell | None] = [None] * len(self.blanks)
        cells += self.days
        cells += [None] * (-len(cells) % 7)
        return [cells[i : i + 7] for i in range(0, len(cells), 7)]


def year_sheets(year: int) -> list[MonthSheet]:
    """The twelve months of a year for the settings page."""
    calendar = work_calendar()
    notes = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "note"))
    return [_sheet(date(year, month, 1), calendar, notes) for month in range(1, 13)]


def _sheet(first: date, calendar: WorkCalendar, notes: dict[date, str]) -> MonthSheet:
    length = months.monthrange(first.year, first.month)[1]
    days = tuple(first + timedelta(days=i) for i in range(length))
    cells = tuple(
        DayCell(day, calendar.is_workday(day), day.weekday() >= 5, day in notes, notes.get(day, "")) for day in days
    )
    return MonthSheet(first, tuple(range(first.weekday())), cells)
