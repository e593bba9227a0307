"""What the time reader passes around: ``When`` for callers, ``Period`` for the grammar."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from weicheng.engines.worktime import lunar

Deadline = str | dict[str, str | None]
MonthDay = tuple[int, int, int]  # years after the period's own year, month, day (31 is the month's last day)


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class When:
    """One time expression: ``raw[start:end] == text``.

    ``kind``: deadline, interval, recurrence, count, event (before an inspection), season, relative (in 3 working days),
    vague (定期, 尽快) or none (a past date, a name). ``deadline`` is an ISO date or {"start", "end"}, ``recurrence`` an RRULE,
    ``count`` {"value", "comparator", "per"}. ``doubt`` says in Chinese why there is no date or rule.
    """

    start: int
    end: int
    text: str
    kind: str
    deadline: Deadline | None = None
    recurrence: str | None = None
    count: dict[str, Any] | None = None
    workdays: int | None = None
    days: int | None = None
    hours: int | None = None
    lunar: bool = False
    doubt: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is a date, a rule, a count or a lapse in it."""
        return any((self.deadline, self.recurrence, self.count, self.workdays, self.days, self.hours))


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Found:
    """A reading on the view, before it is given raw offsets."""

    start: int
    end: int
    kind: str
    deadline: Deadline | None = None
    recurrence: str | None = None
    count: dict[str, Any] | None = None
    workdays: int | None = None
    days: int | None = None
    hours: int | None = None
    lunar: bool = False
    doubt: str | None = None


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Period:
    """A stretch of calendar as written: its year may be given (``year``), relative to the base (``shift``), the one after
    the other end's (``following``), or unsaid. ``fixed`` is a stretch already settled from the base (本周五)."""

    grain: str  # day, weekday, part, month, quarter, half, year, plan, festival, week
    start: MonthDay = (0, 1, 1)
    end: MonthDay = (0, 12, 31)
    year: int | None = None
    shift: int | None = None
    following: bool = False
    fixed: tuple[date, date] | None = None
    floating: bool = False  # needs the base, which is not known
    lunar: str | None = None

    def resolve(self, year: int) -> tuple[date, date]:
        """First and last day in that year."""
        if self.lunar:
            day = lunar.festival(self.lunar, year)
            if day is None:
                raise ValueError(f"no lunar table for {year}")
            return day, day
        return _day(year, self.start), _day(year, self.end)

    @property
    def unanchored(self) -> bool:
        return self.year is None and self.shift is None and self.fixed is None and not self.following


def _day(year: int, place: MonthDay) -> date:
    offset, month, day = place
    return date(year + offset, month, min(day, calendar.monthrange(year + offset, month)[1]))


def month_period(month: int, first: int = 1, last: int = 31, grain: str = "month", offset: int = 0) -> Period:
    return Period(grain, (offset, month, first), (offset, month, last))
