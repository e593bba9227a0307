"""A paper on its way: typed, kept, sent on, returned, signed, issued, sent out, received; and who may do what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.engines.papercheck import check
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers import official_permissions as permissions
from weicheng.ground.papers import official_policies as policies
from weicheng.ground.papers.models import ApprovalStep, IncomingPaper, OfficialPaper
from weicheng.ground.papers.official_choices import OfficialKind, OfficialState, StepState
from weicheng.ground.papers.official_transitions import OFFICIAL
from weicheng.ground.papers.selectors.papers import basis_of, resting_on, waiting_for
from weicheng.ground.papers.services.approving import pass_step, return_paper, set_chain, submit_paper, take_back
from weicheng.ground.papers.services.drafting import drop_draft, save_draft, start_draft
from weicheng.ground.papers.services.incoming import answer_incoming, register_incoming, tell_of_replies
from weicheng.ground.papers.services.merging import Superseded
from weicheng.ground.papers.services.official_issuing import acknowledge, distribute, issue_official
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.ground.papers.tests.official import draft_of, issued_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def leader():
    return user_with_role(Role.LEADER)


@pytest.mark.parametrize("state", OfficialState)
@pytest.mark.parametrize("verb", ["submit", "take_back", "return", "approve", "issue", "drop", "void"])
def test_every_verb_does_in_every_state_what_the_table_says(state, verb):
    paper, wanted = OfficialPaper(campaign=Campaign(), state=state), OFFICIAL[state].get(verb)
    if wanted is None:
        with pytest.raises(NotPossible, match="不行"):
            policies.next_official_state(paper, verb, "不行")
    else:
        assert policies.next_official_state(paper, verb, "不行") == wanted


@pytest.mark.parametrize("kind", OfficialKind.values)
def test_every_kind_goes_out_as_a_paper_that_the_checker_passes(office, campaign, kind):
    attended = {"present": "区城管局张某，区住建局李某", "excused": "区水务局赵某"} if kind == "minutes" else {}
    paper = issued_of(
        office, campaign, kind, copies="区政府办公室", note="联系人：周某",
        attachments=[{"name": "任务表", "text": "| 序号 | 任务 |\n| 1 | 清扫 |"}, {"name": "名单", "text": ""}], **attended,
    )  # fmt: skip
    with open_file(paper.docx) as stream:
        found = check(stream.read())
    assert [(one.rule.id, one.where, one.found) for one in found.findings] == []
    assert paper.docx.sha256 == paper.sha256


def test_what_is_typed_is_kept_and_a_second_writer_does_not_write_over_it(office, campaign):
    paper = draft_of(office, campaign)
    kept = save_draft(by=office, paper=paper, version=paper.version, values={"body": "甲写的"})
    with pytest.raises(Superseded, match="改过了"):
        save_draft(by=office, paper=paper, version=paper.version, values={"body": "乙写的"})
    assert OfficialPaper.objects.get().body == "甲写的"
    same = save_draft(by=office, paper=kept, version=kept.version, values={"body": "甲写的"})
    assert same.version == kept.version


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": "字" * 201}, "title"), ({"body": "机密★1年\n正文"}, "body"), ({"note": "绝密"}, "body"),
     ({"attachments": [{"name": str(n), "text": ""} for n in range(21)]}, "attachments")],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_with_its_field(office, campaign, values, field):
    paper = draft_of(office, campaign)
    with pytest.raises(Invalid) as refused:
        save_draft(by=office, paper=paper, version=paper.version, values=values)
    assert refused.value.field == field


def test_a_paper_about_secrets_is_not_a_secret_paper(office, campaign):
    paper = draft_of(office, campaign)
    kept = save_draft(by=office, paper=paper, version=paper.version, values={"body": "各单位要做好秘密文件的管理。"})
    assert "秘密文件" in kept.body


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"title": ""}, "标题"), ({"title": "关于某事"}, "收尾"), ({"body": " "}, "正文"), ({"series": None}, "发文字号")],
)
def test_a_paper_that_lacks_something_is_not_sent_on(office, leader, campaign, values, sentence):
    paper = draft_of(office, campaign, **values)
    with pytest.raises(Invalid, match=sentence):
        submit_paper(by=office, paper=paper, steps=[("sign", leader)])
    with pytest.raises(Invalid, match=sentence):
        issue_official(by=office, paper=paper, on=TODAY())


def test_it_is_checked_then_countersigned_side_by_side_then_signed(office, leader, campaign):
    second, unit = user_with_role(Role.OFFICE), UnitFactory()
    liaison = user_with_role(Role.LIAISON, unit)
    steps = [("check", second), ("countersign", office), ("countersign", liaison), ("sign", leader)]
    set_chain(by=office, campaign=campaign, steps=steps)
    paper = submit_paper(by=office, paper=draft_of(office, campaign))
    assert [step.user for step in waiting_for(second, campaign)] == [second]
    assert waiting_for(leader, campaign) == waiting_for(liaison, campaign) == []
    assert Notice.objects.get(user=second).title.startswith("请核稿")
    pass_step(by=second, step=waiting_for(second, campaign)[0], opinion="已核")
    with pytest.raises(NotPossible, match="不轮到"):
        pass_step(by=leader, step=ApprovalStep.objects.get(user=leader))
    assert OfficialPaper.objects.for_user(liaison).get() == paper
    for one in (liaison, office):
        pass_step(by=one, step=waiting_for(one, campaign)[0])
    with pytest.raises(NotPossible, match=r"还没有签发|不能印发"):
        issue_official(by=office, paper=paper, on=TODAY())
    signed = pass_step(by=leader, step=waiting_for(leader, campaign)[0], opinion="同意")
    assert signed.state == OfficialState.APPROVED
    assert issue_official(by=office, paper=paper, on=TODAY()).state == OfficialState.ISSUED


def test_a_returned_paper_comes_back_with_its_reason_and_goes_round_again(office, leader, campaign):
    second = user_with_role(Role.OFFICE)
    paper = submit_paper(
        by=office,
        paper=draft_of(office, campaign),
        steps=[("countersign", second), ("countersign", leader), ("sign", leader)],
    )
    step = waiting_for(leader, campaign)[0]
    with pytest.raises(Invalid, match="原因"):
        return_paper(by=leader, step=step, reason=" ")
    returned = return_paper(by=leader, step=step, reason="时限写错")
    assert (returned.state, returned.return_reason) == (OfficialState.RETURNED, "时限写错")
    assert Notice.objects.filter(user=office, title__contains="时限写错").count() == 1
    with pytest.raises(NotPossible):  # who had not spoken yet need not any more
        pass_step(by=second, step=ApprovalStep.objects.get(user=second))
    again = submit_paper(
        by=office,
        paper=save_draft(by=office, paper=returned, version=returned.version, values={"body": "改好"}),
        steps=[("sign", leader)],
    )
    assert (again.round, again.return_reason) == (2, "")
    assert set(paper.steps.filter(round=1).values_list("state", flat=True)) == {StepState.RETURNED, StepState.DROPPED}


def test_nobody_signs_for_another_and_a_second_press_changes_nothing(office, leader, campaign):
    submit_paper(by=office, paper=draft_of(office, campaign), steps=[("sign", leader)])
    step = ApprovalStep.objects.get()
    with pytest.raises(NotAllowed, match="代签"):
        pass_step(by=office, step=step)
    pass_step(by=leader, step=step)
    with pytest.raises(NotPossible):
        pass_step(by=leader, step=step)
    with pytest.raises(NotPossible):
        return_paper(by=leader, step=step, reason="后悔")


def test_the_office_takes_a_paper_back_while_it_is_on_its_way(office, leader, campaign):
    paper = submit_paper(by=office, paper=draft_of(office, campaign), steps=[("sign", leader)])
    with pytest.raises(NotPossible, match="不能改"):
        save_draft(by=office, paper=paper, version=paper.version, values={"body": "偷改"})
    assert take_back(by=office, paper=paper).state == OfficialState.DRAFT
    assert waiting_for(leader, campaign) == []


def test_where_somebody_must_sign_a_draft_does_not_go_out_without(office, leader, campaign):
    set_chain(by=office, campaign=campaign, steps=[("sign", leader)])
    with pytest.raises(NotPossible, match="还没有签发"):
        issue_official(by=office, paper=draft_of(office, campaign), on=TODAY())
    with pytest.raises(Invalid, match="签发"):
        set_chain(by=office, campaign=campaign, steps=[("check", office)])


def test_a_paper_is_sent_out_once_to_each_and_each_says_that_it_came(office, campaign):
    mine, other = UnitFactory(), UnitFactory()
    liaison, stranger = user_with_role(Role.LIAISON, mine), user_with_role(Role.LIAISON, other)
    paper = issued_of(office, campaign)
    assert not OfficialPaper.objects.for_user(liaison).exists()
    distribute(by=office, paper=paper, on=TODAY(), channel="system", units=[mine], names=["区武装部", " "])
    assert distribute(by=office, paper=paper, on=TODAY(), channel="paper", units=[mine], names=["区武装部"]) == []
    assert Notice.objects.filter(user=liaison, title__contains="请签收").count() == 1
    assert OfficialPaper.objects.for_user(liaison).get() == paper
    assert not OfficialPaper.objects.for_user(stranger).exists()
    line = paper.distributions.get(unit=mine)
    with pytest.raises(NotAllowed):
        acknowledge(by=stranger, line=line)
    first = acknowledge(by=liaison, line=line)
    assert acknowledge(by=office, line=line, receiver="别人").receiver == first.receiver == str(liaison)
    with pytest.raises(NotPossible, match="印发以后"):
        distribute(by=office, paper=draft_of(office, campaign), on=TODAY(), channel="paper", names=["甲"])


def test_an_incoming_paper_is_answered_by_the_paper_that_was_drafted_for_it(office, campaign):
    due = TODAY() + timedelta(days=2)
    incoming = register_incoming(
        by=office, campaign=campaign, issuer="市爱卫办", number="市爱卫办〔2026〕5号", title="关于报送情况的通知",
        received_on=TODAY(), reply_due=due, handler=office,
    )  # fmt: skip
    assert (tell_of_replies(TODAY()), tell_of_replies(TODAY())) == (1, 0)
    assert tell_of_replies(due + timedelta(days=1)) == 1
    draft = start_draft(by=office, campaign=campaign, kind="report", answers=incoming)
    assert incoming.number in draft.body and draft.addressees == "市爱卫办"
    ready = draft_of(office, campaign, "report", body=draft.body)
    OfficialPaper.objects.filter(pk=ready.pk).update(answers=incoming)
    issued = issue_official(by=office, paper=ready, on=TODAY())
    incoming.refresh_from_db()
    assert (incoming.answered_on, incoming.answer_note) == (TODAY(), issued.entry.number)
    assert incoming.state_on(due + timedelta(days=9)) == "answered"
    assert tell_of_replies(due + timedelta(days=9)) == 0
    assert [one.incoming for one in basis_of(issued)] == [incoming]


def test_the_first_answer_stands_and_an_impossible_one_is_refused(office, campaign):
    incoming = register_incoming(
        by=office, campaign=campaign, issuer="市", title="某事", received_on=TODAY(), reply_due=TODAY()
    )
    with pytest.raises(Invalid, match="怎么答复"):
        answer_incoming(by=office, incoming=incoming, on=TODAY(), note="")
    with pytest.raises(Invalid, match="之间"):
        answer_incoming(by=office, incoming=incoming, on=TODAY() - timedelta(days=1), note="电话")
    answer_incoming(by=office, incoming=incoming, on=TODAY(), note="电话答复")
    with pytest.raises(NotPossible, match="已经记过"):
        answer_incoming(by=office, incoming=incoming, on=TODAY(), note="又一次")
    assert IncomingPaper.objects.get().answer_note == "电话答复"
    with pytest.raises(Invalid, match="不能早于"):
        register_incoming(
            by=office,
            campaign=campaign,
            issuer="市",
            title="某事",
            received_on=TODAY(),
            reply_due=TODAY() - timedelta(days=1),
        )


def test_papers_that_name_each_other_are_a_chain(office, campaign):
    upper = issued_of(office, campaign)
    lower = issued_of(office, campaign, "circular", body=f"根据{upper.entry.number}和县发〔2020〕1号要求，通报如下。")
    found = basis_of(lower)
    assert [(one.number, one.paper) for one in found] == [(upper.entry.number, upper), ("县发〔2020〕1号", None)]
    assert resting_on(upper) == [lower]


def test_a_draft_is_filled_from_what_a_room_above_has_registered(office, campaign):
    register(Source("test", "试", ("circular",), lambda c, u: [("7", "七")],
                    lambda c, u, key: Prefilled("关于七的通报", "正文", label="第七项") if key == "7" else None))  # fmt: skip
    paper = start_draft(by=office, campaign=campaign, kind="circular", source="test", key="7")
    assert (paper.title, paper.source_label) == ("关于七的通报", "第七项")
    for kind, key in (("circular", "8"), ("notice", "7")):
        with pytest.raises(Invalid, match="重新选"):
            start_draft(by=office, campaign=campaign, kind=kind, source="test", key=key)


MAY = {
    Role.OFFICE: (True, True), Role.LEADER: (False, True), Role.AUDITOR: (False, True), Role.ADMIN: (False, True),
    Role.INSPECTOR: (False, False), Role.LIAISON: (False, False),
}  # fmt: skip


@pytest.mark.parametrize("role", MAY)
def test_who_may_do_what(office, campaign, role):
    paper, issued = draft_of(office, campaign), issued_of(office, campaign)
    user = user_with_role(role)
    may_write, may_read = MAY[role]
    assert permissions.user_can_draft(user, campaign) is may_write
    assert permissions.user_can_edit(user, paper) is may_write
    assert permissions.user_can_submit(user, paper) is may_write
    assert permissions.user_can_issue(user, paper) is may_write
    assert permissions.user_can_void_number(user, issued.entry) is may_write
    assert permissions.user_can_distribute(user, issued) is may_write
    assert permissions.user_can_keep_books(user, campaign) is may_write
    assert permissions.user_can_see_books(user) is may_read
    assert OfficialPaper.objects.for_user(user).count() == (2 if may_read else 0)


def test_a_closed_campaign_takes_no_more(office, leader, campaign):
    paper = draft_of(office, campaign)
    Campaign.objects.update(is_closed=True)
    paper = OfficialPaper.objects.get(pk=paper.pk)
    for act in (
        lambda: save_draft(by=office, paper=paper, version=paper.version, values={"body": "x"}),
        lambda: submit_paper(by=office, paper=paper, steps=[("sign", leader)]),
        lambda: issue_official(by=office, paper=paper, on=TODAY()),
        lambda: drop_draft(by=office, paper=paper),
    ):
        with pytest.raises(NotPossible, match="已经结束"):
            act()


def test_a_unit_renamed_keeps_the_name_under_which_it_was_sent_the_paper(office, campaign):
    unit = UnitFactory(name="青禾区卫生局")
    paper = issued_of(office, campaign)
    distribute(by=office, paper=paper, on=TODAY(), channel="system", units=[unit])
    unit.name = "青禾区卫生健康局"
    unit.save()
    assert paper.distributions.get().name == "青禾区卫生局"


def test_a_dropped_draft_is_gone_from_the_list_and_took_no_number(office, campaign):
    drop_draft(by=office, paper=draft_of(office, campaign))
    assert issued_of(office, campaign).entry.serial == 1
