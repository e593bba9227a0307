import pytest

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.judgement.titles.tests.making import bid_of, title_of


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def bureau():
    return UnitFactory(name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def title(campaign, office):
    return title_of(campaign, office)


@pytest.fixture
def bid(title, office):
    return bid_of(title, office)
