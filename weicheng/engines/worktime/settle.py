"""Which days a period means: the year it does not say, and the two ends of a range."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from weicheng.engines.worktime.model import Period

Ends = tuple[date | None, date | None]
NO_YEAR = "文中没有年份，也没有给出基准日期，无法确定是哪一天"
INCLUSIVE = ("day", "weekday", "part", "within")  # X日前 and X月底前 include their last day; 9月前 does not


@dataclass(frozen=True, slots=True)
class Unsettled(Exception):
    """The base is needed and not known."""

    doubt: str = NO_YEAR


def ends(period: Period, base: date | None) -> tuple[date, date]:
    """First and last day; without a year the next occurrence when the same-year date is past already."""
    year = known_year(period, base)
    if period.fixed:
        return period.fixed
    if year is not None:
        return period.resolve(year)
    if base is None or period.floating:
        raise Unsettled
    found = period.resolve(base.year)
    return found if found[1] >= base else period.resolve(base.year + 1)


def last_day_before(period: Period, base: date | None) -> date:
    """The deadline that "X前" sets."""
    if period.grain in INCLUSIVE:
        return ends(period, base)[1]
    if period.fixed or known_year(period, base) is not None:
        return ends(period, base)[0] - timedelta(days=1)
    if base is None:
        raise Unsettled
    found = period.resolve(base.year)[0] - timedelta(days=1)
    return found if found >= base else period.resolve(base.year + 1)[0] - timedelta(days=1)


def known_year(period: Period, base: date | None) -> int | None:
    """The year as written or as counted from the base; None when the period does not say."""
    if period.year is not None:
        return period.year
    shift = 1 if period.following else period.shift
    if shift is None:
        return None
    if base is None:
        raise Unsettled
    return base.year + shift


def range_ends(left: Period, right: Period, base: date | None) -> tuple[date, date]:
    """Both ends of "left至right"; each lends the other its year, and an end before the start is of the next year."""
    if left.fixed:
        return left.fixed[0], _next_after(right, left.fixed[0], base)
    if left.floating or right.floating:
        raise Unsettled
    left_year = known_year(left, base)
    right_year = right.fixed[1].year if right.fixed else None if right.following else known_year(right, base)
    if left_year is None and right_year is not None:
        left_year = right_year
        last = right.fixed[1] if right.fixed else right.resolve(right_year)[1]
        if left.resolve(left_year)[0] > last:
            left_year -= 1
    if left_year is None:
        return _unsaid(left, right, base)
    start = left.resolve(left_year)[0]
    if right.fixed:
        return start, right.fixed[1]
    return start, _end_after(right, start, left_year, right_year)


def range_until(left: Period, right: Period, base: date | None) -> tuple[date, date]:
    """Both ends of "left至right前": 前 leaves out a right end that is no single day."""
    start, last = range_ends(left, right, base)
    if right.grain not in INCLUSIVE:
        last = range_ends(left, replace(right, end=right.start), base)[1] - timedelta(days=1)
    return start, last


def _end_after(right: Period, start: date, left_year: int, right_year: int | None) -> date:
    if right.following:
        return right.resolve(left_year + 1)[1]
    if right_year is not None:
        return right.resolve(right_year)[1]
    last = right.resolve(left_year)[1]
    return last if last >= start else right.resolve(left_year + 1)[1]


def _unsaid(left: Period, right: Period, base: date | None) -> tuple[date, date]:
    if base is None:
        raise Unsettled
    for year in (base.year, base.year + 1):
        start = left.resolve(year)[0]
        last = _end_after(right, start, year, None)
        if last >= base:
            break
    return start, last


def _next_after(right: Period, start: date, base: date | None) -> date:
    if right.fixed:
        return right.fixed[1]
    if right.following:
        return right.resolve(start.year + 1)[1]
    year = known_year(right, base)
    return right.resolve(year)[1] if year is not None else _end_after(right, start, start.year, None)
