"""Slips of the hand: a form sent twice, a wrong year, a campaign that is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.models import Distribution, IncomingPaper, RegisterEntry
from weicheng.ground.papers.services.incoming import register_incoming
from weicheng.ground.papers.services.official_issuing import acknowledge, distribute, issue_official
from weicheng.ground.papers.tests.official import draft_of, issued_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def campaign():
    return CampaignFactory()


def test_an_incoming_paper_is_registered_once_however_often_the_form_comes(office, campaign):
    fields = {"by": office, "campaign": campaign, "issuer": "市爱卫办", "title": "某事", "received_on": TODAY()}
    register_incoming(**fields)
    with pytest.raises(Invalid, match="收文号1"):
        register_incoming(**fields)
    register_incoming(**fields, number="市爱卫办〔2026〕5号")
    assert list(IncomingPaper.objects.order_by("serial").values_list("serial", flat=True)) == [1, 2]


def test_a_number_is_not_given_in_a_year_that_is_long_past(office, campaign):
    paper = draft_of(office, campaign)
    with pytest.raises(Invalid, match="字号会编到2006年"):
        issue_official(by=office, paper=paper, on=TODAY().replace(year=2006, day=1))
    assert not RegisterEntry.objects.exists()


def test_a_unit_signs_for_nothing_in_a_campaign_that_is_over(office, campaign):
    unit = UnitFactory()
    liaison, paper = user_with_role(Role.LIAISON, unit), issued_of(office, campaign)
    (line,) = distribute(by=office, paper=paper, on=TODAY() - timedelta(days=1), channel="system", units=[unit])
    Campaign.objects.update(is_closed=True)
    for user in (liaison, office):
        with pytest.raises(NotPossible, match="已经结束"):
            acknowledge(by=user, line=line)
    assert Distribution.objects.get().received_on is None
