"""A notice to put something right goes round: the unit finds it, receives and answers it; the office closes or sends it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.gongwen.rectification import Fault
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.models import RectifyAnswer, rectify_state
from weicheng.ground.papers.services import putting_right
from weicheng.ground.papers.services.issuing import void_paper
from weicheng.ground.papers.services.rectifying import issue_rectification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def liaison(unit):
    return user_with_role(Role.LIAISON, unit)


@pytest.fixture
def paper(office, unit, liaison):
    return issue_rectification(
        by=office, campaign=CampaignFactory(), unit=unit, found_on=TODAY(), due_on=TODAY() + timedelta(days=3),
        faults=[Fault("早市东口", "垃圾桶满溢")],
    )  # fmt: skip


def state_of(paper, days: int = 0) -> str:
    paper = type(paper).objects.select_related("answer").get(pk=paper.pk)
    return rectify_state(paper, TODAY() + timedelta(days=days))[1]


def test_it_is_received_answered_and_closed_and_each_step_is_told(paper, office, liaison):
    assert (state_of(paper), state_of(paper, 4)) == ("未签收", "逾期未答复")
    assert putting_right.receive(by=liaison, paper=paper) == putting_right.receive(by=liaison, paper=paper)
    assert state_of(paper) == "已签收，整改中"
    with pytest.raises(NotPossible, match="还没有答复"):
        putting_right.close(by=office, paper=paper)
    putting_right.answer(by=liaison, paper=paper, text="已增加一次清运。")
    assert state_of(paper, 4) == "已答复，待核对"
    assert Notice.objects.filter(user=office, title__contains="请核对").count() == 1
    with pytest.raises(Invalid, match="原因"):
        putting_right.send_back(by=office, paper=paper, reason=" ")
    putting_right.send_back(by=office, paper=paper, reason="没有照片")
    assert state_of(paper) == "已签收，整改中"
    assert Notice.objects.filter(user=liaison, title__contains="没有照片").count() == 1
    putting_right.answer(by=liaison, paper=paper, text="补了照片。")
    closed = putting_right.close(by=office, paper=paper)
    assert (state_of(paper, 4), closed.return_reason) == ("已办结", "")
    with pytest.raises(NotPossible, match="办结"):
        putting_right.answer(by=liaison, paper=paper, text="又一次")


def test_nobody_answers_for_another_unit_and_a_void_one_wants_no_answer(paper, office, liaison):
    stranger = user_with_role(Role.LIAISON, UnitFactory())
    for act in (putting_right.receive, lambda **given: putting_right.answer(text="好", **given)):
        with pytest.raises(NotAllowed):
            act(by=stranger, paper=paper)
    with pytest.raises(NotAllowed):
        putting_right.close(by=liaison, paper=paper)
    with pytest.raises(Invalid, match="整改情况"):
        putting_right.answer(by=liaison, paper=paper, text=" \r\n ")
    void_paper(by=office, paper=paper, reason="发错")
    with pytest.raises(NotPossible, match="作废"):
        putting_right.receive(by=liaison, paper=paper)
    assert not RectifyAnswer.objects.exists()


def test_the_unit_finds_it_among_what_waits_for_it_until_it_has_answered(client, paper, office, liaison):
    address = reverse("papers:rectify-one", args=[paper.pk])
    client.force_login(liaison)
    assert address in client.get(reverse("mine")).content.decode()
    page = client.get(address).content.decode()
    assert "早市东口 垃圾桶满溢" in page and "签收" in page
    client.post(address, {"do": "receive"})
    assert client.post(address, {"do": "answer", "text": ""}).status_code == 422
    client.post(address, {"do": "answer", "text": "已清"})
    assert address not in client.get(reverse("mine")).content.decode()
    client.force_login(office)
    assert "已答复，待核对" in client.get(reverse("papers:rectify")).content.decode()
    client.post(address, {"do": "close"})
    assert "已办结" in client.get(address).content.decode()
    client.force_login(user_with_role(Role.LIAISON, UnitFactory()))
    assert client.get(address).status_code == 404
