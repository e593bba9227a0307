"""The standard of a campaign: chosen by the office, changed with a reason."""

import pytest
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.services import choose_edition
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.choices import EditionKind, Level
from weicheng.ground.standards.tests.factories import EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return user_with_role("office")


@pytest.fixture
def campaign():
    return CampaignFactory(edition=None)


def test_the_first_choice_needs_no_reason_and_a_change_does(office, campaign):
    old, new = EditionFactory(), EditionFactory()
    choose_edition(by=office, campaign=campaign, edition=old, level=Level.COUNTY)
    with pytest.raises(Refused, match="写明原因"):
        choose_edition(by=office, campaign=campaign, edition=new, level=Level.CITY)
    choose_edition(by=office, campaign=campaign, edition=new, level=Level.CITY, reason="按新版评审")
    held = Campaign.objects.get(pk=campaign.pk)
    assert (held.edition, held.level) == (new, Level.CITY)
    events = AuditEvent.objects.filter(action="campaigns.edition.chosen").order_by("id")
    assert [event.reason for event in events] == ["", "按新版评审"]
    assert events.last().before["edition"] == str(old)


def test_the_same_choice_again_changes_nothing(office, campaign):
    edition = EditionFactory()
    for _ in range(2):
        choose_edition(by=office, campaign=campaign, edition=edition, level=Level.CITY)
    assert AuditEvent.objects.filter(action="campaigns.edition.chosen").count() == 1


def test_what_is_no_standard_or_for_others_or_a_closed_campaign_is_refused(office, campaign):
    with pytest.raises(Refused, match="不是标准"):
        choose_edition(by=office, campaign=campaign, edition=EditionFactory(kind=EditionKind.FORM), level=Level.CITY)
    with pytest.raises(Refused, match="只适用于市、县"):
        choose_edition(by=office, campaign=campaign, edition=EditionFactory(), level=Level.TOWN)
    closed = CampaignFactory(edition=None, is_closed=True)
    with pytest.raises(Refused, match="已结束"):
        choose_edition(by=office, campaign=closed, edition=EditionFactory(), level=Level.CITY)


@pytest.mark.parametrize(
    ("role", "may"), [("office", True), ("admin", True), ("leader", False), ("auditor", False), ("liaison", False)]
)
def test_who_chooses(campaign, role, may):
    user = user_with_role(role)
    if may:
        choose_edition(by=user, campaign=campaign, edition=EditionFactory(), level=Level.CITY)
    else:
        with pytest.raises(NotAllowed):
            choose_edition(by=user, campaign=campaign, edition=EditionFactory(), level=Level.CITY)


def test_it_is_chosen_in_the_settings(client, office, campaign):
    edition, form = EditionFactory(title="国家标准甲"), EditionFactory(title="评分表乙", kind=EditionKind.FORM)
    client.force_login(office)
    page = client.get(reverse("campaigns:settings")).content.decode()
    assert "国家标准甲" in page
    assert form.title not in page
    sent = client.post(reverse("campaigns:edition"), {"edition": edition.pk, "level": "town", "reason": ""})
    assert sent.status_code == 422
    client.post(reverse("campaigns:edition"), {"edition": edition.pk, "level": "county", "reason": ""})
    assert Campaign.objects.get(pk=campaign.pk).level == "county"
