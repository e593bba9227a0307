"""A city that has settled down: the office, two bureaus with a liaison each, and a day on which it all happens."""

from datetime import date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role

TODAY = date(2026, 3, 11)  # a Wednesday


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the day: ``at(date)``. A login would not outlive a jump of months, so clients are made after it."""

    def set_day(day: date) -> date:
        noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        monkeypatch.setattr(timezone, "now", lambda: noon)
        return day

    return set_day


@pytest.fixture
def today(at) -> date:
    return at(TODAY)


@pytest.fixture
def campaign(db: None) -> Campaign:
    return CampaignFactory(code="QHZ", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))


@pytest.fixture
def clerk(db: None, today) -> User:
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau(db: None) -> Unit:
    return UnitFactory(code="CG", name="青禾区城市管理局", short_name="区城管局")


@pytest.fixture
def health(db: None) -> Unit:
    return UnitFactory(code="WJ", name="青禾区卫生健康局", short_name="区卫健局")


@pytest.fixture
def liaison(bureau: Unit, today) -> User:
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def other(health: Unit, today) -> User:
    return user_with_role(Role.LIAISON, health, name="李某")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
