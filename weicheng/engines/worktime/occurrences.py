"""When standing work falls due: rhythm, calendar and holiday rule give single days and periods, for any stretch asked.

An occurrence is named by its original day, the one that the rhythm gives; what is asked in pieces is the same as what is asked
at once. A day named by weekday or working day is that day alone; a day of the month or a period without a day is the last on
which it is on time, and the stretch runs from the period's first day.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from weicheng.engines.worktime.rhythm import Quota, Rhythm, Rule, Unspecified, WorkingDay
from weicheng.engines.worktime.workdays import WorkCalendar

_ONE = timedelta(days=1)
_KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH"})
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "half_year": 6, "year": 12}
_CUTS = {"half_month": (1, 16), "ten_days": (1, 11, 21)}  # the days of the month on which such a period begins
_ALWAYS_MATCHED_WITHIN = 40  # years; a rule that matches no day by then never does
PERIODS = ("day", "weekend", "week", "ten_days", "half_month", "month", "quarter", "half", "year", "campaign")

Stretch = tuple[date, date]


class Holiday(StrEnum):
    """What becomes of a day that the calendar does not work."""

    KEEP = "keep"
    BEFORE = "before"
    AFTER = "after"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Due:
    """``first`` to ``day`` is when it may be done on time; ``original`` is the day before any holiday rule."""

    first: date
    original: date
    day: date
    is_estimated: bool = False

    @property
    def is_moved(self) -> bool:
        return self.day != self.original


@dataclass(frozen=True, slots=True)
class Standing:
    """A rhythm in force from ``start`` to ``end``; every second week or month is counted from ``start``."""

    rhythm: Rhythm
    start: date
    end: date
    holiday: Holiday = Holiday.KEEP


def dues(standing: Standing, first: date, last: date, calendar: WorkCalendar) -> list[Due]:
    """What falls due with its original day between ``first`` and ``last``, both included; ValueError for a rule that no
    calendar can carry out. Words alone give nothing. A period that the end cuts short is not asked for, one cut by the start is.
    """
    found = []
    for begins, original in nominal(standing, first, last, calendar):
        day = _moved(standing, begins, original, calendar)
        if day is not None:
            estimated = _asks_calendar(standing) and calendar.is_estimated(original.year)
            found.append(Due(min(begins, day), original, day, estimated))
    return found


def nominal(standing: Standing, first: date, last: date, calendar: WorkCalendar) -> list[Stretch]:
    """First and last day of each occurrence as the rhythm has it, holidays not looked at."""
    rhythm, start, end = standing.rhythm, standing.start, standing.end
    low, high = max(first, start), min(last, end)
    if isinstance(rhythm, Unspecified) or high < low:
        return []
    if isinstance(rhythm, WorkingDay):
        found = (calendar.nth_workday(a, b, rhythm.n) for a, b in _periods(rhythm.per, low, high))
        return [(day, day) for day in found if day is not None and low <= day <= high]
    if isinstance(rhythm, Quota):
        stretches = iter([(start, end)]) if rhythm.per == "campaign" else _periods(rhythm.per, low, high)
    else:
        stretches = _by_rule(rhythm, start, low, high)
    return [(max(a, start), b) for a, b in stretches if low <= b <= high]


def rule_parts(rule: str) -> dict[str, str]:
    """The parts of an RRULE; ValueError with a sentence for what is not a rule or matches no day ever."""
    try:
        parts = dict(part.split("=", 1) for part in rule.upper().removeprefix("RRULE:").split(";") if part)
    except ValueError as error:
        raise ValueError(f"“{rule}”不是日历规则") from error
    if parts.get("FREQ") not in {"MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"} or set(parts) - _KNOWN:
        raise ValueError(f"“{rule}”不是这里能用的日历规则")
    interval = parts.get("INTERVAL", "1")
    if not interval.isdigit() or not 1 <= int(interval) <= 999:
        raise ValueError(f"“{rule}”的间隔应是1到999")
    if not _ever_matches(parts):
        raise ValueError(f"“{rule}”里没有这样的日子")
    return parts


def _ever_matches(parts: dict[str, str]) -> bool:
    """Whether the days named exist at all: 2月30日 and 第六个星期五 would be looked for until the year 9999."""
    try:
        days = [int(day) for day in parts.get("BYMONTHDAY", "1").split(",")]
        named = [int(month) for month in parts.get("BYMONTH", "1,2,3").split(",")]
        if not all(1 <= month <= 12 for month in named) or not all(1 <= abs(day) <= 31 for day in days):
            return False
        longest = max(29 if month == 2 else months.monthrange(2024, month)[1] for month in named)
        ordinals = [int(day[:-2] or 0) for day in parts.get("BYDAY", "").split(",") if day]
    except ValueError:
        return False
    return min(abs(day) for day in days) <= longest and all(abs(ordinal) <= 5 for ordinal in ordinals)


def _by_rule(rhythm: Rule, start: date, low: date, high: date) -> Iterator[Stretch]:
    parts = rule_parts(rhythm.rrule)
    if "BYDAY" not in parts and "BYMONTHDAY" not in parts:
        yield from _periods_of_rule(parts, start, low, high)
        return
    if parts["FREQ"] in ("HOURLY", "MINUTELY"):
        parts = parts | {"FREQ": "DAILY", "INTERVAL": "1"}
    if (high.year - start.year) > _ALWAYS_MATCHED_WITHIN:
        raise ValueError("起止日期相隔太远，请检查年份")
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    for moment in found.between(datetime.combine(low, time()), datetime.combine(high, time()), inc=True):
        day = moment.date()
        yield (_opens(parts, day) if "BYMONTHDAY" in parts else day), day


def _opens(parts: dict[str, str], day: date) -> date:
    """A day of the month says by when: it may be done from the month's first day, or after the day named before it."""
    length = months.monthrange(day.year, day.month)[1]
    named = (int(text) for text in parts["BYMONTHDAY"].split(","))
    days = (number if number > 0 else length + 1 + number for number in named)
    return day.replace(day=max((number for number in days if number < day.day), default=0) + 1)


