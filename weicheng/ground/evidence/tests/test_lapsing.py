"""What is about to lapse: near its end by its own term, at the steps the campaign wants, settled by a new certificate."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from weicheng.ground.evidence import services
from weicheng.ground.evidence.lapse import GONE, lapse_of
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.selectors.lapsing import lapsing, steps_of
from weicheng.ground.evidence.services.lapsing import tell
from weicheng.ground.evidence.tests import files
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.notices.models import Notice

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 8)


@pytest.fixture
def certificate(campaign, liaison, bureau):
    def inner(title, days, on=None):
        upload = files.plain(title, name=f"{title}.txt")
        return services.upload_evidence(
            by=liaison, campaign=campaign, upload=upload, unit=bureau, on=on, valid_until=TODAY + timedelta(days=days)
        ).evidence

    return inner


def listed(campaign, user):
    rows = Evidence.objects.for_user(user).live().filter(campaign=campaign)
    return [one.evidence.title for one in lapsing(rows, steps_of(campaign), TODAY)]


@pytest.mark.parametrize(
    ("term", "left", "step"),
    [
        (365, 90, 90), (365, 61, 90), (365, 60, 60), (365, 1, 30), (365, 0, 30), (365, -1, GONE), (365, 91, None),
        (30, 30, None), (30, 11, None), (30, 10, 30), (30, -1, GONE), (120, 41, None), (120, 40, 60), (120, 30, 30),
    ],
)  # fmt: skip
def test_what_holds_for_a_short_time_is_near_its_end_only_in_the_last_third(term, left, step):
    end = TODAY + timedelta(days=left)
    assert lapse_of(end, TODAY, (90, 60, 30), end - timedelta(days=term)) == step


def test_a_monthly_report_does_not_stand_in_the_list_from_its_first_day_on(certificate, campaign, clerk):
    certificate("水质月报", 25, on=TODAY - timedelta(days=5))
    certificate("卫生许可证", 25, on=TODAY - timedelta(days=1000))
    assert listed(campaign, clerk) == ["卫生许可证"]


def test_the_office_says_how_early_it_wants_to_hear(certificate, campaign, clerk, liaison):
    certificate("许可证", 50, on=TODAY - timedelta(days=1000))
    assert services.set_lapse_rule(by=clerk, campaign=campaign, steps="30天、15") == [30, 15]
    assert listed(campaign, clerk) == []
    tell(TODAY)
    assert not Notice.objects.filter(code="evidence.lapse").exists()
    assert services.set_lapse_rule(by=clerk, campaign=campaign, steps="６０,10") == [60, 10]
    assert listed(campaign, clerk) == ["许可证"]
    tell(TODAY)
    assert Notice.objects.filter(user=clerk, code="evidence.lapse").count() == 1
    for wrong in ("0", "400", "三十", "-5", "1、2、3、4、5、6", "9" * 30):
        with pytest.raises(Invalid):
            services.set_lapse_rule(by=clerk, campaign=campaign, steps=wrong)
    with pytest.raises(NotAllowed):
        services.set_lapse_rule(by=liaison, campaign=campaign, steps="30")
    assert steps_of(campaign) == [60, 10]
    services.set_lapse_rule(by=clerk, campaign=campaign, steps="")
    assert steps_of(campaign) == [] and listed(campaign, clerk) == []


def test_a_certificate_that_was_renewed_is_nobodys_worry_until_the_new_one_is_taken_down(
    certificate, campaign, clerk, liaison
):
    old = certificate("旧证", -3)
    new = certificate("新证", 700)
    client = Client()
    client.force_login(liaison)
    page = client.get(reverse("library:file", args=[old.pk])).content.decode()
    assert "新证（至" in page
    client.post(reverse("library:renew", args=[old.pk]), {"new": new.pk})
    assert listed(campaign, clerk) == []
    tell(TODAY)
    assert not Notice.objects.filter(code="evidence.lapse").exists()
    services.remove_evidence(by=clerk, evidence=new, reason="传错了")
    assert listed(campaign, clerk) == ["旧证"]


def test_an_earlier_paper_is_no_new_certificate(certificate, liaison):
    old, older = certificate("旧证", -3), certificate("更旧的证", -100)
    for wrong in (older, old):
        with pytest.raises(Invalid):
            services.renew_evidence(by=liaison, evidence=old, new=wrong)


def test_the_page_of_lapses_says_the_steps_and_takes_others(certificate, campaign, clerk, liaison):
    certificate("许可证", 50)
    office, unit = Client(), Client()
    office.force_login(clerk)
    unit.force_login(liaison)
    assert "90、60、30" in office.get(reverse("library:lapse")).content.decode()
    office.post(reverse("library:lapse-rule"), {"steps": "45"})
    assert steps_of(campaign) == [45]
    assert "改提前的天数" not in unit.get(reverse("library:lapse")).content.decode()
    unit.post(reverse("library:lapse-rule"), {"steps": "1"})
    assert steps_of(campaign) == [45]
