"""What the next number says of those before it; a paper after an earlier one; whom 主送 reaches; the PDF as a job."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.evidence.services import open_file
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.choices import Role, UnitKind
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import OfficialPaper
from weicheng.ground.papers.selectors.addressees import addressees_of
from weicheng.ground.papers.selectors.registers import span_words
from weicheng.ground.papers.services.drafting import save_draft, start_draft
from weicheng.ground.papers.services.numbering import enter_number, void_number
from weicheng.ground.papers.services.official_issuing import acknowledge, distribute, issue_official, take_off
from weicheng.ground.papers.services.printing import request_pdf
from weicheng.ground.papers.tests.official import draft_of, issued_of, series_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def office(client):
    user = user_with_role(Role.OFFICE)
    client.force_login(user)
    return user


@pytest.fixture
def campaign():
    return CampaignFactory()


def outside(office, campaign, serial: int) -> None:
    series = series_of(office, campaign)
    enter_number(by=office, series=series, serial=serial, on=TODAY(), title="外发的通知", kind="notice")


def test_a_missing_number_is_said_before_the_next_is_given(client, office, campaign):
    outside(office, campaign, 2)
    outside(office, campaign, 6)
    paper = draft_of(office, campaign)
    shown = client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    assert "缺4个号：1、3—5号没有登记" in shown and f"〔{TODAY().year}〕7号" in shown
    with pytest.raises(Invalid, match="1、3—5号没有登记") as refused:
        issue_official(by=office, paper=paper, on=TODAY())
    assert refused.value.field == "despite_gaps"
    sent = {"on": TODAY().isoformat(), "version": paper.version}
    client.post(reverse("papers:issue", args=[paper.pk]), sent)
    assert OfficialPaper.objects.get().entry is None
    client.post(reverse("papers:issue", args=[paper.pk]), {**sent, "despite_gaps": "1"})
    assert OfficialPaper.objects.get().entry.serial == 7


def test_a_void_number_and_a_full_register_miss_nothing(office, campaign):
    void_number(by=office, entry=issued_of(office, campaign).entry, reason="印错")
    assert issue_official(by=office, paper=draft_of(office, campaign), on=TODAY()).entry.serial == 2


def test_many_gaps_are_named_and_the_rest_counted_as_others():
    assert span_words([(1, 1), (3, 5)]) == "1、3—5号"
    assert span_words([(n, n) for n in range(1, 20, 2)]) == "1、3、5、7、9、11等号"


def test_a_new_paper_is_begun_after_an_earlier_one(client, office, campaign):
    earlier = issued_of(
        office, campaign, copies="区政府办公室", note="联系人：周某", attachments=[{"name": "清单", "text": "甲"}]
    )
    client.post(reverse("papers:start"), {"kind": "notice", "like": earlier.pk})
    again = OfficialPaper.objects.latest("pk")
    assert (again.title, again.body, again.addressees, again.copies, again.note) == (
        earlier.title, earlier.body, earlier.addressees, "区政府办公室", "联系人：周某",
    )  # fmt: skip
    assert (again.entry, again.on, again.docx, again.state) == (None, None, None, "draft")
    assert str(earlier) in again.source_label
    save_draft(by=office, paper=again, version=0, values={"attachments": [{"name": "别的", "text": "乙"}]})
    assert OfficialPaper.objects.get(pk=earlier.pk).attachments == [{"name": "清单", "text": "甲"}]
    assert "照此再拟" in client.get(reverse("papers:paper", args=[earlier.pk])).content.decode()
    assert str(earlier) in client.get(reverse("papers:new")).content.decode()


def test_only_a_paper_of_the_kind_and_campaign_can_be_copied(client, office, campaign):
    letter = issued_of(office, campaign, "letter")
    with pytest.raises(Invalid, match="同一文种"):
        start_draft(by=office, campaign=campaign, kind="notice", like=letter)
    other = issued_of(office, CampaignFactory())
    with pytest.raises(Invalid, match="本活动"):
        start_draft(by=office, campaign=campaign, kind="notice", like=other)
    count = OfficialPaper.objects.count()
    assert client.post(reverse("papers:start"), {"kind": "notice", "like": 10**9}).status_code == 404
    assert OfficialPaper.objects.count() == count


@pytest.fixture
def units():
    towns = [UnitFactory(name=f"{name}街道办事处", kind=UnitKind.TOWNSHIP) for name in ("北苑", "南桥")]
    return [*towns, UnitFactory(name="河湾镇人民政府", kind=UnitKind.TOWNSHIP), UnitFactory(name="青禾区城市管理局")]


def test_whom_the_addressees_are_is_found_by_collective_names_and_short_ones(units):
    found = addressees_of("各镇（街道），区城管局、区武装部，各有关单位：", CampaignFactory(area="青禾区"))
    assert found.units == units
    assert found.names == ["区武装部", "各有关单位"]
    assert all(why for _, why in found.unknown)
    assert addressees_of("", CampaignFactory(area="青禾区")).units == []


def test_the_distribution_list_begins_with_them_and_can_be_changed(client, office, campaign, units):
    paper = issued_of(office, campaign, addressees="各镇街，区武装部")
    page = client.get(reverse("papers:paper", args=[paper.pk]))
    picked = [unit for unit, chosen in page.context["units"] if chosen]
    assert picked == units[:3] and "区武装部" in page.content.decode()
    sent = {"units": [unit.pk for unit in units[1:]], "channel": "paper"}
    client.post(reverse("papers:distribute", args=[paper.pk]), sent)
    assert [line.unit for line in paper.distributions.all()] == units[1:]
    line = paper.distributions.get(unit=units[3])
    client.post(reverse("papers:take-off", args=[paper.pk, line.pk]))
    client.post(reverse("papers:take-off", args=[paper.pk, line.pk]))
    assert [line.unit for line in paper.distributions.all()] == units[1:3]


def test_who_has_it_is_not_taken_off_the_list(office, campaign, units):
    paper = issued_of(office, campaign)
    line = distribute(by=office, paper=paper, on=TODAY(), channel="paper", units=units[:1])[0]
    liaison = user_with_role(Role.LIAISON, units[0])
    with pytest.raises(NotAllowed):
        take_off(by=liaison, line=line)
    acknowledge(by=office, line=line)
    with pytest.raises(NotPossible, match="已经签收"):
        take_off(by=office, line=line)


def test_the_draft_says_while_it_is_typed_whom_it_reaches(client, office, campaign, units):
    paper = draft_of(office, campaign)
    sent = {"version": paper.version, "addressees": "各镇街、区武装部"}
    said = client.post(reverse("papers:keep", args=[paper.pk]), sent).json()["meant"]
    assert said.startswith("对应3家单位") and "“区武装部”" in said


def test_the_pdf_is_a_job_whose_progress_the_page_shows(client, office, campaign, monkeypatch):
    seen = []

    def slow(paper, docx):
        job = Job.objects.get(kind="papers.pdf")
        seen.append((job.state, job.note, bytes(docx[:2])))
        return b"%PDF-1.4", "LibreOffice"

    monkeypatch.setattr(rendering, "pdf_of", slow)
    paper = draft_of(office, campaign)
    client.post(reverse("papers:issue", args=[paper.pk]), {"on": TODAY().isoformat()})
    assert seen == [], "the request converts nothing"
    page = client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    assert "PDF在后台转" in page and 'hx-trigger="every 1s"' in page
    address = reverse("papers:pdf", args=[paper.pk])
    assert client.get(address).headers["Location"] == reverse("papers:paper", args=[paper.pk])
    job = OfficialPaper.objects.get().pdf_job
    assert request_pdf(by=office, paper=paper) == job, "a second press makes no second job"
    assert jobs.run_inline(job).state == JobState.DONE
    assert seen[0][0] == JobState.RUNNING and seen[0][2] == b"PK"
    with open_file(OfficialPaper.objects.get().pdf) as stream:
        assert stream.read() == b"%PDF-1.4"
    card = client.get(reverse("papers:files", args=[paper.pk]), HTTP_HX_REQUEST="true").content.decode()
    assert "every 1s" not in card and address in card


def test_a_pdf_that_fails_is_said_and_can_be_tried_again(client, office, campaign, monkeypatch):
    def broken(paper, docx):
        raise rendering.NoFonts("缺少字体文件，不能画出版面。")

    monkeypatch.setattr(rendering, "pdf_of", broken)
    paper = issued_of(office, campaign)
    assert jobs.run_inline(paper.pdf_job or OfficialPaper.objects.get().pdf_job).state == JobState.FAILED
    assert "PDF没有转成：缺少字体文件" in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
    monkeypatch.setattr(rendering, "pdf_of", lambda paper, docx: (b"%PDF-1.4", "typst"))
    client.post(reverse("papers:files", args=[paper.pk]))
    assert jobs.run_inline(OfficialPaper.objects.get().pdf_job).state == JobState.DONE
    assert OfficialPaper.objects.get().pdf is not None


def test_a_draft_has_no_pdf_to_be_made_and_a_liaison_makes_none(office, campaign):
    with pytest.raises(NotPossible, match="印发以后"):
        request_pdf(by=office, paper=draft_of(office, campaign))
    with pytest.raises(NotAllowed):
        request_pdf(by=user_with_role(Role.LIAISON, UnitFactory()), paper=issued_of(office, campaign))


def test_a_missing_font_is_said_where_the_files_are_with_what_to_do(client, office, campaign, monkeypatch):
    monkeypatch.setattr(rendering, "missing_fonts", lambda: ["方正小标宋简体"])
    for paper, name in ((issued_of(office, campaign), "papers:paper"), (draft_of(office, campaign), "papers:edit")):
        page = client.get(reverse(name, args=[paper.pk])).content.decode()
        assert "打印前看字体：这台服务器没有方正小标宋简体" in page and "怎样打出标准字体" in page
    monkeypatch.setattr(rendering, "missing_fonts", list)
    assert "打印前看字体" not in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
