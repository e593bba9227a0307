"""The city of these tests: an office, two bureaus and a street with their people."""

from __future__ import annotations

import pytest

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import PostKind, Role, UnitKind
from weicheng.ground.org.tests.factories import PersonFactory, PostFactory, UnitFactory, user_with_role
from weicheng.work.meetings.tests.factories import meeting_of


@pytest.fixture
def campaign(db):
    return CampaignFactory(area="青禾区", name="创建国家卫生区")


@pytest.fixture
def office(db):
    return user_with_role(Role.OFFICE, name="周某")


@pytest.fixture
def bureau(db):
    unit = UnitFactory(name="青禾区城市管理局", short_name="区城管局")
    PostFactory(unit=unit, kind=PostKind.RESPONSIBLE, person=PersonFactory(name="温某"), title="局长")
    PostFactory(unit=unit, kind=PostKind.IN_CHARGE, person=PersonFactory(name="卢某"), title="副局长")
    return unit


@pytest.fixture
def housing(db):
    unit = UnitFactory(name="青禾区住房和城乡建设局", short_name="区住建局")
    PostFactory(unit=unit, kind=PostKind.RESPONSIBLE, person=PersonFactory(name="柴某"), title="局长")
    return unit


@pytest.fixture
def street(db):
    unit = UnitFactory(name="北苑街道办事处", short_name="北苑街道", kind=UnitKind.TOWNSHIP)
    PostFactory(unit=unit, kind=PostKind.RESPONSIBLE, person=PersonFactory(name="阮某"), title="主任")
    return unit


@pytest.fixture
def liaison(bureau):
    return user_with_role(Role.LIAISON, bureau, name="王某")


@pytest.fixture
def meeting(campaign, bureau, housing, street, office, liaison):
    return meeting_of(campaign, bureau, housing, street, by=office)


def line_of(meeting, unit):
    return meeting.attendees.get(unit=unit)
