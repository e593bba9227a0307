from datetime import date

import pytest

from weicheng.ground.campaigns import services
from weicheng.ground.campaigns.calendar import work_calendar, year_sheets
from weicheng.ground.campaigns.daylist import DayChange
from weicheng.ground.kernel.context import acting_as

pytestmark = pytest.mark.django_db


def test_the_office_outranks_the_announced_calendar():
    saturday = date(2026, 3, 7)
    assert not work_calendar().is_workday(saturday)

    services.set_days(by=None, days=[DayChange(saturday, True, "补班")])

    assert work_calendar().is_workday(saturday)


def test_a_year_is_estimated_until_the_office_confirms_it():
    assert work_calendar().is_estimated(2030)

    services.confirm_year(by=None, year=2030)
    assert not work_calendar().is_estimated(2030)

    services.confirm_year(by=None, year=2030, confirmed=False)
    assert work_calendar().is_estimated(2030)


def test_within_a_request_the_calendar_is_read_once_and_again_after_a_change(django_assert_num_queries):
    with acting_as(request_id="abc"):
        with django_assert_num_queries(2):
            assert work_calendar() is work_calendar()
        services.set_days(by=None, days=[DayChange(date(2026, 3, 7), True)])
        assert work_calendar().is_workday(date(2026, 3, 7))


def test_another_request_does_not_see_an_old_calendar():
    with acting_as(request_id="abc"):
        first = work_calendar()
    with acting_as(request_id="def"):
        assert work_calendar() is not first


def test_the_sheets_of_a_year_hold_every_day_once_from_monday():
    services.set_days(by=None, days=[DayChange(date(2026, 2, 1), True, "补班")])

    sheets = year_sheets(2026)

    assert sum(len(sheet.days) for sheet in sheets) == 365
    february = sheets[1]
    assert len(february.blanks) == 6  # 1 February 2026 is a Sunday
    assert (february.days[0].is_set, february.days[0].is_workday, february.days[0].note) == (True, True, "补班")
