"""A paper takes over the clauses of what it was made from, becomes evidence under them, and is put right on its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import classify_evidence
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.papers.models import OfficialPaper
from weicheng.ground.papers.services import evidencing
from weicheng.ground.papers.services.clauses import set_paper_clauses
from weicheng.ground.papers.services.drafting import save_draft, start_draft
from weicheng.ground.papers.services.numbering import void_number
from weicheng.ground.papers.services.official_issuing import issue_official
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.ground.papers.tests.official import BODY, draft_of, issued_of, series_of
from weicheng.ground.standards.choices import EditionKind
from weicheng.ground.standards.tests.factories import ClauseFactory, EditionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return user_with_role(Role.OFFICE)


@pytest.fixture
def toilets():
    return ClauseFactory(title="厕所革命")


@pytest.fixture
def roads(toilets):
    return ClauseFactory(chapter=toilets.chapter, title="道路清扫")


@pytest.fixture
def campaign(toilets):
    return CampaignFactory(edition=toilets.edition)


def clauses_of(paper: OfficialPaper) -> list[str]:
    return [link.clause.title for link in paper.clauses.select_related("clause")]


def evidence_of(paper: OfficialPaper) -> Evidence:
    return Evidence.objects.get(subject=evidencing.subject_of(paper))


def filed_under(paper: OfficialPaper) -> list[str]:
    links = evidence_of(paper).clauses.order_by("-is_primary", "id").select_related("clause")
    return [link.clause.title for link in links]


def test_a_paper_made_from_data_takes_over_its_clauses_and_is_evidence_once_issued(office, campaign, toilets, roads):
    series_of(office, campaign)
    filled = Prefilled(title="关于公厕整治的通知", body=BODY, clauses=[roads.pk, toilets.pk, roads.pk, 10**9])
    register(Source("test.clauses", "试", ("notice",), lambda *_: [("1", "一")], lambda *_: filled))
    draft = start_draft(by=office, campaign=campaign, kind="notice", source="test.clauses", key="1")
    assert clauses_of(draft) == ["道路清扫", "厕所革命"] and not Evidence.objects.exists()
    save_draft(by=office, paper=draft, version=draft.version, values={"addressees": "各单位"})
    paper = issue_official(by=office, paper=draft, on=draft.created_at.date())
    found = evidence_of(paper)
    assert filed_under(paper) == ["道路清扫", "厕所革命"]
    assert (found.kind, found.year, found.file) == ("plan", paper.on.year, paper.docx)
    assert found.origin_word == f"公文{paper.entry.number}"


def test_clauses_picked_after_issue_move_the_evidence_along_until_a_person_sorts_it(office, campaign, toilets, roads):
    paper = issued_of(office, campaign, "report")
    assert filed_under(paper) == [] and evidence_of(paper).kind == "summary"
    set_paper_clauses(by=office, paper=paper, clauses=[toilets])
    assert filed_under(paper) == ["厕所革命"]
    classify_evidence(by=office, evidence=[evidence_of(paper)], add=[roads])
    set_paper_clauses(by=office, paper=paper, clauses=[])
    assert filed_under(paper) == ["厕所革命", "道路清扫"]


def test_a_void_paper_proves_nothing(office, campaign, toilets):
    paper = issued_of(office, campaign)
    other = issued_of(office, campaign)
    void_number(by=office, entry=paper.entry, reason="写错了")
    found = evidence_of(paper)
    assert found.removed_at is not None and "写错了" in found.removed_reason
    assert evidence_of(other).removed_at is None
    with pytest.raises(NotPossible, match="已作废"):
        set_paper_clauses(by=office, paper=OfficialPaper.objects.get(pk=paper.pk), clauses=[toilets])


def test_papers_issued_before_come_in_once(office, campaign):
    paper = issued_of(office, campaign)
    Evidence.objects.all().delete()
    assert evidencing.rebuild() == 1 and evidencing.rebuild() == 0
    assert evidence_of(paper).title == paper.title


def test_what_is_no_clause_of_a_standard_is_refused(office, campaign, toilets):
    paper = draft_of(office, campaign)
    form = ClauseFactory(chapter__edition=EditionFactory(kind=EditionKind.FORM))
    for wrong in ([toilets, toilets], [form]):
        with pytest.raises(Invalid):
            set_paper_clauses(by=office, paper=paper, clauses=wrong)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_only_the_office_sorts_papers(role, office, campaign, toilets):
    with pytest.raises(NotAllowed):
        set_paper_clauses(by=user_with_role(role), paper=draft_of(office, campaign), clauses=[toilets])


def test_clauses_are_picked_on_the_page(office, campaign, toilets, roads):
    paper, desk = draft_of(office, campaign), Client()
    desk.force_login(office)
    page, url = reverse("papers:paper", args=[paper.pk]), reverse("papers:clauses", args=[paper.pk])
    assert "还没有对应条款，印发后不会自动入卷" in desk.get(page).content.decode()
    for clause in (toilets, roads):
        desk.post(url, {"add": clause.pk})
    assert clauses_of(paper) == ["厕所革命", "道路清扫"]
    desk.post(url, {"first": roads.pk})
    assert "主条款" in desk.get(page).content.decode() and clauses_of(paper) == ["道路清扫", "厕所革命"]
    desk.post(url, {"remove": roads.pk})
    assert clauses_of(paper) == ["厕所革命"]
    assert desk.post(url, {"add": ClauseFactory().pk}, headers={"HX-Request": "true"}).status_code == 422
