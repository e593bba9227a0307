"""Working days: the office's own table, over the announced calendar, over statutory holidays and weekends.

The announced calendar (which weekends are worked for a long holiday) is known for the years that chinese-calendar carries,
2004 to 2026 at the time of writing. For other years only the statutory holidays can be known: such a year is estimated.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

_ONE = timedelta(days=1)
_SEARCH_LIMIT = 4000  # days; a table that leaves no working day in eleven years is a mistake


@lru_cache(maxsize=256)
def _announced(year: int) -> bool:
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def _statutory(year: int) -> frozenset[date]:
    import holidays  # 0.1 s, only for a year that is not announced

    return frozenset(holidays.China(years=year))


@lru_cache(maxsize=4096)
def _is_announced_workday(day: date) -> bool:
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day))


class WorkCalendar:
    """``table`` says for single days whether they are worked and wins over everything; ``confirmed`` are the years whose
    days off the office has entered in full, so that they are not estimated."""

    def __init__(self, table: Mapping[date, bool] | None = None, confirmed: Iterable[int] = ()) -> None:
        self._table = dict(table or {})
        self._confirmed = frozenset(confirmed)

    def is_workday(self, day: date) -> bool:
        if day in self._table:
            return self._table[day]
        if _announced(day.year):
            return _is_announced_workday(day)
        return day.weekday() < 5 and day not in _statutory(day.year)

    def is_estimated(self, year: int) -> bool:
        """Whether the year's make-up days are not announced, so that a count through it may be off by some days."""
        return year not in self._confirmed and not _announced(year)

    def estimated_years(self, start: date, end: date) -> list[int]:
        """The years between two dates, both included, that are estimated."""
        return [year for year in range(start.year, end.year + 1) if self.is_estimated(year)]

    def add_workdays(self, day: date, number: int) -> date:
        """The working day ``number`` working days after ``day``, which is itself not counted; negative goes back.
        0 gives ``day`` or, when it is a day off, the next working day."""
        if number == 0:
            return day if self.is_workday(day) else self.add_workdays(day, 1)
        step = _ONE if number > 0 else -_ONE
        left = abs(number)
        for _ in range(_SEARCH_LIMIT + 2 * left):
            day += step
            left -= self.is_workday(day)
            if left == 0:
                return day
        raise ValueError("工作日历里找不到足够的工作日，请检查日历表")

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def nth_workday(self, first: date, last: date, number: int) -> date | None:
        """The working day number ``number`` (1 the first, -1 the last) between two dates, both included."""
        step, day = (_ONE, first) if number > 0 else (-_ONE, last)
        left = abs(number)
        while first <= day <= last:
            left -= self.is_workday(day)
            if left == 0:
                return day
            day += step
        return None
