"""How often: a calendar rule, a quota, a working day of the period, or only words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from weicheng.engines.worktime.model import When
from weicheng.engines.worktime.numerals import integer
from weicheng.engines.worktime.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Rule:
    """An RFC 5545 RRULE without its prefix."""

    rrule: str


@dataclass(frozen=True, slots=True)
class Quota:
    """``n`` times in each ``per``: day, week, month, quarter, half, year or campaign (the whole stretch)."""

    n: int
    per: str
    comparator: str = ">="


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """The n-th working day (-1: the last) of each week, month or quarter."""

    n: int
    per: str


@dataclass(frozen=True, slots=True)
class Unspecified:
    """Only words: 定期, 每半月, 每学期."""

    text: str


Rhythm = Rule | Quota | WorkingDay | Unspecified

_WORKING_DAY = re.compile(
    r"每个?(?P<per>周|星期|月|季度?)\S{0,2}?(?:第(?P<n>[\d一二三四五六七八九十]+)|(?P<last>最后一?|末)|首|头)个?工作日"
)
_PER = {"周": "week", "星期": "week", "月": "month", "季": "quarter", "季度": "quarter"}
_DEFAULT_PLACE = {"WEEKLY": ";BYDAY=SU", "MONTHLY": ";BYMONTHDAY=-1", "YEARLY": ";BYMONTH=12;BYMONTHDAY=-1"}
_CALENDAR_MONTHS = {
    "FREQ=MONTHLY;INTERVAL=3": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=6": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def rhythm_of(when: When) -> Rhythm | None:
    """The rhythm that a reading holds, None when it holds none. A rule with a count (每天三次) gives its rule."""
    if when.recurrence:
        return Rule(when.recurrence)
    if when.count:
        return Quota(int(when.count["value"]), when.count["per"], when.count["comparator"])
    words = re.sub(r"\s", "", when.text)
    found = _WORKING_DAY.search(words)
    if found:
        return WorkingDay(-1 if found["last"] else integer(found["n"] or "1") or 1, _PER[found["per"]])
    if when.kind == "recurrence" or (when.kind == "vague" and "期" in words):
        return Unspecified(words)
    return None


def occurrences(rhythm: Rhythm, start: date, end: date, calendar: WorkCalendar | None = None) -> list[date]:
    """The days between ``start`` and ``end``, both included, on which it falls due.

    What names a period but no day in it (每月, 每季度, a quota) falls due on the period's last day, the last on which it is
    on time; quarters and halves are those of the calendar, 每两个月 is counted from ``start``. Words alone give nothing.
    """
    if isinstance(rhythm, Unspecified) or end < start:
        return []
    if isinstance(rhythm, Rule):
        return _by_rule(rhythm.rrule, start, end)
    if isinstance(rhythm, WorkingDay):
        working = calendar or WorkCalendar()
        days = (working.nth_workday(first, last, rhythm.n) for first, last in _periods(rhythm.per, start, end))
        return [day for day in days if day is not None and start <= day <= end]
    if rhythm.per == "campaign":
        return [end]
    return [last for _, last in _periods(rhythm.per, start, end) if last <= end]


def _by_rule(rule: str, start: date, end: date) -> list[date]:
    rule = _CALENDAR_MONTHS.get(rule, rule)
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts["FREQ"] in ("HOURLY", "MINUTELY"):
        rule = "FREQ=DAILY"
    elif "BYDAY" not in parts and "BYMONTHDAY" not in parts:
        rule += ";BYMONTHDAY=-1" if "BYMONTH" in parts and parts["FREQ"] != "WEEKLY" else _default_place(parts)
    found = rrulestr(rule, dtstart=datetime.combine(start, time()))
    return [
        moment.date()
        for moment in found.between(datetime.combine(start, time()), datetime.combine(end, time()), inc=True)
    ]


def _default_place(parts: dict[str, str]) -> str:
    return _DEFAULT_PLACE.get(parts["FREQ"], "")


def _periods(per: str, start: date, end: date) -> Iterator[tuple[date, date]]:
    """First and last days of the calendar periods that touch the stretch."""
    if per in ("day", "week"):
        length = 1 if per == "day" else 7
        first = start if per == "day" else start - timedelta(days=start.weekday())
        while first <= end:
            yield first, first + timedelta(days=length - 1)
            first += timedelta(days=length)
        return
    months = _MONTHS[per]
    first = date(start.year, (start.month - 1) // months * months + 1, 1)
    while first <= end:
        following = first + relativedelta(months=months)
        yield first, following - timedelta(days=1)
        first = following
