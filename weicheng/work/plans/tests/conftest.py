"""The office clerk, a liaison and her unit, a campaign: the cast of this room's tests."""

import pytest

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role


@pytest.fixture
def campaign(db: None) -> Campaign:
    return CampaignFactory(code="QH")


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
