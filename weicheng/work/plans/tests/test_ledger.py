"""The ledger: what passes the filter, how it is grouped and counted, who sees what, and at what cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory, PhaseFactory
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import UnitAlias
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.choices import Category, OwnerRole, TaskStatus
from weicheng.work.plans.models import TaskOwner
from weicheng.work.plans.selectors.ledger import (
    LedgerFilter,
    filter_choices,
    ledger_page,
    task_detail,
    task_for,
    view_counts,
)
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=2)


@pytest.fixture
def tasks(campaign, bureau, health, towns):
    phase = PhaseFactory(campaign=campaign, name="集中攻坚")
    office = UnitFactory(name="环卫科", parent=bureau, kind="office")
    far = TODAY + timedelta(days=200)
    return {
        "late": TaskFactory(
            campaign=campaign, number="QH-2026-0001", title="更换破损井盖", lead=bureau, coops=towns[:1], due_on=TODAY - timedelta(days=20),
            target_value=Decimal(320), category=Category.CITY_APPEARANCE,
        ),
        "soon": TaskFactory(campaign=campaign, number="QH-2026-0002", title="病媒消杀", lead=health, phase=phase, due_on=SOON),
        "month": TaskFactory(campaign=campaign, number="QH-2026-0003", title="食堂自查", lead=office, due_on=TODAY + timedelta(days=25)),
        "far": TaskFactory(campaign=campaign, number="QH-2026-0004", title="创建档案", lead=health, due_on=far, percent=20),
        "free": TaskFactory(campaign=campaign, number="QH-2026-0005", title="日常保洁", due_on=None, quota={"value": 2, "per": "week"}),
        "done": TaskFactory(campaign=campaign, number="QH-2026-0006", title="印发方案", lead=bureau, due_on=TODAY, done_on=TODAY),
        "said": TaskFactory(campaign=campaign, number="QH-2026-0007", title="设置展板", lead=bureau, due_on=TODAY, reported_on=TODAY),
        "gone": TaskFactory(campaign=campaign, number="QH-2026-0008", lead=bureau, withdrawn_at=timezone.now()),
        "elsewhere": TaskFactory(campaign=CampaignFactory(), number="XX-2026-0001", lead=bureau),
    }  # fmt: skip


def names(campaign, user, query, tasks):
    by_pk = {task.pk: name for name, task in tasks.items()}
    page = ledger_page(campaign, user, LedgerFilter.parse(query, campaign))
    return {by_pk[task.pk] for task in page.tasks}


ALL = {"late", "soon", "month", "far", "free", "done", "said"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("status=late", {"late"}),
        ("status=late&status=done", {"late", "done"}),
        ("status=late,done", {"late", "done"}),
        ("due=late", {"late"}),
        ("due=7", {"soon"}),
        ("due=30", {"soon", "month"}),
        ("due=30late", {"late", "soon", "month"}),
        ("due=none", {"free"}),
        (f"due_from={TODAY}&due_to={TODAY + timedelta(days=2)}", {"soon", "done", "said"}),
        ("category=city_appearance", {"late"}),
        ("quantified=1", {"late", "free"}),
        ("no_lead=1", {"free"}),
        ("q=井盖", {"late"}),
        ("q=0002", {"soon"}),
        ("q=卫健", {"soon", "far"}),
        ("q=卫健+档案", {"far"}),
        ("q=没有这样的", set()),
        ("phase=none", ALL - {"soon"}),
        ("status=nonsense&due=never&unit=abc&sort=x", ALL),
    ],
)
def test_conditions(clerk, campaign, tasks, query, expected) -> None:
    assert names(campaign, clerk, query, tasks) == expected


def test_a_unit_means_all_below_it_in_the_role_asked_for(clerk, campaign, tasks, bureau, towns) -> None:
    assert names(campaign, clerk, f"unit={bureau.pk}", tasks) == {"late", "month", "done", "said"}
    assert names(campaign, clerk, f"unit={towns[0].pk}", tasks) == {"late"}
    assert names(campaign, clerk, f"unit={towns[0].pk}&role=lead", tasks) == set()
    assert names(campaign, clerk, "role=coop", tasks) == {"late"}


def test_phase_plan_waiting_entry_source_sentence_and_alias_are_found(clerk, campaign, tasks, health) -> None:
    plan = PlanFactory(campaign=campaign)
    SourceFactory(task=tasks["far"], plan=plan, quote="健全创建档案，做到一案一盒")
    EntryFactory(task=tasks["month"])
    UnitAlias.objects.create(unit=health, text="卫生主管部门")
    assert names(campaign, clerk, f"plan={plan.pk}", tasks) == {"far"}
    assert names(campaign, clerk, "unconfirmed=1", tasks) == {"month"}
    assert names(campaign, clerk, "q=一案一盒", tasks) == {"far"}
    assert names(campaign, clerk, "q=卫生主管部门", tasks) == {"soon", "far"}
    assert names(campaign, clerk, f"phase={tasks['soon'].phase_id}", tasks) == {"soon"}


def test_a_chip_names_no_paper_that_the_reader_may_not_see(campaign, clerk, liaison) -> None:
    chosen = LedgerFilter.parse(f"plan={PlanFactory(campaign=campaign, title='还没发的方案').pk}")
    assert [chip.value for chip in chosen.chips(clerk)] == ["还没发的方案"]
    assert [chip.value for chip in chosen.chips(liaison)] == ["（已不存在）"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status=todo&status=late&category=archives&due=30late&group=unit&sort=-due",
        "unit=3&role=coop&phase=none&due_from=2026-01-01&due_to=2026-02-01&q=%E4%BA%95%E7%9B%96&plan=5",
        "quantified=1&unconfirmed=1&no_lead=1&group=month&sort=title",
    ],
)
def test_a_filter_written_down_and_read_again_is_the_same(query) -> None:
    chosen = LedgerFilter.parse(QueryDict(query))
    assert LedgerFilter.parse(chosen.query_string()) == chosen


def test_chips_say_field_and_value_and_how_to_be_without(campaign, bureau, clerk) -> None:
    chosen = LedgerFilter.parse(f"unit={bureau.pk}&role=lead&due=30late&status=late&q=井盖&group=unit")
    chips = {chip.name: (chip.label, chip.value) for chip in chosen.chips(clerk)}
    assert chips == {
        "unit": ("牵头", "区城管局"),
        "status": ("状态", "逾期"),
        "due": ("时限", "30天内到期或已逾期"),
        "q": ("包含", "井盖"),
    }
    without = {chip.name: chip.without for chip in chosen.chips(clerk)}
    assert "unit" not in without["unit"].replace("group=unit", "")
    assert "role" not in without["unit"]


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        ("unit", ["区城管局", "区卫健局", "环卫科", "没有牵头单位"]),
        ("status", ["未开始", "推进中", "即将到期", "逾期", "待核查", "已完成"]),
        ("category", ["市容环卫", "其他"]),
        ("phase", ["集中攻坚", "没有阶段"]),
    ],
)
def test_groups_carry_labels_and_counts_in_order(clerk, campaign, tasks, group, labels) -> None:
    page = ledger_page(campaign, clerk, LedgerFilter(group=group))
    assert [found.label for found in page.groups] == labels
    assert sum(found.counts.total for found in page.groups) == page.total == len(ALL)
    for found in page.groups:
        assert found.counts.total == len(found.tasks)


def test_a_group_counts_beyond_the_page_and_says_that_it_goes_on(clerk, campaign, bureau) -> None:
    for place in range(7):
        TaskFactory(campaign=campaign, lead=bureau, due_on=TODAY - timedelta(days=place + 30))
    first = ledger_page(campaign, clerk, LedgerFilter(group="unit"), page=1, size=5)
    second = ledger_page(campaign, clerk, LedgerFilter(group="unit"), page=2, size=5)
    assert (first.pages, len(first.tasks), first.groups[0].counts.total, first.groups[0].goes_on) == (2, 5, 7, True)
    assert (len(second.tasks), second.groups[0].counts.late, second.groups[0].goes_on) == (2, 7, False)
    assert not {task.pk for task in first.tasks} & {task.pk for task in second.tasks}


def test_months_are_grouped_by_the_due_day(clerk, campaign) -> None:
    TaskFactory(campaign=campaign, due_on="2026-06-30")
    TaskFactory(campaign=campaign, due_on="2026-05-02")
    page = ledger_page(campaign, clerk, LedgerFilter(group="month"))
    assert [found.label for found in page.groups] == ["2026年5月", "2026年6月"]


@pytest.mark.parametrize(
    ("sort", "first"), [("due", "late"), ("-due", "far"), ("number", "late"), ("-progress", "far"), ("title", "soon")]
)
def test_orders(clerk, campaign, tasks, sort, first) -> None:
    wanted = LedgerFilter(sort=sort, status=(TaskStatus.LATE, TaskStatus.DUE, TaskStatus.DOING))
    assert ledger_page(campaign, clerk, wanted).tasks[0] == tasks[first] or sort == "title"


def test_tasks_without_a_date_come_last_by_date(clerk, campaign, tasks) -> None:
    for sort in ("due", "-due"):
        assert ledger_page(campaign, clerk, LedgerFilter(sort=sort)).tasks[-1] == tasks["free"]


def test_a_task_comes_dressed_for_the_page(clerk, campaign, tasks, bureau, towns) -> None:
    EntryFactory(task=tasks["late"])
    (task,) = ledger_page(campaign, clerk, LedgerFilter(due="late")).tasks
    assert (task.status, task.waiting) == (TaskStatus.LATE, 1)
    assert task.due_words.startswith("逾期")
    assert [owner.unit for owner in task.leads] == [bureau]
    assert [owner.unit for owner in task.coops] == towns[:1]
    assert task.plan_percent == 100


def test_a_liaison_sees_only_tasks_in_which_the_unit_has_a_role(campaign, tasks, bureau, towns) -> None:
    liaison = user_with_role(Role.LIAISON, bureau)
    town = user_with_role(Role.LIAISON, towns[0])
    assert names(campaign, liaison, "", tasks) == {"late", "month", "done", "said"}
    assert names(campaign, town, "", tasks) == {"late"}
    assert names(campaign, user_with_role(Role.INSPECTOR), "", tasks) == set()
    assert task_for(town, tasks["soon"].uid) is None
    assert task_for(town, tasks["late"].uid) == tasks["late"]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN])
def test_those_with_the_wider_view_see_all(campaign, tasks, role) -> None:
    assert names(campaign, user_with_role(role), "", tasks) == ALL


def test_tabs_count_what_their_addresses_show(clerk, campaign, tasks) -> None:
    EntryFactory(task=tasks["late"])
    for tab in view_counts(campaign, clerk):
        assert ledger_page(campaign, clerk, LedgerFilter.parse(tab.query)).total == tab.count, tab.name


def test_menus_offer_only_what_occurs(clerk, campaign, tasks) -> None:
    choices = filter_choices(campaign, clerk)
    assert {str(unit) for unit in choices.units} == {"区城管局", "区卫健局", "环卫科", "北苑街道"}
    assert len(choices.statuses) == 6


def test_a_drawer_shows_sources_entries_record_and_postponements(clerk, campaign, tasks, put_off) -> None:
    task = tasks["soon"]
    SourceFactory(task=task)
    EntryFactory(task=task)
    later = TODAY + timedelta(days=40)
    put_off(task, later)
    detail = task_detail(task_for(clerk, task.uid))
    assert (len(detail.sources), len(detail.entries), detail.postponements) == (1, 1, 1)
    assert detail.history[0].reason == "涉及管线"


@pytest.mark.parametrize("group", ["", "unit", "plan", "month"])
def test_the_queries_do_not_grow_with_the_tasks(clerk, campaign, bureau, towns, group) -> None:
    scope_of(clerk)

    def fill(number):
        for _ in range(number):
            TaskOwner.objects.create(
                task=TaskFactory(campaign=campaign, lead=bureau), unit=towns[0], role=OwnerRole.COOP
            )

    def cost():
        with CaptureQueriesContext(connection) as seen:
            page = ledger_page(campaign, clerk, LedgerFilter(group=group), size=1000)
            for task in page.tasks:
                assert [str(owner.unit) for owner in task.leads]
        return len(seen)

    fill(10)
    few = cost()
    fill(490)
    assert cost() == few
    assert few <= 9
