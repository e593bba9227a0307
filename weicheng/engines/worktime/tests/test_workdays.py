"""Working days of announced years, of later ones, and of the office's own table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weicheng.engines.worktime.workdays import WorkCalendar

CALENDAR = WorkCalendar()


def test_an_announced_year_knows_long_holidays_and_make_up_days():
    assert not CALENDAR.is_workday(date(2025, 10, 8))  # Mid-Autumn lengthened the holiday
    assert CALENDAR.is_workday(date(2025, 9, 28))  # a Sunday worked for it
    assert not CALENDAR.is_estimated(2025)


def test_a_year_beyond_the_table_is_estimated_from_statutory_days_and_weekends():
    assert CALENDAR.is_estimated(2027)
    assert not CALENDAR.is_workday(date(2027, 10, 1))
    assert not CALENDAR.is_workday(date(2027, 6, 9))  # Dragon Boat
    assert not CALENDAR.is_workday(date(2027, 3, 6))
    assert CALENDAR.is_workday(date(2027, 3, 8))
    assert CALENDAR.estimated_years(date(2025, 6, 1), date(2028, 6, 1)) == [2027, 2028]


def test_the_office_table_wins_and_a_confirmed_year_is_no_estimate():
    own = WorkCalendar({date(2027, 10, 1): True, date(2025, 3, 3): False}, confirmed=[2027])
    assert own.is_workday(date(2027, 10, 1))
    assert not own.is_workday(date(2025, 3, 3))
    assert not own.is_estimated(2027)


def test_counting_working_days_over_a_holiday():
    assert CALENDAR.add_workdays(date(2025, 9, 30), 5) == date(2025, 10, 14)
    assert CALENDAR.workdays_between(date(2025, 9, 30), date(2025, 10, 14)) == 5
    assert CALENDAR.workdays_between(date(2025, 10, 14), date(2025, 9, 30)) == -5
    assert CALENDAR.add_workdays(date(2025, 10, 1), 0) == date(2025, 10, 9)


def test_the_first_and_the_last_working_day_of_a_month():
    assert CALENDAR.nth_workday(date(2026, 1, 1), date(2026, 1, 31), 1) == date(2026, 1, 4)
    assert CALENDAR.nth_workday(date(2026, 1, 1), date(2026, 1, 31), -1) == date(2026, 1, 30)
    assert CALENDAR.nth_workday(date(2026, 10, 1), date(2026, 10, 5), 1) is None


def test_a_table_without_working_days_is_told_and_not_searched_for_ever():
    closed = WorkCalendar({date.fromordinal(date(2026, 1, 1).toordinal() + n): False for n in range(6000)})
    with pytest.raises(ValueError, match="工作日"):
        closed.add_workdays(date(2026, 1, 1), 1)


@given(st.dates(date(2005, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_going_forward_and_back_by_the_same_number_returns(start, number):
    there = CALENDAR.add_workdays(start, number)
    assert CALENDAR.is_workday(there)
    assert CALENDAR.workdays_between(start, there) == number
