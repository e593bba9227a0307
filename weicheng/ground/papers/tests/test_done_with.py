"""Notices about a thing that was done are closed; an answer that became void opens the question again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers.models import ApprovalStep, IncomingPaper, OfficialPaper
from weicheng.ground.papers.services.approving import pass_step, return_paper, submit_paper, take_back
from weicheng.ground.papers.services.incoming import (
    answer_incoming,
    change_incoming,
    register_incoming,
    tell_of_replies,
)
from weicheng.ground.papers.services.numbering import void_number
from weicheng.ground.papers.services.official_issuing import acknowledge, distribute, issue_official, take_off
from weicheng.ground.papers.tests.official import draft_of, issued_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def leader():
    return user_with_role(Role.LEADER)


@pytest.fixture
def campaign():
    return CampaignFactory()


def unread(user) -> list[str]:
    return list(Notice.objects.filter(user=user, read_at=None).order_by("pk").values_list("title", flat=True))


def step_of(user) -> ApprovalStep:
    return ApprovalStep.objects.filter(user=user).latest("pk")


def test_whose_word_was_given_is_not_asked_any_more(office, leader, campaign):
    checker = user_with_role(Role.OFFICE)
    submit_paper(by=office, paper=draft_of(office, campaign), steps=[("check", checker), ("sign", leader)])
    assert len(unread(checker)) == 1 and unread(leader) == []
    pass_step(by=checker, step=step_of(checker))
    assert unread(checker) == [] and len(unread(leader)) == 1
    pass_step(by=leader, step=step_of(leader))
    assert unread(leader) == [] and "已签发" in unread(office)[0]
    issue_official(by=office, paper=OfficialPaper.objects.get(), on=TODAY())
    assert unread(office) == [], "signed and out: nobody need number it"


@pytest.mark.parametrize("way", ["return", "take back"])
def test_a_paper_that_came_back_asks_nobody_for_a_word(office, leader, campaign, way):
    other = user_with_role(Role.LEADER)
    paper = submit_paper(by=office, paper=draft_of(office, campaign), steps=[("sign", leader), ("sign", other)])
    assert unread(leader) and unread(other)
    if way == "return":
        return_paper(by=leader, step=step_of(leader), reason="不对")
        assert "被退回" in unread(office)[0]
        submit_paper(by=office, paper=paper, steps=[("sign", other)])
        assert unread(office) == [], "it is on its way again"
        assert len(unread(other)) == 1
    else:
        take_back(by=office, paper=paper)
        assert unread(other) == []
    assert unread(leader) == []


def test_a_receipt_relieves_the_unit_and_no_other(office, campaign):
    first, second = UnitFactory(), UnitFactory()
    mine, theirs = user_with_role(Role.LIAISON, first), user_with_role(Role.LIAISON, second)
    paper = issued_of(office, campaign)
    line = distribute(by=office, paper=paper, on=TODAY(), channel="system", units=[first, second])[0]
    acknowledge(by=office, line=line)
    assert (len(unread(mine)), len(unread(theirs))) == (0, 1)
    take_off(by=office, line=paper.distributions.get(unit=second))
    assert unread(theirs) == []


def test_who_answers_for_two_units_is_relieved_after_both(office, campaign):
    first, second = UnitFactory(), UnitFactory()
    both = user_with_role(Role.LIAISON, first)
    both.role_assignments.create(role=Role.LIAISON, unit=second)
    lines = distribute(
        by=office, paper=issued_of(office, campaign), on=TODAY(), channel="system", units=[first, second]
    )
    acknowledge(by=both, line=lines[0])
    assert len(unread(both)) == 1
    acknowledge(by=both, line=lines[1])
    assert unread(both) == []


def test_a_paper_that_is_void_asks_for_no_receipt(office, campaign):
    unit = UnitFactory()
    liaison = user_with_role(Role.LIAISON, unit)
    paper = issued_of(office, campaign)
    distribute(by=office, paper=paper, on=TODAY(), channel="system", units=[unit])
    void_number(by=office, entry=paper.entry, reason="印错")
    assert unread(liaison) == []


@pytest.fixture
def asked(office, campaign):
    handler = user_with_role(Role.OFFICE)
    return register_incoming(
        by=office, campaign=campaign, issuer="市爱卫办", number="市爱卫办〔2026〕5号", title="关于报送的通知", received_on=TODAY(),
        reply_due=TODAY() + timedelta(days=1), handler=handler,
    )  # fmt: skip


def test_an_answered_paper_reminds_nobody(office, asked):
    tell_of_replies(TODAY())
    assert len(unread(asked.handler)) == 2
    answer_incoming(by=office, incoming=asked, on=TODAY(), note="电话答复")
    assert unread(asked.handler) == []


def test_a_paper_handed_to_another_asks_the_first_no_more(office, asked):
    other, before = user_with_role(Role.OFFICE), asked.handler
    names = ("issuer", "title", "number", "wants", "received_on", "reply_due")
    change_incoming(by=office, incoming=asked, handler=other, **{name: getattr(asked, name) for name in names})
    assert unread(before) == [] and len(unread(other)) == 1


def answer(office, campaign, asked) -> OfficialPaper:
    draft = draft_of(office, campaign, "report")
    OfficialPaper.objects.filter(pk=draft.pk).update(answers=asked)
    return issue_official(by=office, paper=draft, on=TODAY())


def test_an_answer_that_is_void_leaves_the_question_open(office, campaign, asked):
    paper = answer(office, campaign, asked)
    assert IncomingPaper.objects.get().state_on(TODAY()) == "answered"
    void_number(by=office, entry=paper.entry, reason="数字写错")
    again = IncomingPaper.objects.get()
    assert (again.answered_on, again.answer_note, again.state_on(TODAY())) == (None, "", "due")
    assert "又要答复" in unread(asked.handler)[-1]
    assert tell_of_replies(TODAY()) == 1, "it is reminded of again"


def test_another_answer_that_stands_takes_its_place(office, campaign, asked):
    first, second = answer(office, campaign, asked), answer(office, campaign, asked)
    void_number(by=office, entry=first.entry, reason="重复")
    assert IncomingPaper.objects.get().answer_note == second.entry.number


def test_a_question_answered_otherwise_stays_answered(office, campaign, asked):
    answer_incoming(by=office, incoming=asked, on=TODAY(), note="电话答复")
    paper = answer(office, campaign, asked)
    void_number(by=office, entry=paper.entry, reason="印错")
    assert IncomingPaper.objects.get().answer_note == "电话答复"
