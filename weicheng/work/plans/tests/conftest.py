"""The office clerk, a liaison and her unit, a campaign: the cast of this room's tests."""

from collections.abc import Callable

import pytest
from django.test import Client

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.plans.models import DraftRow, Plan, Task
from weicheng.work.plans.services import publishing
from weicheng.work.plans.services.editing import change_task
from weicheng.work.plans.services.postponement_decisions import approve_postponement
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory, SourceFactory, TaskFactory


@pytest.fixture
def campaign(db: None) -> Campaign:
    return CampaignFactory(code="QHZ")


@pytest.fixture
def clerk(db: None) -> User:
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def colleague(db: None) -> User:
    return user_with_role(Role.OFFICE, name="吴某")


@pytest.fixture
def bureau(db: None) -> Unit:
    return UnitFactory(code="CG", name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def health(db: None) -> Unit:
    return UnitFactory(code="WJ", name="青禾区卫生健康局", short_name="区卫健局")


@pytest.fixture
def towns(db: None) -> list[Unit]:
    return [
        UnitFactory(name=f"{name}街道办事处", short_name=f"{name}街道", kind=UnitKind.TOWNSHIP)
        for name in ("北苑", "河湾", "禾丰")
    ]


@pytest.fixture
def liaison(bureau: Unit) -> User:
    return user_with_role(Role.LIAISON, bureau, name="王某")


def signed_in(user: User) -> Client:
    """A browser of this user."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(clerk: User) -> Client:
    return signed_in(clerk)


@pytest.fixture
def unit_client(liaison: User) -> Client:
    return signed_in(liaison)


@pytest.fixture
def plan(campaign: Campaign, clerk: User) -> Plan:
    return PlanFactory(campaign=campaign, uploaded_by=clerk)


@pytest.fixture
def row(plan: Plan, bureau: Unit) -> DraftRow:
    return RowFactory(
        plan=plan, title="新建公厕4座", quantities=[{"text": "4座", "value": 4, "unit": "座"}], lead=bureau
    )


@pytest.fixture
def published(plan: Plan, row: DraftRow, clerk: User) -> Plan:
    publishing.publish_plan(by=clerk, plan=plan, decisions=publishing.Decisions(only_checked=False))
    plan.refresh_from_db()
    return plan


@pytest.fixture
def task(campaign: Campaign, bureau: Unit, health: Unit) -> Task:
    made = TaskFactory(
        campaign=campaign, title="新建改建公厕46座", lead=bureau, coops=[health], target_value=46, target_unit="座"
    )
    SourceFactory(task=made, quote="区城管局牵头，新建改建公厕46座")
    return made


@pytest.fixture
def put_off(clerk: User, colleague: User) -> Callable[..., Task]:
    """Put a deadline off as the rule wants it: one of the office asks, the other approves."""

    def inner(task: Task, due_on: object, reason: str = "涉及管线") -> Task:
        asked = change_task(by=clerk, task=task, version=task.version, changes={"due_on": due_on}, reason=reason)
        assert asked.postponement is not None
        return approve_postponement(by=colleague, request=asked.postponement).task

    return inner


@pytest.fixture
def foreign(campaign: Campaign) -> Task:
    return TaskFactory(campaign=campaign, title="别的单位的任务", lead=UnitFactory(short_name="区水务局"))
