"""Quiet hours, days off and the time of the digest, with the clock of the test."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone

from weicheng.ground.notices.hours import in_quiet_hours, is_quiet, next_allowed, next_digest
from weicheng.ground.notices.models import Preference


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def never(day: date) -> bool:
    return False


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-20 20:59", "2026-11-20 20:59"),
        ("2026-11-20 21:00", "2026-11-21 08:00"),
        ("2026-11-21 00:30", "2026-11-21 08:00"),
        ("2026-11-21 07:59", "2026-11-21 08:00"),
        ("2026-11-21 08:00", "2026-11-21 08:00"),
    ],
)
def test_nothing_leaves_from_nine_in_the_evening_to_eight(moment, allowed):
    assert next_allowed(at(moment), Preference(), weekdays) == at(allowed)


def test_with_quiet_days_off_a_friday_night_waits_for_monday():
    timing = Preference(quiet_holidays=True)
    assert is_quiet(at("2026-11-21 12:00"), timing, weekdays)
    assert next_allowed(at("2026-11-20 22:00"), timing, weekdays) == at("2026-11-23 08:00")
    assert next_digest(at("2026-11-20 09:00"), timing, weekdays) == at("2026-11-23 08:40")


def test_without_them_a_saturday_is_a_day_like_others():
    assert next_digest(at("2026-11-20 09:00"), Preference(), weekdays) == at("2026-11-21 08:40")


@pytest.mark.parametrize(
    ("moment", "due"), [("2026-11-20 08:39", "2026-11-20 08:40"), ("2026-11-20 08:40", "2026-11-21 08:40")]
)
def test_the_digest_is_the_next_one_and_never_the_one_of_now(moment, due):
    assert next_digest(at(moment), Preference(), weekdays) == at(due)


def test_quiet_hours_within_a_day_and_none_at_all():
    assert in_quiet_hours(time(13, 0), time(12, 0), time(14, 0))
    assert not in_quiet_hours(time(14, 0), time(12, 0), time(14, 0))
    assert not in_quiet_hours(time(3, 0), time(8, 0), time(8, 0))


def test_a_calendar_without_working_days_holds_nothing_for_ever():
    timing = Preference(quiet_holidays=True)
    assert next_allowed(at("2026-11-20 22:00"), timing, never) < at("2027-02-01 00:00")
    assert next_digest(at("2026-11-20 22:00"), timing, never) < at("2027-02-01 00:00")
