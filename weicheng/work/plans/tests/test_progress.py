"""Units report, the office confirms or returns, the tallies follow and can be rebuilt from the entries."""

import threading
import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import EntryState, OwnerRole, TaskStatus
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.services.editing import OwnerValue, change_task
from weicheng.work.plans.services.progress import confirm_entry, rebuild, report_progress, retally, return_entry
from weicheng.work.plans.status import Moment, task_status
from weicheng.work.plans.tests.factories import EntryFactory, TaskFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


@pytest.fixture
def task(campaign, bureau):
    return TaskFactory(campaign=campaign, lead=bureau, target_value=Decimal(40), target_unit="座", due_on=None)


def report(by, task, unit, **values):
    return report_progress(by=by, task=task, unit=unit, **{"on": DAY, "key": uuid.uuid4(), **values})


def test_a_reported_value_waits_for_the_office_and_then_counts(liaison, clerk, task, bureau) -> None:
    entry = report(liaison, task, bureau, value="１０", text="已开工")
    task.refresh_from_db()
    assert (entry.value, entry.state, task.percent, task.done_value) == (10, EntryState.SUBMITTED, 0, None)
    confirm_entry(by=clerk, entry=entry)
    task.refresh_from_db()
    assert (task.percent, task.done_value) == (25, 10)
    assert task.last_entry_at == entry.at


def test_reported_done_waits_to_be_seen_and_is_done_when_confirmed(liaison, clerk, task, bureau) -> None:
    entry = report(liaison, task, bureau, value=40)
    task.refresh_from_db()
    moment = Moment.of(task.campaign)
    assert (task.reported_on, task.done_on, task_status(task, moment)) == (DAY, None, TaskStatus.CHECK)
    confirm_entry(by=clerk, entry=entry)
    task.refresh_from_db()
    assert (task.reported_on, task.done_on, task_status(task, moment)) == (None, DAY, TaskStatus.DONE)


def test_the_same_submit_twice_is_one_entry(liaison, task, bureau) -> None:
    key = uuid.uuid4()
    entries = [
        report(liaison, task, bureau, key=key, value=3, files=[ContentFile(b"\xff\xd8\xff\xe0 photo", "a.jpg")])
        for _ in range(2)
    ]
    assert entries[0] == entries[1]
    assert entries[0].files.count() == 1
    assert ProgressEntry.objects.count() == 1


def test_a_key_is_not_reused_for_another_task(liaison, campaign, task, bureau) -> None:
    key = uuid.uuid4()
    report(liaison, task, bureau, key=key, value=3)
    with pytest.raises(Invalid):
        report(liaison, TaskFactory(campaign=campaign, lead=bureau), bureau, key=key, value=3)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": -1}, "value"),
        ({"value": "很多"}, "value"),
        ({"percent": 101}, "percent"),
        ({"percent": "12.5"}, "percent"),
        ({}, "percent"),
        ({"value": 3, "percent": 10}, "percent"),
        ({"value": 3, "on": date(2999, 1, 1)}, "on"),
    ],
)
def test_what_cannot_be_is_refused(liaison, task, bureau, values, field) -> None:
    with pytest.raises(Invalid) as caught:
        report(liaison, task, bureau, **values)
    assert caught.value.field == field
    assert not ProgressEntry.objects.exists()


def test_a_returned_entry_counts_for_nothing_and_says_why(liaison, clerk, task, bureau) -> None:
    entry = report(liaison, task, bureau, value=40)
    with pytest.raises(Invalid):
        return_entry(by=clerk, entry=entry, reason="")
    returned = return_entry(by=clerk, entry=entry, reason="没有照片")
    task.refresh_from_db()
    assert (returned.state, returned.return_reason, task.reported_on) == (EntryState.RETURNED, "没有照片", None)
    with pytest.raises(NotPossible):
        confirm_entry(by=clerk, entry=entry)


def test_a_confirmed_entry_found_wrong_can_still_be_returned(liaison, clerk, task, bureau) -> None:
    entry = report(liaison, task, bureau, value=40)
    confirm_entry(by=clerk, entry=entry)
    return_entry(by=clerk, entry=entry, reason="现场只有38座")
    task.refresh_from_db()
    assert (task.done_on, task.percent) == (None, 0)


