"""The office's lists and its changes of many tasks: as many queries for a thousand tasks as for ten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.letters.selectors.lateness import of_colour, pressing, pressing_lines
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Task, TaskOwner, TaskSource
from weicheng.work.plans.selectors.exports import export_ledger_xlsx
from weicheng.work.plans.selectors.gap_export import export_gaps_xlsx
from weicheng.work.plans.selectors.ledger import LedgerFilter
from weicheng.work.plans.services.editing import bulk_change
from weicheng.work.plans.services.importing import apply_import, import_preview
from weicheng.work.plans.status import Moment
from weicheng.work.plans.tests.factories import PlanFactory
from weicheng.work.plans.tests.test_table_round_trip import HEAD, Table

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGES = ("/reminders/unattended/", "/letters/reminders/", "/letters/notices/", "/consultation/")


class City:
    """A campaign of which tasks can be added by the hundred."""

    def __init__(self) -> None:
        self.office, self.campaign = user_with_role(Role.OFFICE), CampaignFactory(code="QH")
        self.units = [UnitFactory() for _ in range(5)]
        self.liaison = user_with_role(Role.LIAISON, self.units[0])
        self.plan = PlanFactory(campaign=self.campaign, state=PlanState.PUBLISHED)
        self.made = 0

    def grow(self, number: int) -> None:
        """A quarter is late by much, one is late, one due soon, one without a date; one in five has nobody who leads."""
        dues = [TODAY - timedelta(days=40), TODAY - timedelta(days=2), TODAY + timedelta(days=1), None]
        places = range(self.made, self.made + number)
        tasks = [
            Task(campaign=self.campaign, number=f"T{n:05d}", title=f"任务{n}", due_on=dues[n % 4], original_due_on=dues[n % 4])
            for n in places
        ]  # fmt: skip
        Task.objects.bulk_create(tasks)
        owners = [
            TaskOwner(task=task, unit=self.units[n % 5], role="lead" if n % 5 else "coop")
            for n, task in zip(places, tasks, strict=True)
        ]
        TaskOwner.objects.bulk_create(owners)
        TaskSource.objects.bulk_create(TaskSource(task=task, plan=self.plan, quote="原文") for task in tasks)
        events = [
            AuditEvent(action="plans.task.changed", object_type="plans.task", object_id=str(task.pk), campaign_id=self.campaign.pk,
                       at=timezone.now(), actor_name="周某")
            for task in tasks
        ]  # fmt: skip
        AuditEvent.objects.bulk_create(events)
        self.made += number


@pytest.fixture
def city() -> City:
    return City()


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def pages_of(city: City) -> dict[str, int]:
    """The queries of each list: of the office, and the first page of a liaison with the newest events of her tasks."""
    clients = {}
    for name in ("office", "liaison"):
        clients[name] = Client()
        clients[name].force_login(getattr(city, name))
    asked = {"home": queries_of(lambda: clients["liaison"].get("/"))}
    for url in PAGES:
        answer = clients["office"].get(url)
        assert answer.status_code == 200, url
        asked[url] = queries_of(lambda url=url: clients["office"].get(url))
    return asked


def test_lists_ask_as_often_for_a_thousand_tasks_as_for_ten(city) -> None:
    city.grow(20)
    few = pages_of(city)
    city.grow(980)
    assert pages_of(city) == few


def test_the_export_of_gaps_asks_by_portions_not_by_tasks(city) -> None:
    city.grow(20)
    few = queries_of(lambda: export_gaps_xlsx(city.campaign, city.office).close())
    city.grow(480)
    assert (
        queries_of(lambda: export_gaps_xlsx(city.campaign, city.office).close()) <= few + 3
    )  # one more for a portion, or a kind that had none


def test_units_that_are_pressed_are_counted_as_reading_every_task_counts_them(city) -> None:
    city.grow(60)
    moment = Moment.of(city.campaign)
    lines, plain = pressing_lines(city.campaign, moment), pressing(city.campaign, moment)
    assert [(line.unit, line.late, line.due) for line in lines] == [
        (one.unit, len(one.late), len(one.due)) for one in plain
    ]
    for variant in ("", "blue", "yellow", "red"):
        wanted = [(one.unit, one.of(variant) if variant else one.tasks) for one in plain]
        assert [(line.unit, line.shown, line.first) for line in of_colour(lines, city.campaign, moment, variant)] == [
            (unit, len(tasks), tasks[0]) for unit, tasks in wanted if tasks
        ]


def test_changing_many_tasks_at_once_asks_no_more_for_each(city) -> None:
    city.grow(220)
    tasks = list(Task.objects.order_by("pk"))

    def change(part: list[Task], unit: int) -> int:
        changes = {"lead": city.units[unit], "category": "archives", "note": f"第{unit}次"}
        return queries_of(lambda: bulk_change(by=city.office, tasks=part, changes=changes, reason="分工调整"))

    few = change(tasks[:10], 1)
    assert change(tasks[10:200], 2) <= few + 6  # written two hundred rows at a time
    assert Task.objects.filter(note="第2次", owners__unit=city.units[2], owners__role="lead").count() == 190
    entries = AuditEvent.objects.filter(action="plans.task.changed", channel="bulk", reason="分工调整")
    assert entries.count() == 200
    assert set(entries.values_list("object_id", flat=True)) == {str(task.pk) for task in tasks[:200]}


def test_a_later_deadline_for_many_costs_three_queries_for_each_at_most(city) -> None:
    city.grow(120)
    dated = list(Task.objects.exclude(due_on=None).order_by("pk"))

    def put_off(part: list[Task]) -> int:
        changes = {"due_on": str(TODAY + timedelta(days=90))}
        return queries_of(lambda: bulk_change(by=city.office, tasks=part, changes=changes, reason="天气"))

    few, many = put_off(dated[:10]), put_off(dated[10:70])
    assert (many - few) <= 3 * 50


def test_an_edited_table_asks_no_more_for_each_row(city) -> None:
    city.grow(100)

    def bring_back(first: int, last: int) -> int:
        table = Table(export_ledger_xlsx(city.office, city.campaign, LedgerFilter(sort="number")).read())
        for number in range(first, last):
            table.sheet.cell(HEAD + 1 + number, table.places["备注"]).value = f"改{number}"
            table.sheet.cell(HEAD + 1 + number, table.places["牵头单位"]).value = str(city.units[number % 3])
        preview = import_preview(by=city.office, campaign=city.campaign, upload=table.file(), name="台账.xlsx")
        assert len(preview.changed) == last - first
        return queries_of(lambda: apply_import(by=city.office, token=preview.token))

    few = bring_back(0, 10)
    assert bring_back(10, 90) <= few + 6
    assert Task.objects.filter(note__startswith="改").count() == 90
