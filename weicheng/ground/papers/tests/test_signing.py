"""Signatures as the office records them, the states of a paper, and who may do and see what."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers import policies
from weicheng.ground.papers.choices import PaperState
from weicheng.ground.papers.models import Paper, Signing
from weicheng.ground.papers.permissions import (
    user_can_issue_papers,
    user_can_record_signing,
    user_can_void_paper,
)
from weicheng.ground.papers.services.issuing import draft_paper, mark_changes, void_paper
from weicheng.ground.papers.services.signing import attach_scan, record_signing, retract_signing
from weicheng.ground.papers.tests.factories import DAY, issued
from weicheng.ground.papers.transitions import PAPER

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.mark.parametrize("state", PaperState)
@pytest.mark.parametrize("verb", ["issue", "sign", "retract", "outdate", "restore", "restore_signed", "void"])
def test_every_verb_does_in_every_state_what_the_table_says(state, verb):
    paper = Paper(number="责任书〔2026〕第1号", state=state)
    wanted = PAPER[state].get(verb)
    if wanted is None:
        with pytest.raises(NotPossible, match="不行"):
            policies.next_state(paper, verb, "不行")
    else:
        assert policies.next_state(paper, verb, "不行") == wanted


def test_a_signature_is_recorded_once_however_often_it_is_sent(office):
    paper = issued(office)
    first = record_signing(by=office, paper=paper, signer="王某", on=DAY, scan=io.BytesIO(PNG), scan_name="签.png")
    again = record_signing(by=office, paper=paper, signer="别人", on=DAY)
    paper.refresh_from_db()
    assert (again.pk, again.signer, paper.state) == (first.pk, "王某", PaperState.SIGNED)
    assert first.scan.media_type == "image/png"
    assert Signing.objects.count() == 1


@pytest.mark.parametrize(
    ("signer", "days", "sentence"),
    [("", 0, "没有填签字人"), ("王某", -1, "不能早于发出日期"), ("王某", 99999, "不能晚于今天")],
)
def test_a_signature_that_cannot_be_is_refused(office, signer, days, sentence):
    paper = issued(office)
    on = min(DAY + timedelta(days=days), timezone.localdate() + timedelta(days=1))
    with pytest.raises(Invalid, match=sentence):
        record_signing(by=office, paper=paper, signer=signer, on=on)
    assert Signing.objects.count() == 0


@pytest.mark.parametrize("content", [b"MZ\x90\x00 program", b"<svg onload='x'/>", b""])
def test_a_scan_that_is_none_is_refused_whatever_its_name_says(office, content):
    paper = issued(office)
    with pytest.raises(Invalid):
        record_signing(by=office, paper=paper, signer="王某", on=DAY, scan=io.BytesIO(content), scan_name="签.png")
    paper.refresh_from_db()
    assert paper.state == PaperState.ISSUED


def test_a_scan_can_follow_and_a_mistaken_record_can_be_taken_back(office):
    paper = issued(office)
    signing = record_signing(by=office, paper=paper, signer="王某", on=DAY)
    attach_scan(by=office, signing=signing, upload=io.BytesIO(PNG), name="后补.png")
    assert Signing.objects.get().scan_name == "后补.png"
    with pytest.raises(Invalid, match="原因"):
        retract_signing(by=office, signing=signing, reason="")
    assert retract_signing(by=office, signing=signing, reason="点错了单位").state == PaperState.ISSUED
    assert Signing.objects.count() == 0


def test_what_has_changed_makes_it_out_of_date_and_changed_back_good_again(office):
    unsigned, signed = issued(office), issued(office)
    record_signing(by=office, paper=signed, signer="王某", on=DAY)
    for paper in (unsigned, signed):
        assert mark_changes(paper=paper, sentences=["时限改了"]).state == PaperState.OUT_OF_DATE
        assert mark_changes(paper=paper, sentences=["时限改了", "又撤回一项"]).changes == ["时限改了", "又撤回一项"]
    with pytest.raises(NotPossible, match="已过时"):
        record_signing(by=office, paper=unsigned, signer="王某", on=DAY)
    assert mark_changes(paper=unsigned, sentences=[]).state == PaperState.ISSUED
    assert mark_changes(paper=signed, sentences=[]).state == PaperState.SIGNED
    void_paper(by=office, paper=signed, reason="重签")
    assert mark_changes(paper=signed, sentences=["时限改了"]).state == PaperState.VOID


def test_a_paper_with_a_newer_version_is_signed_no_more_and_gets_no_second_one(office):
    old = issued(office)
    new = issued(office, old.campaign, unit=old.unit, replaces=old)
    old = Paper.objects.get(pk=old.pk)
    with pytest.raises(NotPossible, match=new.number):
        record_signing(by=office, paper=old, signer="王某", on=DAY)
    with pytest.raises(NotPossible, match="已经有新的一份"):
        issued(office, old.campaign, unit=old.unit, replaces=old)
    assert list(Paper.objects.current()) == [new]


MAY = {Role.OFFICE: (True, 1), Role.LEADER: (False, 1), Role.AUDITOR: (False, 1), Role.ADMIN: (False, 1)}


@pytest.mark.parametrize("role", [*MAY, Role.INSPECTOR])
def test_the_office_makes_papers_and_others_read_them(office, role):
    paper = issued(office)
    user = user_with_role(role)
    may, seen = MAY.get(role, (False, 0))
    assert user_can_issue_papers(user, paper.campaign) is may
    assert user_can_record_signing(user, paper) is may
    assert user_can_void_paper(user, paper) is may
    assert Paper.objects.for_user(user).count() == seen


def test_a_liaison_sees_what_went_out_to_her_unit_and_nothing_else(office):
    mine = UnitFactory()
    liaison = user_with_role(Role.LIAISON, mine)
    own = issued(office, unit=mine)
    below = issued(office, own.campaign, unit=UnitFactory(parent=mine))
    issued(office, own.campaign)
    draft_paper(by=office, campaign=own.campaign, kind="letter", title="草稿", unit=mine)
    assert set(Paper.objects.for_user(liaison)) == {own, below}
    for act in (
        lambda: record_signing(by=liaison, paper=own, signer="我", on=DAY),
        lambda: void_paper(by=liaison, paper=own, reason="不要"),
        lambda: draft_paper(by=liaison, campaign=own.campaign, kind="letter", title="假"),
    ):
        with pytest.raises(NotAllowed, match="只有创卫办"):
            act()


def test_an_inspector_bound_to_the_unit_sees_none_of_its_papers(office):
    paper = issued(office)
    inspector = user_with_role(Role.INSPECTOR, paper.unit)
    assert list(Paper.objects.for_user(inspector)) == []


def test_a_signature_is_taken_back_once(office):
    paper = issued(office)
    signing = record_signing(by=office, paper=paper, signer="王某", on=DAY)
    retract_signing(by=office, signing=Signing.objects.get(pk=signing.pk), reason="登记错了")
    record_signing(by=office, paper=paper, signer="李某", on=DAY)
    retract_signing(by=office, signing=signing, reason="另一个页面又点了一次")
    assert (Paper.objects.get().state, Signing.objects.get().signer) == (PaperState.SIGNED, "李某")
    assert AuditEvent.objects.filter(action="papers.signing.retracted").count() == 1


def test_a_closed_campaign_takes_no_more_papers(office):
    paper = issued(office)
    Campaign.objects.update(is_closed=True)
    paper = Paper.objects.get(pk=paper.pk)
    with pytest.raises(NotPossible, match="已经结束"):
        void_paper(by=office, paper=paper, reason="重签")
    with pytest.raises(NotPossible, match="已经结束"):
        record_signing(by=office, paper=paper, signer="王某", on=DAY)
