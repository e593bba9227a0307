"""The cast: an office of two, three units with their liaisons, a plan under review, a round on it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import MatchKind, Role, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.services.rounds import open_round
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.tests.factories import PlanFactory, RowFactory


@pytest.fixture
def campaign(db: None) -> Campaign:
    return CampaignFactory(code="QHZ", area="青禾区")


@pytest.fixture
def clerk(db: None) -> User:
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau(db: None) -> Unit:
    return UnitFactory(code="CG", name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def water(db: None) -> Unit:
    return UnitFactory(code="SW", name="青禾区水务局", short_name="区水务局")


@pytest.fixture
def towns(db: None) -> list[Unit]:
    return [
        UnitFactory(name=f"{name}街道办事处", short_name=f"{name}街道", kind=UnitKind.TOWNSHIP)
        for name in ("北苑", "河湾", "禾丰")
    ]


@pytest.fixture
def wang(bureau: Unit) -> User:
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def shui(water: Unit) -> User:
    return user_with_role(Role.LIAISON, water, name="水某")


@pytest.fixture
def plan(campaign: Campaign) -> Plan:
    return PlanFactory(campaign=campaign, title="背街小巷整治方案")


@pytest.fixture
def toilets(plan: Plan, bureau: Unit) -> DraftRow:
    return RowFactory(plan=plan, title="新建公厕4座", lead=bureau, due_on=date(2026, 6, 30))


@pytest.fixture
def drains(plan: Plan, bureau: Unit) -> DraftRow:
    return RowFactory(plan=plan, title="疏通雨水管网", lead=bureau, due_on=date(2026, 9, 30))


@pytest.fixture
def sweeping(plan: Plan, towns: list[Unit], bureau: Unit) -> DraftRow:
    """Led by a collective, with the bureau helping."""
    row = RowFactory(plan=plan, title="清扫背街小巷")
    DraftOwner.objects.create(
        row=row, text="各街道", match=MatchKind.COLLECTIVE, collective={"kinds": ["township"]}, role=OwnerRole.LEAD
    )
    DraftOwner.objects.create(row=row, text="区城管局", unit=bureau, match=MatchKind.EXACT, role=OwnerRole.COOP)
    return row


@pytest.fixture
def next_week() -> date:
    return timezone.localdate() + timedelta(days=7)


@pytest.fixture
def round_(
    clerk: User, plan: Plan, toilets: DraftRow, drains: DraftRow, sweeping: DraftRow, wang: User, next_week: date
) -> Round:
    return open_round(by=clerk, plan=plan, reply_by=next_week)
