"""What is printed is who signed; what our own check calls an error goes out only with a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.papercheck import check
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel.audit import history
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.papers.models import OfficialPaper, RegisterEntry
from weicheng.ground.papers.selectors.papers import waiting_for
from weicheng.ground.papers.services.approving import pass_step, submit_paper
from weicheng.ground.papers.services.official_issuing import issue_official
from weicheng.ground.papers.tests.official import draft_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SKIPPED = "现将有关情况报告如下。\n一、情况\n（一）进展。\n一切正常。\n二、问题\n1.直接写了第三层。"


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE, name="创卫办 周某")


@pytest.fixture
def campaign(office):
    return CampaignFactory()


def text_of(paper: OfficialPaper) -> str:
    from docx import Document

    assert paper.docx is not None
    with open_file(paper.docx) as stream:
        return "\n".join(one.text for one in Document(stream).paragraphs)


def signed(by, paper, *people) -> OfficialPaper:
    submit_paper(by=by, paper=paper, steps=[("sign", one) for one in people])
    for one in people:
        paper = pass_step(by=one, step=waiting_for(one, paper.campaign)[0])
    return paper


def test_the_paper_names_who_signed_not_who_was_written_into_the_form(office, campaign):
    paper = draft_of(office, campaign, "report", signer="方某")
    issued = issue_official(by=office, paper=signed(office, paper, office), on=TODAY())
    assert "签发人：周某" in text_of(issued) and "方某" not in text_of(issued)
    assert issued.signer == "周某"


def test_two_who_sign_are_both_named_and_who_reads_before_sees_them(office, campaign):
    leader = user_with_role(Role.LEADER, name="副区长 季某")
    sent = submit_paper(
        by=office, paper=draft_of(office, campaign, "report", signer=""), steps=[("sign", office), ("sign", leader)]
    )
    assert sent.signer == "周某、季某"
    pass_step(by=leader, step=waiting_for(leader, campaign)[0])
    paper = pass_step(by=office, step=waiting_for(office, campaign)[0])
    assert "签发人：周某　季某" in text_of(issue_official(by=office, paper=paper, on=TODAY()))


def test_a_paper_signed_before_names_its_signer_when_it_is_issued(office, campaign):
    paper = signed(office, draft_of(office, campaign, "report"), office)
    OfficialPaper.objects.filter(pk=paper.pk).update(signer="别人")
    assert issue_official(by=office, paper=paper, on=TODAY()).signer == "周某"


def test_a_report_that_nobody_signs_here_must_say_who_did(office, campaign):
    with pytest.raises(Invalid, match="签发人") as refused:
        issue_official(by=office, paper=draft_of(office, campaign, "report", signer=""), on=TODAY())
    assert refused.value.field == "signer"


@pytest.mark.parametrize(
    ("kind", "values", "rule"),
    [("report", {"body": SKIPPED}, "G47"), ("report", {"addressees": ""}, "G98"), ("notice", {"addressees": ""}, "G98"),
     ("letter", {"addressees": " "}, "G98")],
)  # fmt: skip
def test_an_error_of_our_own_check_asks_for_a_reason_before_a_number_is_given(office, campaign, kind, values, rule):
    paper = draft_of(office, campaign, kind, **values)
    with pytest.raises(Invalid, match=rule) as refused:
        issue_official(by=office, paper=paper, on=TODAY(), despite_errors="  ")
    assert refused.value.field == "despite_errors"
    assert not RegisterEntry.objects.exists()
    issued = issue_official(by=office, paper=paper, on=TODAY(), despite_errors="领导要求照此印发")
    event = next(one for one in history(issued) if one.action == "papers.official.issued")
    assert (event.reason, event.after["errors"]) == ("领导要求照此印发", [rule])
    with open_file(issued.docx) as stream:
        assert [one.rule.id for one in check(stream.read()).errors] == [rule]


def test_a_plan_and_a_circular_need_nobody_addressed(office, campaign):
    for kind in ("plan", "circular", "minutes"):
        assert issue_official(by=office, paper=draft_of(office, campaign, kind, addressees=""), on=TODAY()).entry


def test_the_page_lists_the_errors_and_takes_the_reason(client, office, campaign):
    client.force_login(office)
    paper = draft_of(office, campaign, "notice", addressees="")
    page = client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    assert "版式检查有1处错误" in page and "没有主送机关" in page and 'name="despite_errors"' in page
    sent = {"on": TODAY().isoformat(), "version": paper.version}
    client.post(reverse("papers:issue", args=[paper.pk]), sent)
    assert OfficialPaper.objects.get().state == "draft"
    client.post(reverse("papers:issue", args=[paper.pk]), {**sent, "despite_errors": "公开张贴"})
    assert OfficialPaper.objects.get().state == "issued"


def test_who_signs_the_own_draft_is_told_that_nobody_else_has_read_it(client, office, campaign):
    client.force_login(office)
    paper = draft_of(office, campaign)
    page = client.post(reverse("papers:submit", args=[paper.pk]), {"sign": office.pk}, follow=True).content.decode()
    assert "由拟稿人自己签发" in page and "由您签发就没有第二个人看过" in page
    other = draft_of(office, campaign)
    leader = user_with_role(Role.LEADER)
    page = client.post(reverse("papers:submit", args=[other.pk]), {"sign": leader.pk}, follow=True).content.decode()
    assert "由拟稿人自己签发" not in page
