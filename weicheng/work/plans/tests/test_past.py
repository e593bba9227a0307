"""The ledger as it was, what changed since, and the leader's numbers: the quick counts equal the plain ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.comparing import KINDS, Comparison
from weicheng.work.plans.selectors.due import late_units
from weicheng.work.plans.selectors.past import Past
from weicheng.work.plans.selectors.standing import standing
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.plans.services.postponement_decisions import approve_postponement
from weicheng.work.plans.services.postponing import ask_postponement
from weicheng.work.plans.services.progress import retally
from weicheng.work.plans.status import Moment
from weicheng.work.plans.tests.factories import EntryFactory, TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEEK_AGO = TODAY - timedelta(days=7)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=9)


def task(campaign, number: str, *, created: int = 30, **fields: object) -> Task:
    made = TaskFactory(campaign=campaign, number=number, **fields)
    day = TODAY - timedelta(days=created)
    Task.objects.filter(pk=made.pk).update(created_at=at(day), ordered_on=day)
    return made


def moved(one: Task, was: date | None, now: date | None, days_ago: int) -> None:
    audit.record("plans.task.changed", obj=one, before={"due_on": was and was.isoformat()}, after={"due_on": str(now)})
    AuditEvent.objects.filter(object_id=str(one.pk)).update(at=at(TODAY - timedelta(days=days_ago)))
    Task.objects.filter(pk=one.pk).update(due_on=now)


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.fixture
def office():
    return user_with_role("office")


def test_each_change_of_a_week_is_found_under_its_name(campaign, office) -> None:
    task(campaign, "turned", due_on=days(-2))
    task(campaign, "still", due_on=days(-20))
    task(campaign, "cleared", due_on=days(-20), done_on=days(-1))
    task(campaign, "on-time", due_on=days(9), done_on=days(-3))
    task(campaign, "new", due_on=days(9), created=2)
    moved(task(campaign, "put-off", due_on=days(-9)), days(-9), days(30), 3)
    moved(task(campaign, "forward", due_on=days(40)), days(40), days(20), 3)
    found = Comparison(campaign, office, WEEK_AGO, TODAY)
    names = {code: {one.number for one in found.of(code)} for code in KINDS}
    assert names["late"] == {"turned"}
    assert names["cleared"] == {"cleared", "put-off"}
    assert names["done"] == {"cleared", "on-time"}
    assert names["postponed"] == {"put-off"}
    assert names["advanced"] == {"forward"}
    assert names["added"] == {"new"}
    assert names["silent"] == {"turned", "still", "put-off", "forward"}


def test_a_postponement_that_was_approved_is_a_move_of_the_deadline(campaign, office, bureau) -> None:
    one = task(campaign, "approved", lead=bureau, due_on=days(-3))
    request = ask_postponement(by=user_with_role("liaison", bureau), task=one, due_on=days(30), reason="汛期停工")
    approve_postponement(by=office, request=request)
    found = Comparison(campaign, office, WEEK_AGO, TODAY)
    assert [one.number for one in found.of("postponed")] == ["approved"]
    assert Past(campaign, Task.objects.all(), days(-1)).late_count() == 1


def test_an_entry_of_the_week_takes_a_task_out_of_the_silent_ones(campaign, office, bureau) -> None:
    one = task(campaign, "reported", lead=bureau, due_on=days(9))
    EntryFactory(task=one, unit=bureau, on=days(-2), percent=10)
    found = Comparison(campaign, office, WEEK_AGO, TODAY)
    assert [one.number for one in found.of("progressed")] == ["reported"]
    assert not found.of("silent")


def test_two_earlier_days_are_compared_as_they_were(campaign, office) -> None:
    task(campaign, "later-done", due_on=days(-12), done_on=days(-3))
    found = Comparison(campaign, office, days(-14), days(-5))
    assert [one.number for one in found.of("late")] == ["later-done"]
    assert not found.of("done")


_day = st.none() | st.integers(-15, 15).map(days)
_fields = st.fixed_dictionaries(
    {"due_on": _day, "reported_on": _day, "done_on": _day, "created": st.integers(0, 20)},
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(_fields, st.none() | st.tuples(_day, st.integers(0, 10))), max_size=8))
def test_counting_what_was_late_by_index_is_counting_it(campaign, rows) -> None:
    Task.objects.all().delete()
    AuditEvent.objects.all().delete()
    for number, (fields, change) in enumerate(rows):
        one = task(campaign, f"T{number}", **fields)
        if change is not None and change[0] != fields["due_on"]:
            moved(one, change[0], fields["due_on"], change[1])
    past = Past(campaign, Task.objects.filter(campaign=campaign), WEEK_AGO)
    assert past.late_count() == past.late().count()


def test_the_leaders_numbers_are_those_of_the_ledger(campaign, office, bureau, towns) -> None:
    for number in range(3):
        task(campaign, f"L{number}", lead=bureau, due_on=days(-3))
    task(campaign, "other", lead=towns[0], due_on=days(-30))
    task(campaign, "soon", lead=bureau, due_on=days(3))
    found = standing(campaign, office, WEEK_AGO)
    assert (found.late, found.was_late, found.late_change) == (4, 1, 3)
    assert [(one.name, one.number) for one in found.late_units] == [(str(bureau), 3), (str(towns[0]), 1)]
    assert found.turned_late_total == 3
    assert [one.first.number for one in found.days] == ["soon"]


def test_the_number_of_queries_does_not_grow_with_the_tasks(campaign, bureau, django_assert_max_num_queries) -> None:
    def ask(number: int) -> int:
        for serial in range(number):
            one = task(campaign, f"Q{number}-{serial}", lead=bureau, due_on=days(serial % 5 - 2), created=serial % 9)
            retally(one)
        with django_assert_max_num_queries(40) as asked:
            standing(campaign, user_with_role("office"), WEEK_AGO)
        return len(asked)

    ask(10)
    assert ask(30) == ask(60)


def test_the_units_with_most_late_tasks_are_those_of_counting_every_task(campaign, office) -> None:
    units = [UnitFactory() for _ in range(5)]
    for number in range(40):
        lead = None if number % 9 == 0 else units[number % 7 % 5]
        task(
            campaign,
            f"U{number}",
            lead=lead,
            due_on=days(number % 11 - 8),
            done_on=days(-1) if number % 4 == 0 else None,
        )
    open_ones = [one for one in Task.objects.filter(done_on=None) if one.due_on and one.due_on < TODAY]
    by_unit: dict[int | None, list[date]] = {}
    for one in open_ones:
        by_unit.setdefault(one.lead_unit_id, []).append(one.due_on)  # type: ignore[arg-type]
    wanted = sorted(by_unit.items(), key=lambda item: (-len(item[1]), min(item[1]), item[0] or 0))
    moment = Moment.of(campaign)
    found = late_units(live_tasks(campaign, office), moment, 3)
    assert [(one.unit.pk if one.unit else None, one.number) for one in found.first] == [
        (unit, len(dues)) for unit, dues in wanted[:3]
    ]
    assert [one.longest for one in found.first] == [-moment.workdays_left(min(dues)) for _, dues in wanted[:3]]
    assert (found.units, found.total) == (len(by_unit), len(open_ones))
