"""Changing tasks of the ledger: with reasons where they are due, with an entry always, over nobody's head."""

from datetime import date

import pytest

from weicheng.ground.campaigns.tests.factories import PhaseFactory
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import PersonFactory, user_with_role
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.errors import NotPossible, StaleTask
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.history import history_of
from weicheng.work.plans.services.editing import OwnerValue, bulk_change, change_task, create_task, withdraw_task
from weicheng.work.plans.services.postponement_decisions import approve_postponement
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(campaign, bureau):
    return TaskFactory(campaign=campaign, lead=bureau, title="新建公厕", due_on=date(2026, 6, 30))


def fresh(task):
    return Task.objects.get(pk=task.pk)


def test_a_change_is_an_entry_with_who_what_and_why(clerk, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"title": "新建公厕4座", "target_value": "4"}, reason="补数量")
    (entry,) = history_of(task)
    assert (entry.by, entry.reason) == ("周某", "补数量")
    assert entry.changes == [("事项", "新建公厕", "新建公厕4座"), ("目标数", "", "4")]
    assert fresh(task).version == 2


def test_nothing_changed_leaves_no_entry(clerk, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"title": "新建公厕", "due_on": "2026-06-30"})
    assert (fresh(task).version, AuditEvent.objects.count()) == (1, 0)


def test_a_second_editor_is_told_and_overwrites_nothing(clerk, colleague, task) -> None:
    change_task(by=clerk, task=task, version=1, changes={"note": "甲"})
    change_task(by=clerk, task=task, version=2, changes={"note": "乙"})
    with pytest.raises(StaleTask, match="周某") as caught:
        change_task(by=colleague, task=task, version=1, changes={"note": "丙"})
    assert caught.value.changes == [("备注", "", "乙")]
    assert caught.value.current.version == 3
    assert fresh(task).note == "乙"


@pytest.mark.parametrize("due", ["2026-07-01", "", None])
def test_putting_off_needs_a_reason_approval_and_the_published_date_stays(clerk, colleague, task, due) -> None:
    with pytest.raises(Invalid) as caught:
        change_task(by=clerk, task=task, version=1, changes={"due_on": due}, reason="  ")
    assert caught.value.field == "reason"
    assert fresh(task).due_on == date(2026, 6, 30)
    asked = change_task(by=clerk, task=task, version=1, changes={"due_on": due}, reason="涉及管线")
    assert asked.postponement is not None and fresh(task).due_on == date(2026, 6, 30)
    approve_postponement(by=colleague, request=asked.postponement)
    assert fresh(task).due_on == asked.postponement.due_on
    assert fresh(task).original_due_on == date(2026, 6, 30)


def test_an_earlier_date_needs_none_and_moves_the_phase(clerk, campaign, task) -> None:
    spring = PhaseFactory(campaign=campaign, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    change_task(by=clerk, task=task, version=1, changes={"due_on": "2026-03-31"})
    assert fresh(task).phase == spring


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"category": "x"}, "category"),
        ({"target_value": "-1"}, "target_value"),
        ({"target_comparator": "~"}, "target_comparator"),
        ({"start_on": "2026-07-01"}, "start_on"),
        ({"number": "QH-1"}, "number"),
        ({"percent": 100}, "percent"),
    ],
)
def test_what_cannot_be_is_refused(clerk, task, changes, field) -> None:
    with pytest.raises(Invalid) as caught:
        change_task(by=clerk, task=task, version=1, changes=changes)
    assert caught.value.field == field


