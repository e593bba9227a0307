from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.kernel import periodic
from weicheng.ground.kernel.models import PeriodicRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_the_duties_of_the_test(monkeypatch):
    monkeypatch.setattr(periodic, "_duties", {})


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def test_a_daily_duty_runs_once_a_day_after_its_time():
    calls = []
    periodic.periodic("test.daily", daily="00:05")(calls.append)
    for moment in ("2026-05-01T09:00", "2026-05-01T23:00", "2026-05-02T00:04", "2026-05-02T00:06", "2026-05-02T12:00"):
        periodic.run_due(at(moment))
    assert calls == [None, at("2026-05-01T09:00")]


def test_a_duty_missed_while_the_worker_was_off_is_caught_up_and_told_since_when():
    calls = []
    periodic.periodic("test.daily", daily="00:05")(calls.append)
    periodic.run_due(at("2026-05-01T08:00"))
    periodic.run_due(at("2026-05-06T08:00"))
    assert calls[-1] == at("2026-05-01T08:00")


def test_a_duty_every_so_many_seconds_waits_in_between():
    calls = []
    periodic.periodic("test.often", seconds=10)(calls.append)
    start = at("2026-05-01T08:00")
    for seconds in (0, 5, 10, 12, 20):
        periodic.run_due(start + timedelta(seconds=seconds))
    assert len(calls) == 3


def test_a_failing_duty_is_tried_again_after_a_minute_and_stops_no_other():
    calls = []

    def broken(since):
        calls.append("broken")
        raise ValueError("no")

    periodic.periodic("a.broken", daily="00:05")(broken)
    periodic.periodic("b.fine", seconds=5)(lambda since: calls.append("fine"))
    start = at("2026-05-01T08:00")
    periodic.run_due(start)
    periodic.run_due(start + timedelta(seconds=30))
    periodic.run_due(start + timedelta(seconds=61))
    assert calls == ["broken", "fine", "fine", "broken", "fine"]
    assert "no" in PeriodicRun.objects.get(name="a.broken").error


def test_a_duty_that_another_worker_is_doing_is_left_to_it():
    calls = []
    periodic.periodic("test.often", seconds=10)(calls.append)
    now = timezone.now()
    PeriodicRun.objects.create(name="test.often", leased_until=now + timedelta(minutes=1))
    assert periodic.run_due(now) == []
    assert calls == []


def test_one_thing_that_fails_holds_up_no_other_and_the_failure_is_told():
    done = []

    def act(number):
        if number == 2:
            raise ValueError("two")
        done.append(number)

    with pytest.raises(ValueError, match="two"):
        periodic.each([1, 2, 3], act)
    assert done == [1, 3]
