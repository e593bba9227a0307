"""Notices to put something right: numbered, in the layout of the house, told to the unit; what cannot be is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.gongwen.rectification import Fault
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.services.rectifying import faults_of, issue_rectification
from weicheng.ground.papers.tests.official import issued_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
FAULTS = [Fault("早市东口", "垃圾桶满溢")]


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


def test_it_goes_out_under_a_number_of_its_own_and_the_unit_is_told(office):
    campaign, unit = CampaignFactory(), UnitFactory()
    liaison = user_with_role(Role.LIAISON, unit)
    issued_of(office, campaign)
    fields = {
        "by": office,
        "campaign": campaign,
        "unit": unit,
        "found_on": TODAY(),
        "due_on": TODAY(),
        "faults": FAULTS,
    }
    other = [Fault("早市西口", "污水外溢")]
    numbers = [issue_rectification(**{**fields, "faults": faults}).number for faults in (FAULTS, other)]
    assert numbers == [f"整改通知书〔{TODAY().year}〕第{n}号" for n in (1, 2)]
    assert Notice.objects.filter(user=liaison, code="papers.rectify").count() == 2
    assert Paper.objects.for_user(liaison).count() == 2
    with open_file(Paper.objects.first().file) as stream:
        assert stream.read(2) == b"PK"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"faults": []}, "至少"),
        ({"faults": FAULTS * 61}, "最多"),
        ({"found": 1}, "晚于今天"),
        ({"due": -1}, "早于今天"),
    ],
)
def test_what_cannot_be_is_refused_and_takes_no_number(office, changes, sentence):
    values = {"faults": FAULTS, "found": 0, "due": 0, **changes}
    with pytest.raises(Invalid, match=sentence):
        issue_rectification(
            by=office, campaign=CampaignFactory(), unit=UnitFactory(), faults=values["faults"],
            found_on=TODAY() + timedelta(days=values["found"]), due_on=TODAY() + timedelta(days=values["due"]),
        )  # fmt: skip
    assert Paper.objects.count() == 0


def test_lines_are_read_as_they_are_typed_or_pasted_from_a_table():
    typed = faults_of("东口 | 满溢 | 日产日清 | 增加清运\n\n公厕\t积水\n| 巷口 ｜ 乱堆 |")
    assert [(one.place, one.problem, one.demand) for one in typed] == [
        ("东口", "满溢", "增加清运"), ("公厕", "积水", ""), ("巷口", "乱堆", ""),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="第2行"):
        faults_of("东口 | 满溢\n只有地点")


@pytest.mark.parametrize("role", [Role.LEADER, Role.LIAISON, Role.INSPECTOR, Role.AUDITOR, Role.ADMIN])
def test_only_the_office_sends_them(role):
    with pytest.raises(NotAllowed):
        issue_rectification(
            by=user_with_role(role),
            campaign=CampaignFactory(),
            unit=UnitFactory(),
            found_on=TODAY(),
            due_on=TODAY(),
            faults=FAULTS,
        )


def test_the_form_keeps_what_was_typed_when_it_is_refused(client, office):
    CampaignFactory()
    client.force_login(office)
    sent = {
        "unit": UnitFactory().pk,
        "found_on": TODAY().isoformat(),
        "due_on": TODAY().isoformat(),
        "faults": "只有地点",
    }
    answer = client.post(reverse("papers:rectify"), sent)
    assert answer.status_code == 422 and "只有地点" in answer.content.decode()
    answer = client.post(reverse("papers:rectify"), {**sent, "faults": "东口 | 满溢"})
    assert answer.status_code == 302 and Paper.objects.get().number.startswith("整改通知书")


def test_a_form_that_is_sent_twice_gives_one_notice_and_a_changed_one_another(office):
    campaign, unit = CampaignFactory(), UnitFactory()
    liaison = user_with_role(Role.LIAISON, unit)
    fields = {"by": office, "campaign": campaign, "unit": unit, "found_on": TODAY(), "due_on": TODAY()}
    first, again = (issue_rectification(**fields, faults=FAULTS) for _ in range(2))
    assert (first.pk, Notice.objects.filter(user=liaison).count()) == (again.pk, 1)
    stricter = issue_rectification(**fields, faults=[Fault("早市东口", "垃圾桶满溢", "日产日清")])
    assert stricter.serial == 2
