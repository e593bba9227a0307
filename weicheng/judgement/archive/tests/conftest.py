import pytest

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.judgement.archive.tests.factories import edition_of, evidence_of, volume_of


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Every test has a data folder of its own."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau():
    return UnitFactory(name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def liaison(bureau):
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def campaign(db):
    return CampaignFactory(edition=edition_of())


@pytest.fixture
def clauses(campaign):
    return list(campaign.edition.clauses.order_by("order"))


@pytest.fixture
def volume(campaign, clauses, office, bureau):
    """Three pieces of evidence in the first chapter, of which one is a unit's."""
    evidence_of(campaign, clauses[0], by=office, title="爱卫会工作计划", kind="plan")
    evidence_of(campaign, clauses[1], by=office, title="督查记录", kind="check", unit=bureau)
    evidence_of(campaign, clauses[2], by=office, title="年度总结", kind="summary")
    return volume_of(campaign, by=office)