def test_a_correction_is_a_later_entry(liaison, clerk, task, bureau) -> None:
    for value in (30, 20):
        confirm_entry(by=clerk, entry=report(liaison, task, bureau, value=value))
    task.refresh_from_db()
    assert task.done_value == 20


def test_somebody_of_the_office_writes_on_behalf_and_another_confirms(clerk, colleague, task, bureau) -> None:
    entry = report(clerk, task, bureau, value=4)
    assert entry.on_behalf
    with pytest.raises(NotAllowed):
        confirm_entry(by=clerk, entry=entry)
    assert confirm_entry(by=colleague, entry=entry).decided_by == colleague


def test_an_office_of_one_confirms_what_it_wrote(clerk, task, bureau) -> None:
    assert confirm_entry(by=clerk, entry=report(clerk, task, bureau, value=4)).state == EntryState.CONFIRMED


@pytest.mark.parametrize(
    ("role", "where", "allowed"),
    [
        (Role.LIAISON, "own", True),
        (Role.LIAISON, "parent", True),
        (Role.LIAISON, "other", False),
        (Role.OFFICE, None, True),
        (Role.LEADER, None, False),
        (Role.AUDITOR, None, False),
        (Role.INSPECTOR, None, False),
        (Role.ADMIN, None, False),
    ],
)
def test_who_may_report(campaign, bureau, role, where, allowed) -> None:
    office = UnitFactory(name="环卫科", parent=bureau, kind="office")
    task = TaskFactory(campaign=campaign, lead=office)
    unit = {"own": office, "parent": bureau, "other": UnitFactory(), None: None}[where]
    user = user_with_role(role, unit)
    if allowed:
        assert report(user, task, office, percent=5).unit == office
    else:
        with pytest.raises(NotAllowed):
            report(user, task, office, percent=5)


def test_a_unit_without_a_role_in_the_task_has_nothing_to_report(clerk, task, health) -> None:
    with pytest.raises(NotPossible):
        report(clerk, task, health, percent=5)


def test_one_to_whom_reports_go_does_not_report(clerk, task, health) -> None:
    TaskOwner.objects.create(task=task, unit=health, role=OwnerRole.REPORT)
    with pytest.raises(NotPossible):
        report(clerk, task, health, percent=5)


@pytest.mark.parametrize("action", ["confirm", "return"])
@pytest.mark.parametrize("role", [Role.LIAISON, Role.LEADER, Role.AUDITOR, Role.INSPECTOR, Role.ADMIN])
def test_only_the_office_decides(task, bureau, liaison, role, action) -> None:
    entry = report(liaison, task, bureau, value=1)
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    with pytest.raises(NotAllowed):
        confirm_entry(by=user, entry=entry) if action == "confirm" else return_entry(by=user, entry=entry, reason="x")


def test_entries_stand_in_the_record_of_the_task(liaison, clerk, task, bureau) -> None:
    confirm_entry(by=clerk, entry=report(liaison, task, bureau, value=4))
    assert [(entry.by, entry.action) for entry in history_of(task)] == [("周某", "确认进展"), ("王某", "填报进展")]


