"""A page asks the database as often for two hundred rows as for ten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.flows.world import World, build_world
from weicheng.ground.kernel import audit
from weicheng.ground.notices.tests.factories import message, robot_of, tell
from weicheng.ground.org.choices import MatchKind, Role
from weicheng.ground.org.models import Unit
from weicheng.ground.org.tests.factories import (
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    RoleAssignmentFactory,
    UnitFactory,
    UserFactory,
)
from weicheng.work.plans.choices import OwnerRole, PlanState
from weicheng.work.plans.models import DraftOwner, Plan, SavedView
from weicheng.work.plans.tests.factories import EntryFactory, PlanFactory, RowFactory, SourceFactory, TaskFactory

pytestmark = pytest.mark.django_db

PAGES = {
    "home": "", "leader": "", "leader-compare": "", "search": "", "audit": "",
    "plans:list": "", "plans:upload": "", "plans:review": "review", "plans:rows": "review", "plans:versions": "review",
    "plans:publish": "review", "plans:duplicates": "review", "plans:paper": "published", "plans:withdraw": "published",
    "ledger:list": "", "ledger:timeline": "", "ledger:calendar": "", "ledger:matrix": "", "ledger:export": "csv",
    "ledger:gaps": "", "ledger:gaps-export": "", "ledger:postponements": "",
    "consultation:list": "", "consultation:plan": "review", "consultation:unit": "round unit",
    "consultation:disputes": "", "consultation:receipts": "published", "consultation:receipt": "published unit",
    "ledger:feeds": "", "ledger:feed": "feed", "ledger:task": "task", "ledger:task-edit": "task",
    "org:units": "", "org:unit-search": "", "org:people": "", "org:person-search": "", "org:groups": "",
    "org:unit": "unit", "org:person": "person", "org:accounts": "", "org:accounts-open": "", "org:export": "",
    "mine": "", "difficulties:list": "", "difficulties:export": "", "reminders:checking": "", "reminders:log": "",
    "reminders:export": "", "reminders:unattended": "", "reminders:late": "", "reminders:sheets-export": "",
    "notices:inbox": "", "notices:mine": "", "notices:robots": "", "notices:deliveries": "",
}  # fmt: skip


def grow(world: World, number: int) -> None:
    """``number`` more of everything that stands in lists."""
    office = world.users["office"]
    review, published = (Plan.objects.get(pk=world.args[word][0]) for word in ("review", "published"))
    mine, group = Unit.objects.get(pk=world.args["unit"][0]), GroupFactory()
    for place in range(number):
        unit = UnitFactory(parent=mine if place % 2 else None, aliases=[f"别称{place}"])
        person = PersonFactory(user=UserFactory() if place % 2 else None)
        if person.user:
            RoleAssignmentFactory(user=person.user, role=Role.LIAISON, unit=unit)
        PostFactory(person=person, unit=unit)
        MembershipFactory(group=group, person=person, home_unit=unit)
        due = timezone.localdate() + timedelta(days=place * 7 % 20 - 10)
        task = TaskFactory(campaign=world.campaign, lead=unit, coops=[mine], due_on=due, target_value=5)
        SourceFactory(task=task, plan=published, start=0, end=5)
        EntryFactory(task=task, unit=unit, by=office)
        row = RowFactory(plan=review, start=0, end=5, lead=unit, assigned_to=office, checked_by=office)
        DraftOwner.objects.create(row=row, text="各街道", role=OwnerRole.COOP, match=MatchKind.COLLECTIVE)
        PlanFactory(campaign=world.campaign, uploaded_by=office, state=PlanState.PUBLISHED)
        SavedView.objects.create(campaign=world.campaign, user=office, name=f"视图{unit.pk}", query=f"unit={unit.pk}")
        tell(office, f"第{place}件事", campaign_id=world.campaign.pk)
        message(robot_of(office, name=f"群{place}"))
        message(unit_robot := robot_of(world.campaign, name=f"群{place}"), state="dead")
        unit_robot.deliveries.get().attempts.create(lane=unit_robot.lane, at=timezone.now())
        audit.record("plans.task.published", by=office, obj=task, after={"title": task.title})
        audit.record("org.unit.added", by=office, obj=mine, after={"name": str(place)})


def counts(world: World) -> dict[str, int]:
    client = Client()
    client.force_login(world.users["office"])
    found = {}
    for name, word in PAGES.items():
        address, asked = reverse(name, args=world.args[word]), {"q": "完成"} if name == "search" else {}
        client.get(address, asked)  # what is remembered between requests is remembered now
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address, asked).status_code == 200, name
        found[name] = len(queries)
    return found


def test_no_page_asks_more_often_when_there_is_more_to_show():
    world = build_world()
    grow(world, 10)
    few = counts(world)
    grow(world, 190)
    many = counts(world)
    grown = {name: (few[name], many[name]) for name in PAGES if many[name] > few[name]}
    assert grown == {}
    assert max(many.values()) <= 60, max(many.items(), key=lambda pair: pair[1])
