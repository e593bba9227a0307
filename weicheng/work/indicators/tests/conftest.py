"""A district with an edition, two data owners, two towns, and a day on which it all happens."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.standards.models import Edition, Indicator
from weicheng.work.indicators.models import DataOwner
from weicheng.work.indicators.tests.making import make_edition, make_indicator

TODAY = date(2026, 3, 11)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the day: ``at(date)``."""

    def set_day(day: date) -> date:
        noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        monkeypatch.setattr(timezone, "now", lambda: noon)
        return day

    return set_day


@pytest.fixture
def today(at) -> date:
    return at(TODAY)


@pytest.fixture
def edition(db: None) -> Edition:
    return make_edition()


@pytest.fixture
def campaign(edition: Edition) -> Campaign:
    return CampaignFactory(code="QHZ", edition=edition, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))


@pytest.fixture
def clerk(db: None, today) -> User:
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def colleague(db: None, today) -> User:
    return user_with_role(Role.OFFICE, name="林某")


@pytest.fixture
def health(db: None) -> Unit:
    return UnitFactory(code="WJ", name="青禾区卫生健康局", short_name="区卫健局")


@pytest.fixture
def bureau(db: None) -> Unit:
    return UnitFactory(code="CG", name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def towns(db: None) -> list[Unit]:
    return [
        UnitFactory(code=f"T{n}", name=name, kind=UnitKind.TOWNSHIP, order=n)
        for n, name in enumerate(("北苑街道", "青石镇"))
    ]


@pytest.fixture
def liaison(health: Unit, today) -> User:
    return user_with_role(Role.LIAISON, health, name="李某")


@pytest.fixture
def other(bureau: Unit, today) -> User:
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def rate(edition: Edition) -> Indicator:
    """满意率, at least 90 %."""
    return make_indicator(edition, "satisfaction", name="满意率")


@pytest.fixture
def owned(campaign: Campaign, rate: Indicator, health: Unit) -> Indicator:
    DataOwner.objects.create(campaign=campaign, indicator=rate, unit=health)
    return rate


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
