"""The three readings of the status rule (of a task, in SQL, of counts from the index) agree, and the words say what the rule means."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.work.plans.choices import TaskStatus
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.counts import due_counts
from weicheng.work.plans.status import Moment, status_expression, task_status
from weicheng.work.plans.tests.factories import TaskFactory

TODAY = date(2026, 5, 18)  # a Monday
MOMENT = Moment(TODAY, date(2026, 5, 25), WorkCalendar())
_days = st.none() | st.integers(-12, 12).map(lambda n: TODAY + timedelta(days=n))
_task = st.fixed_dictionaries(
    {
        "start_on": _days,
        "due_on": _days,
        "reported_on": _days,
        "done_on": _days,
        "percent": st.sampled_from([0, 1, 100]),
        "done_value": st.none() | st.sampled_from([Decimal("0"), Decimal("0.01"), Decimal("7")]),
    }
)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.lists(_task, min_size=1, max_size=8))
def test_sql_and_python_give_every_task_the_same_status(campaign, fields) -> None:
    Task.objects.all().delete()
    for number, values in enumerate(fields):
        TaskFactory(campaign=campaign, number=f"T{number}", **values)
    found = Task.objects.annotate(status=status_expression(MOMENT))
    for task in found:
        assert task.status == task_status(task, MOMENT)
    assert due_counts(Task.objects.all(), MOMENT).by_status() == Counter(task.status for task in found)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, TaskStatus.TODO),
        ({"start_on": TODAY + timedelta(days=1)}, TaskStatus.TODO),
        ({"start_on": TODAY}, TaskStatus.DOING),
        ({"percent": 1}, TaskStatus.DOING),
        ({"done_value": Decimal(1)}, TaskStatus.DOING),
        ({"done_value": Decimal(0)}, TaskStatus.TODO),
        ({"due_on": MOMENT.warn_until + timedelta(days=1), "percent": 10}, TaskStatus.DOING),
        ({"due_on": MOMENT.warn_until, "percent": 10}, TaskStatus.DUE),
        ({"due_on": TODAY}, TaskStatus.DUE),
        ({"due_on": TODAY - timedelta(days=1), "percent": 99}, TaskStatus.LATE),
        ({"due_on": TODAY - timedelta(days=1), "reported_on": TODAY}, TaskStatus.CHECK),
        ({"due_on": TODAY - timedelta(days=1), "reported_on": TODAY, "done_on": TODAY}, TaskStatus.DONE),
    ],
)
def test_the_first_rule_that_holds_decides(fields, status) -> None:
    empty = {"start_on": None, "due_on": None, "reported_on": None, "done_on": None}
    assert task_status(Task(**{**empty, **fields}), MOMENT) == status


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 5, 15), "逾期1个工作日"),  # Friday; Monday is the first working day after it
        (date(2026, 5, 17), "逾期1个工作日"),
        (date(2026, 5, 18), "今天到期"),
        (date(2026, 5, 22), "剩4个工作日"),
        (date(2026, 5, 24), "剩4个工作日"),
    ],
)
def test_days_are_working_days(due, words) -> None:
    assert MOMENT.due_words(due, task_status(Task(due_on=due), MOMENT)) == words


def test_a_due_day_passed_over_a_weekend_is_late_by_no_working_day_yet() -> None:
    saturday = Moment(date(2026, 5, 16), date(2026, 5, 22), WorkCalendar())
    assert saturday.due_words(date(2026, 5, 15), TaskStatus.LATE) == "刚过期限"


def test_done_and_reported_tasks_have_no_days_left() -> None:
    assert MOMENT.due_words(TODAY, TaskStatus.DONE) == ""
    assert MOMENT.due_words(TODAY, TaskStatus.CHECK) == ""


def test_the_warning_window_counts_working_days_of_the_campaign(campaign) -> None:
    campaign.warn_workdays = 3
    assert Moment.of(campaign, date(2026, 5, 21)).warn_until == date(2026, 5, 26)


@settings(deadline=None)
@given(st.integers(-800, 800))
def test_days_counted_for_a_page_are_those_of_the_calendar(days) -> None:
    due = TODAY + timedelta(days=days)
    assert MOMENT.workdays_left(due) == MOMENT.calendar.workdays_between(TODAY, due)
