"""The pages: nothing typed is lost, lists cost the same for many as for few, a file is checked and forgotten."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from weicheng.engines.papercheck.tests.building import document
from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import OfficialPaper, RegisterEntry
from weicheng.ground.papers.services.approving import submit_paper
from weicheng.ground.papers.services.official_issuing import distribute
from weicheng.ground.papers.tests.official import draft_of, issued_of

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
needs_fonts = pytest.mark.skipif(
    not (rendering.FONTS / "NotoSerifSC-Regular.ttf").exists(), reason="fonts are not set up (make assets)"
)


@pytest.fixture
def office(client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def campaign():
    return CampaignFactory()


def queries(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["papers:list", "papers:register"])
def test_a_list_costs_the_same_for_many_as_for_few(client, office, campaign, name):
    issued_of(office, campaign)
    few = queries(client, reverse(name))
    leader = user_with_role(Role.LEADER)
    for _ in range(6):
        distribute(
            by=office, paper=issued_of(office, campaign), on=timezone.localdate(), channel="paper", names=["甲", "乙"]
        )
        submit_paper(by=office, paper=draft_of(office, campaign), steps=[("sign", leader)])
    assert queries(client, reverse(name)) <= few + 1


def test_what_is_typed_is_kept_in_the_background_and_a_conflict_is_told(client, office, campaign):
    paper = draft_of(office, campaign)
    keep = reverse("papers:keep", args=[paper.pk])
    sent = {
        "version": paper.version,
        "body": "一、边写边存",
        "attachment-name": ["清单", ""],
        "attachment-text": ["甲", ""],
    }
    answer = client.post(keep, sent)
    assert answer.status_code == 200 and answer.json()["version"] == paper.version + 1
    kept = OfficialPaper.objects.get()
    assert (kept.body, kept.attachments) == ("一、边写边存", [{"name": "清单", "text": "甲"}])
    again = client.post(keep, {**sent, "body": "另一个窗口写的"})
    assert again.status_code == 409 and str(office) in again.json()["problem"] and again.json()["clash"]
    assert OfficialPaper.objects.get().body == "一、边写边存"


def test_a_refused_save_shows_what_was_typed(client, office, campaign):
    paper = draft_of(office, campaign)
    answer = client.post(
        reverse("papers:edit", args=[paper.pk]),
        {"version": paper.version, "title": "写了半天的标题", "body": "写了半天的正文", "copies": "长" * 501},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "写了半天的正文" in page and "写了半天的标题" in page
    assert OfficialPaper.objects.get().title != "写了半天的标题"


@needs_fonts
def test_the_pages_are_pictures_of_what_is_kept(client, office, campaign):
    paper = draft_of(office, campaign)
    answer = client.get(reverse("papers:page", args=[paper.pk, 1]))
    assert answer.headers["Content-Type"] == "image/svg+xml" and answer.content.startswith(b"<svg")
    assert client.get(reverse("papers:page", args=[paper.pk, 99])).status_code == 404


@needs_fonts
def test_without_libreoffice_the_pdf_is_made_all_the_same(office, campaign, monkeypatch):
    monkeypatch.setattr(rendering, "office", lambda: None)
    paper = issued_of(office, campaign)
    content, by = rendering.pdf_of(paper, rendering.docx_of(paper))
    assert content.startswith(b"%PDF") and by == "typst"


def test_issuing_from_the_page_twice_gives_one_number(client, office, campaign):
    paper = draft_of(office, campaign)
    for _ in range(2):
        client.post(reverse("papers:issue", args=[paper.pk]), {"on": timezone.localdate().isoformat()})
    assert RegisterEntry.objects.count() == 1


def test_a_liaison_receives_for_her_unit_on_the_page(client, office, campaign):
    unit = UnitFactory()
    paper = issued_of(office, campaign)
    line = distribute(by=office, paper=paper, on=timezone.localdate(), channel="system", units=[unit])[0]
    client.force_login(user_with_role(Role.LIAISON, unit))
    assert "签收" in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    client.post(reverse("papers:acknowledge", args=[paper.pk, line.pk]))
    line.refresh_from_db()
    assert line.received_on == timezone.localdate()


def test_a_file_is_checked_in_plain_words_and_not_stored(client, office, campaign):
    bad = document()
    bad["number"].text = "某爱卫[2026]12号"
    upload = SimpleUploadedFile("通知.docx", bad.docx(), content_type=DOCX)
    page = client.post(reverse("papers:check"), {"file": upload}).content.decode()
    assert "1处不合标准" in page and "六角括号〔〕" in page and "GB/T 9704-2012 7.2.5" in page
    good = SimpleUploadedFile("通知.docx", document().docx(), content_type=DOCX)
    assert "没有发现不合的地方" in client.post(reverse("papers:check"), {"file": good}).content.decode()
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(("content", "sentence"), [(b"%PDF-1.4 x", "PDF"), (b"x", "打不开"), (b"", "空的")])
def test_a_file_that_is_none_is_said_on_the_page(client, office, campaign, content, sentence):
    answer = client.post(reverse("papers:check"), {"file": SimpleUploadedFile("a.docx", content)})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_number_that_cannot_be_entered_leaves_the_form_as_typed(client, office, campaign):
    series = issued_of(office, campaign).series
    sent = {
        "series": series.pk,
        "serial": "1",
        "on": timezone.localdate().isoformat(),
        "kind": "notice",
        "title": "外面发的通知",
    }
    answer = client.post(reverse("papers:register-enter"), sent)
    assert answer.status_code == 422
    assert "已经登记给" in answer.content.decode() and "外面发的通知" in answer.content.decode()