class TestSeveralUnits:
    def entry(self, task, unit, **values):
        return EntryFactory(task=task, unit=unit, state=EntryState.CONFIRMED, **{"percent": None, **values})

    def test_values_of_leads_add_up_to_the_target(self, campaign, towns) -> None:
        task = TaskFactory(campaign=campaign, target_value=Decimal(60), target_unit="处")
        for town in towns:
            TaskOwner.objects.create(task=task, unit=town)
        self.entry(task, towns[0], value=Decimal(30))
        self.entry(task, towns[1], value=Decimal(15))
        retally(task)
        assert (task.done_value, task.percent, task.done_on) == (45, 75, None)
        self.entry(task, towns[2], value=Decimal(15), on=DAY + timedelta(days=3))
        retally(task)
        assert (task.done_value, task.percent, task.done_on) == (60, 100, DAY + timedelta(days=3))

    def test_percents_are_averaged_and_a_silent_unit_counts_as_nothing(self, campaign, towns) -> None:
        task = TaskFactory(campaign=campaign)
        for town in towns:
            TaskOwner.objects.create(task=task, unit=town)
        self.entry(task, towns[0], percent=100)
        self.entry(task, towns[1], percent=99)
        retally(task)
        assert (task.percent, task.done_on) == (66, None)

    def test_rates_are_not_added(self, campaign, towns) -> None:
        task = TaskFactory(campaign=campaign, target_value=Decimal(90), target_unit="%", target_comparator=">=")
        for town in towns[:2]:
            TaskOwner.objects.create(task=task, unit=town)
        self.entry(task, towns[0], value=Decimal(95))
        self.entry(task, towns[1], value=Decimal(45))
        retally(task)
        assert (task.done_value, task.percent, task.done_on) == (70, 75, None)

    def test_cooperating_units_do_not_count_beside_a_lead(self, campaign, bureau, towns) -> None:
        task = TaskFactory(campaign=campaign, lead=bureau, coops=towns, target_value=Decimal(10))
        self.entry(task, towns[0], value=Decimal(10))
        self.entry(task, bureau, value=Decimal(4))
        retally(task)
        assert (task.done_value, task.percent) == (4, 40)

    def test_they_count_where_nobody_leads(self, campaign, towns) -> None:
        task = TaskFactory(campaign=campaign, coops=towns[:1], target_value=Decimal(10))
        self.entry(task, towns[0], value=Decimal(10))
        retally(task)
        assert task.done_on == DAY

    def test_not_more_than_is_reached_when_a_person_says_so(self, campaign, bureau) -> None:
        task = TaskFactory(campaign=campaign, lead=bureau, target_value=Decimal(3), target_comparator="<=")
        self.entry(task, bureau, value=Decimal(2))
        retally(task)
        assert (task.percent, task.done_on, task.done_value) == (0, None, 2)
        self.entry(task, bureau, percent=100)
        retally(task)
        assert task.done_on == DAY

    def test_words_alone_change_no_figure(self, campaign, bureau) -> None:
        task = TaskFactory(campaign=campaign, lead=bureau)
        self.entry(task, bureau, percent=30)
        self.entry(task, bureau, text="正在招标")
        retally(task)
        assert task.percent == 30

    def test_a_new_target_or_lead_is_tallied_at_once(self, clerk, campaign, bureau, health) -> None:
        task = TaskFactory(campaign=campaign, lead=bureau, target_value=Decimal(10))
        self.entry(task, bureau, value=Decimal(10))
        retally(task)
        change_task(by=clerk, task=task, version=1, changes={"target_value": 20})
        task.refresh_from_db()
        assert (task.percent, task.done_on) == (50, None)
        change_task(by=clerk, task=task, version=2, changes={"owners": [OwnerValue(health)]})
        task.refresh_from_db()
        assert task.percent == 0


_steps = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 10),
        st.none() | st.integers(0, 100),
        st.none() | st.integers(0, 60),
        st.sampled_from(EntryState.values),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_rebuilding_finds_nothing_to_mend_and_the_tallies_stay_in_bounds(campaign, towns, steps) -> None:
    task = TaskFactory(campaign=campaign, number=str(uuid.uuid4())[:20], target_value=Decimal(50))
    for town in towns[:2]:
        TaskOwner.objects.create(task=task, unit=town)
    retally(task)
    for which, days, percent, value, state in steps:
        EntryFactory(
            task=task, unit=towns[which], on=DAY + timedelta(days=days), percent=percent, value=value, state=state
        )
        retally(task)
        assert 0 <= task.percent <= 100
        assert task.done_on is None or task.percent == 100
        assert task.done_on is None or task.reported_on is None
    assert rebuild() == []


def test_rebuilding_mends_what_was_changed_behind_its_back(campaign, bureau) -> None:
    task = TaskFactory(campaign=campaign, lead=bureau)
    EntryFactory(task=task, unit=bureau, percent=30, state=EntryState.CONFIRMED)
    retally(task)
    Task.objects.filter(pk=task.pk).update(percent=77, done_on=timezone.localdate())
    assert {(field, was) for _, field, was, _ in rebuild()} == {("percent", 77), ("done_on", timezone.localdate())}
    task.refresh_from_db()
    assert (task.percent, task.done_on) == (30, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_submit_at_the_same_moment_is_one_entry(campaign, bureau, liaison) -> None:
    task = TaskFactory(campaign=campaign, lead=bureau)
    key, barrier, entries = uuid.uuid4(), threading.Barrier(3), []

    def submit():
        try:
            barrier.wait(60)
            entries.append(report(liaison, task, bureau, key=key, percent=10).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert len(entries) == 3
    assert len(set(entries)) == 1