def test_owners_are_replaced_with_their_people(clerk, task, health, towns) -> None:
    person = PersonFactory(name="陈某")
    owners = [OwnerValue(health, OwnerRole.LEAD, person), OwnerValue(towns[0], OwnerRole.COOP)]
    change_task(by=clerk, task=task, version=1, changes={"owners": owners})
    assert [(o.unit, o.role, o.person) for o in task.owners.all()] == [
        (health, "lead", person),
        (towns[0], "coop", None),
    ]
    assert history_of(task)[0].changes == [("责任单位", "区城管局（牵头）", "区卫健局（牵头）、北苑街道（配合）")]


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.INSPECTOR, Role.ADMIN, Role.LIAISON])
@pytest.mark.parametrize("action", ["change", "withdraw", "create", "bulk"])
def test_only_the_office_shapes_the_ledger(campaign, task, bureau, role, action) -> None:
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    with pytest.raises(NotAllowed):
        {
            "change": lambda: change_task(by=user, task=task, version=1, changes={"note": "x"}),
            "withdraw": lambda: withdraw_task(by=user, task=task, version=1, reason="x"),
            "create": lambda: create_task(by=user, campaign=campaign, values={"title": "x"}),
            "bulk": lambda: bulk_change(by=user, tasks=[task], changes={"note": "x"}),
        }[action]()


def test_an_office_bound_to_one_unit_does_not_shape_the_ledger(task, bureau) -> None:
    with pytest.raises(NotAllowed):
        change_task(by=user_with_role(Role.OFFICE, bureau), task=task, version=1, changes={"note": "x"})


def test_a_withdrawn_task_stands_still(clerk, task) -> None:
    withdraw_task(by=clerk, task=task, version=1, reason="重复")
    with pytest.raises(NotPossible):
        change_task(by=clerk, task=task, version=2, changes={"note": "x"})


class TestBulk:
    def test_many_tasks_change_at_once_through_the_bulk_channel(self, clerk, campaign, bureau, health, towns) -> None:
        tasks = [TaskFactory(campaign=campaign, lead=bureau, coops=towns[:1]) for _ in range(3)]
        result = bulk_change(by=clerk, tasks=tasks, changes={"lead": health, "category": "archives"}, reason="分工调整")
        assert str(result) == "已修改3项。"
        for task in tasks:
            assert [(o.unit, o.role) for o in task.owners.all()] == [(health, "lead"), (towns[0], "coop")]
        assert set(AuditEvent.objects.values_list("channel", "reason")) == {(Channel.BULK, "分工调整")}

    def test_one_that_cannot_stops_all_and_is_named(self, clerk, campaign, bureau) -> None:
        tasks = [TaskFactory(campaign=campaign, number=f"QH-{n}", start_on=date(2026, n, 1)) for n in (1, 5)]
        with pytest.raises(NotPossible, match="QH-5") as caught:
            bulk_change(by=clerk, tasks=tasks, changes={"due_on": "2026-03-31"})
        assert caught.value.tasks == [tasks[1]]
        assert fresh(tasks[0]).due_on == date(2026, 6, 30)

    def test_those_that_are_so_already_are_counted_apart(self, clerk, campaign) -> None:
        tasks = [TaskFactory(campaign=campaign, category="archives"), TaskFactory(campaign=campaign)]
        result = bulk_change(by=clerk, tasks=tasks, changes={"category": "archives"})
        assert (result.changed, result.unchanged) == (1, 1)

    def test_only_some_fields_are_changed_in_bulk(self, clerk, task) -> None:
        with pytest.raises(Invalid):
            bulk_change(by=clerk, tasks=[task], changes={"title": "都一样"})


def test_a_task_of_no_paper_is_numbered_like_the_others(clerk, campaign, bureau) -> None:
    phase = PhaseFactory(campaign=campaign, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    values = {"title": "迎接暗访", "due_on": "2026-06-30", "target_value": "2", "target_unit": "次"}
    task = create_task(by=clerk, campaign=campaign, values=values, owners=[OwnerValue(bureau)], reason="领导交办")
    assert task.number.endswith("-0001")
    assert (task.phase, task.original_due_on, task.owners.get().unit) == (phase, date(2026, 6, 30), bureau)
    assert history_of(task)[0].reason == "领导交办"


def test_withdrawing_needs_a_reason_and_keeps_number_and_record(clerk, task) -> None:
    with pytest.raises(Invalid):
        withdraw_task(by=clerk, task=task, version=1, reason="")
    withdraw_task(by=clerk, task=task, version=1, reason="与0003重复")
    assert not Task.objects.live().exists()
    assert history_of(task)[0].reason == "与0003重复"