def _periods_of_rule(parts: dict[str, str], start: date, low: date, high: date) -> Iterator[Stretch]:
    """A rule without a day: the whole period, counted from the start where it has no place of its own in the calendar."""
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", 1))
    named = {int(month) for month in parts["BYMONTH"].split(",")} if "BYMONTH" in parts else None
    if frequency in ("HOURLY", "MINUTELY"):
        frequency, interval = "DAILY", 1
    if frequency == "YEARLY" and named:
        stretches = _periods("month", low, high)
        stretches = ((a, b) for a, b in stretches if (a.year - start.year) % interval == 0)
    elif frequency in ("DAILY", "WEEKLY"):
        origin = start if frequency == "DAILY" else start - timedelta(days=start.weekday())
        stretches = _day_runs(origin, interval * (1 if frequency == "DAILY" else 7), low, high)
    else:
        length = interval * (1 if frequency == "MONTHLY" else 12)
        origin = _month_origin(start, length)
        stretches = _month_runs(origin, length, low, high)
    return ((a, b) for a, b in stretches if named is None or b.month in named)


def _month_origin(start: date, length: int) -> date:
    """Months, quarters, halves and years are those of the calendar; every other number is counted from the start."""
    if length in (1, 3, 6, 12):
        return date(start.year, (start.month - 1) // length * length + 1, 1)
    return date(start.year, 1 if length % 12 == 0 else start.month, 1)


def _periods(per: str, low: date, high: date) -> Iterator[Stretch]:
    """The calendar's own periods that touch the stretch."""
    if per in ("day", "week"):
        origin = low if per == "day" else low - timedelta(days=low.weekday())
        return _day_runs(origin, 1 if per == "day" else 7, low, high)
    if per == "weekend":
        monday = low - timedelta(days=low.weekday())
        return ((b - _ONE, b) for _, b in _day_runs(monday, 7, low, high + _ONE))
    if per in _CUTS:
        return _cut_months(_CUTS[per], low, high)
    if per not in _MONTHS:
        raise ValueError(f"没有“{per}”这种期间")
    length = _MONTHS[per]
    return _month_runs(_month_origin(low, length), length, low, high)


def _day_runs(origin: date, length: int, low: date, high: date) -> Iterator[Stretch]:
    begins = origin + timedelta(days=max(0, (low - origin).days) // length * length)
    while begins <= high:
        yield begins, begins + timedelta(days=length - 1)
        begins += timedelta(days=length)


def _month_runs(origin: date, length: int, low: date, high: date) -> Iterator[Stretch]:
    passed = max(0, (low.year - origin.year) * 12 + low.month - origin.month) // length * length
    begins = origin + relativedelta(months=passed)
    while begins <= high:
        following = begins + relativedelta(months=length)
        yield begins, following - _ONE
        begins = following


def _cut_months(cuts: tuple[int, ...], low: date, high: date) -> Iterator[Stretch]:
    for first, last in _month_runs(low.replace(day=1), 1, low, high):
        ends = [first.replace(day=cut) - _ONE for cut in cuts[1:]] + [last]
        yield from ((first.replace(day=cut), end) for cut, end in zip(cuts, ends, strict=True))


def _asks_calendar(standing: Standing) -> bool:
    return standing.holiday != Holiday.KEEP or isinstance(standing.rhythm, WorkingDay)


def _moved(standing: Standing, begins: date, original: date, calendar: WorkCalendar) -> date | None:
    """The day after the holiday rule; None where it falls away."""
    rule = standing.holiday
    if rule == Holiday.KEEP or calendar.is_workday(original) or _means_weekend(standing.rhythm, original):
        return original
    if rule == Holiday.SKIP:
        works = any(calendar.is_workday(begins + n * _ONE) for n in range((original - begins).days))
        return original if works else None
    day = calendar.add_workdays(original, -1 if rule == Holiday.BEFORE else 1)
    if not standing.start <= day <= standing.end:
        return original
    if begins == original and _taken(standing, original, day, calendar):
        return None
    return day


def _taken(standing: Standing, original: date, day: date, calendar: WorkCalendar) -> bool:
    """Whether another single day lies on the new day, or nearer to it in the same days off: two would then be one."""
    first, last = (day, original - _ONE) if day < original else (original + _ONE, day)
    return bool(nominal(standing, first, last, calendar))


def _means_weekend(rhythm: Rhythm, day: date) -> bool:
    """A rhythm that names Saturday or Sunday wants the weekend: that the day is off is no reason to move it."""
    if isinstance(rhythm, Quota):
        return rhythm.per == "weekend"
    if not isinstance(rhythm, Rule) or day.weekday() < 5:
        return False
    named = rule_parts(rhythm.rrule).get("BYDAY", "")
    return ("SA", "SU")[day.weekday() - 5] in {part[-2:] for part in named.split(",")}
