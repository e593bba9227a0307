"""Two people, or two windows, write one thing: nothing is lost, what only one touched is put together, the rest is chosen."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.papers.models import IncomingPaper, OfficialPaper
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.ground.papers.services.approving import set_chain, submit_paper
from weicheng.ground.papers.services.drafting import save_draft, texts_of
from weicheng.ground.papers.services.incoming import change_incoming, register_incoming
from weicheng.ground.papers.services.incoming import texts_of as incoming_texts
from weicheng.ground.papers.services.merging import Superseded
from weicheng.ground.papers.services.official_issuing import issue_official
from weicheng.ground.papers.tests.official import draft_of
from weicheng.ground.papers.views.clashes import prints

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def zhou(client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def wu():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def campaign():
    return CampaignFactory()


def opened(paper: OfficialPaper) -> dict[str, str]:
    """What the form of a page that was opened now sends along."""
    return {"version": str(paper.version), "seen": json.dumps(prints(texts_of(paper)))}


def typed(paper: OfficialPaper, **changes: str) -> dict[str, str]:
    return {"title": paper.title, "body": paper.body, "addressees": paper.addressees, "on": "", **changes}


def test_changes_to_different_fields_are_put_together(client, zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    page = opened(paper)
    save_draft(by=wu, paper=paper, version=paper.version, values={"title": "关于集中行动的通知"})
    answer = client.post(
        reverse("papers:edit", args=[paper.pk]), {**page, **typed(paper, body="我改的正文")}, follow=True
    )
    kept = OfficialPaper.objects.get()
    assert (kept.title, kept.body) == ("关于集中行动的通知", "我改的正文")
    assert "并进了别人刚改的部分" in answer.content.decode()


def test_who_comes_second_sees_both_and_saves_over(client, zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    page = opened(paper)
    save_draft(
        by=wu,
        paper=paper,
        version=paper.version,
        values={"body": "吴写的第一行\n共同的一行", "title": "关于吴改题的通知"},
    )
    address = reverse("papers:edit", args=[paper.pk])
    answer = client.post(address, {**page, **typed(paper, body="周写的第一行\n共同的一行")})
    shown = answer.content.decode()
    assert answer.status_code == 409 and str(wu) in shown
    assert "<mark>吴写的第一行</mark>" in shown and "<mark>周写的第一行</mark>" in shown
    assert OfficialPaper.objects.get().body.startswith("吴写的")
    again = {
        "version": answer.context["found"].version,
        "choose-body": "mine",
        **typed(paper, body="周写的第一行\n共同的一行"),
    }
    again |= {f"choose-{name}": "theirs" for name in answer.context["found"].untouched}
    assert client.post(address, again).status_code == 302
    kept = OfficialPaper.objects.get()
    assert kept.body == "周写的第一行\n共同的一行"
    assert kept.title == "关于吴改题的通知", "what the second writer never touched is not written back"


@pytest.mark.parametrize(("choice", "wanted"), [("theirs", "吴写的"), ("both", "吴写的\n周写的"), ("mine", "周写的")])
def test_each_choice_keeps_what_it_says(client, zhou, wu, campaign, choice, wanted):
    paper = draft_of(zhou, campaign)
    kept = save_draft(by=wu, paper=paper, version=paper.version, values={"body": "吴写的"})
    sent = {"version": kept.version, "body": "周写的", "choose-body": choice}
    client.post(reverse("papers:edit", args=[paper.pk]), sent)
    assert OfficialPaper.objects.get().body == wanted


def test_the_page_of_both_keeps_every_word_that_was_typed(client, zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    page = opened(paper)
    save_draft(by=wu, paper=paper, version=paper.version, values={"body": "吴写的"})
    sent = {**page, **typed(paper, body="周<写>的"), "attachment-name": ["甲", "乙"], "attachment-text": ["一", "二"]}
    answer = client.post(reverse("papers:edit", args=[paper.pk]), sent)
    assert ("attachment-text", "二") in answer.context["sent"] and ("body", "周<写>的") in answer.context["sent"]
    assert "周&lt;写&gt;的" in answer.content.decode()


def test_of_a_long_text_what_differs_is_shown_with_its_surroundings(client, zhou, wu, campaign):
    lines = [f"第{n}行" for n in range(1, 41)]
    paper = draft_of(zhou, campaign, body="\n".join(lines))
    save_draft(
        by=wu, paper=paper, version=paper.version, values={"body": "\n".join([*lines[:20], "吴插的", *lines[20:]])}
    )
    answer = client.post(
        reverse("papers:edit", args=[paper.pk]), {"version": paper.version, "body": "\n".join([*lines, "周加的"])}
    )
    [(_, theirs, mine, _)] = answer.context["clashes"]
    assert [line for line, differs in theirs if differs] == ["吴插的"]
    assert theirs[0] == ("……（两份相同的18行）", False) and ("第21行", False) in theirs
    assert [line for line, differs in mine if differs] == ["周加的"] and mine[0] == ("……（两份相同的38行）", False)


def test_a_third_save_meanwhile_is_shown_again_not_written_over(client, zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    first = save_draft(by=wu, paper=paper, version=paper.version, values={"body": "吴写的"})
    save_draft(by=wu, paper=first, version=first.version, values={"body": "吴又写的"})
    sent = {"version": first.version, "body": "周写的", "choose-body": "mine"}
    assert client.post(reverse("papers:edit", args=[paper.pk]), sent).status_code == 409
    assert OfficialPaper.objects.get().body == "吴又写的"


def test_a_page_that_does_not_say_what_it_showed_takes_every_difference_for_a_clash(zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    save_draft(by=wu, paper=paper, version=paper.version, values={"title": "关于集中行动的通知"})
    with pytest.raises(Superseded) as found:
        save_draft(by=zhou, paper=paper, version=paper.version, values={"title": paper.title, "body": paper.body})
    assert [(one.name, one.theirs, one.mine) for one in found.value.clashes] == [
        ("title", "关于集中行动的通知", paper.title)
    ]


def test_what_goes_out_without_approval_is_what_was_read(client, zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    save_draft(by=wu, paper=paper, version=paper.version, values={"body": "吴刚改的"})
    with pytest.raises(Superseded, match=f"{wu}刚改过"):
        issue_official(by=zhou, paper=paper, on=TODAY(), version=paper.version)
    sent = {"on": TODAY().isoformat(), "version": paper.version}
    page = client.post(reverse("papers:issue", args=[paper.pk]), sent, follow=True, HTTP_REFERER="/papers/")
    assert "还没有印发" in page.content.decode()
    paper.refresh_from_db()
    assert paper.state == OfficialState.DRAFT and paper.entry is None
    client.post(reverse("papers:issue", args=[paper.pk]), {**sent, "version": paper.version})
    paper.refresh_from_db()
    assert paper.state == OfficialState.ISSUED


def test_what_is_sent_for_approval_is_what_was_read(zhou, wu, campaign):
    paper = draft_of(zhou, campaign)
    save_draft(by=wu, paper=paper, version=paper.version, values={"body": "吴刚改的"})
    with pytest.raises(Superseded, match="还没有送审"):
        submit_paper(by=zhou, paper=paper, steps=[("sign", user_with_role(Role.LEADER))], version=paper.version)


def test_two_who_set_the_chain_do_not_write_over_each_other_unseen(client, zhou, wu, campaign):
    leader, other = user_with_role(Role.LEADER), user_with_role(Role.LEADER)
    seen = client.get(reverse("papers:books")).context["chain_seen"]
    set_chain(by=wu, campaign=campaign, steps=[("sign", other)])
    answer = client.post(reverse("papers:chain-save"), {"seen": seen, "sign": leader.pk})
    page = answer.content.decode()
    assert answer.status_code == 409 and f"签发 {other}" in page
    assert f'name="sign" value="{leader.pk}" checked' in page, "what was ticked is still ticked"
    assert [step.user for step in campaign.paper_chain.all()] == [other]
    client.post(reverse("papers:chain-save"), {"seen": answer.context["chain_seen"], "sign": leader.pk})
    assert [step.user for step in campaign.paper_chain.all()] == [leader]


@pytest.fixture
def incoming(zhou, campaign):
    return register_incoming(
        by=zhou,
        campaign=campaign,
        issuer="市爱卫办",
        number="市爱卫办〔2026〕5号",
        title="关于报送的通知",
        received_on=TODAY(),
    )


def form_of(incoming: IncomingPaper, **changes: str) -> dict[str, str]:
    return {
        "version": str(incoming.version), "seen": json.dumps(prints(incoming_texts(incoming))), "issuer": incoming.issuer,
        "title": incoming.title, "number": incoming.number, "wants": incoming.wants, "handler": "", "reply_due": "",
        "received_on": incoming.received_on.isoformat(), **changes,
    }  # fmt: skip


def fields_of(incoming: IncomingPaper, **changes):
    names = ("issuer", "title", "number", "wants", "received_on", "reply_due")
    return {"handler": incoming.handler, **{name: getattr(incoming, name) for name in names}, **changes}


def test_two_who_correct_an_incoming_paper_are_put_together_or_shown_both(client, zhou, wu, incoming):
    address = reverse("papers:incoming-edit", args=[incoming.pk])
    change_incoming(by=wu, incoming=incoming, version=0, **fields_of(incoming, wants="报送整改清单"))
    due = (TODAY() + timedelta(days=5)).isoformat()
    assert client.post(address, form_of(incoming, reply_due=due)).status_code == 302
    incoming = IncomingPaper.objects.get()
    assert (incoming.wants, str(incoming.reply_due), incoming.version) == ("报送整改清单", due, 2)
    change_incoming(
        by=wu, incoming=incoming, version=2, **fields_of(incoming, title="吴改的标题", number="市〔2026〕6号")
    )
    answer = client.post(address, form_of(incoming, title="周改的标题", reply_due=due))
    assert (
        answer.status_code == 409
        and "吴改的标题" in answer.content.decode()
        and "周改的标题" in answer.content.decode()
    )
    found = answer.context["found"]
    sent = form_of(incoming, title="周改的标题", reply_due=due, version=str(found.version)) | {"choose-title": "mine"}
    sent |= {f"choose-{name}": "theirs" for name in found.untouched}
    assert client.post(address, sent).status_code == 302
    kept = IncomingPaper.objects.get()
    assert (kept.title, kept.number) == ("周改的标题", "市〔2026〕6号")


def test_an_incoming_paper_that_nobody_changed_gets_no_new_version(zhou, incoming):
    assert change_incoming(by=zhou, incoming=incoming, version=0, **fields_of(incoming)).version == 0
