"""The register: numbers follow each other, none twice, gaps are seen, void ones stay, those from outside take their places."""

from __future__ import annotations

import io
import threading
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import OfficialPaper, RegisterEntry, Series, SeriesYear
from weicheng.ground.papers.official_choices import OfficialState
from weicheng.ground.papers.selectors.registers import books
from weicheng.ground.papers.services.drafting import start_draft
from weicheng.ground.papers.services.numbering import enter_number, save_series, switch_series, void_number
from weicheng.ground.papers.services.official_issuing import distribute, issue_official
from weicheng.ground.papers.tests.official import draft_of, issued_of, series_of
from weicheng.ground.papers.workbook import register_xlsx

TODAY = timezone.localdate
LAST_YEAR = date(2025, 3, 4)


@pytest.fixture
def office(db):
    return user_with_role(Role.OFFICE)


@pytest.fixture
def campaign(db):
    return CampaignFactory()


def test_kinds_of_one_code_count_together_and_each_year_anew(office, campaign):
    year = TODAY().year
    numbers = [issued_of(office, campaign, kind).entry.number for kind in ("notice", "circular", "letter")]
    numbers.append(issued_of(office, campaign, on=LAST_YEAR).entry.number)
    assert numbers == [f"青创卫办〔{year}〕{n}号" for n in (1, 2, 3)] + ["青创卫办〔2025〕1号"]


def test_a_code_of_its_own_has_a_register_of_its_own(office, campaign):
    series_of(office, campaign, "青创卫纪要", ["minutes"])
    series_of(office, campaign, "青创卫办", ["notice"])
    assert issued_of(office, campaign, "minutes").entry.number.startswith("青创卫纪要〔")
    assert issued_of(office, campaign).entry.serial == 1


def test_a_paper_whose_file_cannot_be_made_takes_no_number(office, campaign, monkeypatch):
    draft = draft_of(office, campaign)

    def broken(*args, **kwargs):
        raise RuntimeError("no ink")

    monkeypatch.setattr(rendering, "docx_of", broken)
    with pytest.raises(RuntimeError):
        issue_official(by=office, paper=draft, on=TODAY())
    monkeypatch.undo()
    assert RegisterEntry.objects.count() == 0
    assert issue_official(by=office, paper=draft, on=TODAY()).entry.serial == 1


def test_a_void_number_stays_with_its_reason_and_is_not_given_again(office, campaign):
    paper = issued_of(office, campaign)
    with pytest.raises(Invalid, match="原因"):
        void_number(by=office, entry=paper.entry, reason=" ")
    void_number(by=office, entry=paper.entry, reason="印错日期")
    with pytest.raises(NotPossible, match="作废"):
        void_number(by=office, entry=paper.entry, reason="再来")
    paper.refresh_from_db()
    assert (paper.state, paper.entry.void_reason) == (OfficialState.VOID, "印错日期")
    assert issued_of(office, campaign).entry.serial == 2
    book = books(campaign, TODAY().year)[0]
    assert (len(book.entries), book.voided, book.gaps) == (2, 1, [])


def test_a_number_from_outside_takes_its_place_and_what_lies_between_is_a_gap(office, campaign):
    series = series_of(office, campaign)
    fields = {"by": office, "series": series, "title": "关于值班的通知", "kind": "notice"}
    enter_number(serial=3, on=TODAY(), **fields)
    assert issued_of(office, campaign).entry.serial == 4
    enter_number(serial=9, on=TODAY(), **fields)
    book = books(campaign, TODAY().year)[0]
    assert (book.gaps, book.missing) == ([(1, 2), (5, 8)], 6)
    with pytest.raises(Invalid, match="已经登记给"):
        enter_number(serial=4, on=TODAY(), **fields)
    enter_number(serial=1, on=TODAY(), **fields)
    assert books(campaign, TODAY().year)[0].gaps == [(2, 2), (5, 8)]
    assert issued_of(office, campaign).entry.serial == 10


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"serial": 0}, "1到"),
        ({"serial": 10**6}, "1到"),
        ({"title": " "}, "标题"),
        ({"kind": "x"}, "文种"),
        ({"days": 1}, "晚于今天"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(office, campaign, changes, sentence):
    values = {"serial": 1, "title": "某通知", "kind": "notice", "days": 0, **changes}
    on = TODAY() + timedelta(days=values.pop("days"))
    with pytest.raises(Invalid, match=sentence):
        enter_number(by=office, series=series_of(office, campaign), on=on, **values)
    assert RegisterEntry.objects.count() == 0


@pytest.mark.parametrize("code", ["", "青创卫办〔2026〕", "a b", "字" * 21])
def test_a_code_is_letters_only(office, campaign, code):
    with pytest.raises(Invalid):
        save_series(by=office, campaign=campaign, body="某办", code=code, kinds=["notice"])
    assert Series.objects.count() == 0


def test_a_code_that_gave_numbers_keeps_its_letters_and_one_out_of_use_gives_none(office, campaign):
    paper = issued_of(office, campaign)
    with pytest.raises(NotPossible, match="编过号"):
        save_series(by=office, campaign=campaign, body="某办", code="新代字", kinds=["notice"], series=paper.series)
    switch_series(by=office, series=paper.series)
    assert start_draft(by=office, campaign=campaign, kind="notice").series is None


def test_the_workbook_has_a_line_for_every_number_and_every_gap(office, campaign):
    issued_of(office, campaign, title="=1+1的通知")
    enter_number(by=office, series=series_of(office, campaign), serial=4, on=TODAY(), title="外发的通知", kind="notice")
    sheet = openpyxl.load_workbook(io.BytesIO(register_xlsx(books(campaign, TODAY().year)))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[0] for row in rows] == ["1", "2—3", "4"]
    assert rows[0][2] == "=1+1的通知" and rows[1][9].startswith("缺号") and rows[2][6] == "系统外"


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.LIAISON, Role.INSPECTOR])
def test_only_the_office_keeps_the_books(office, campaign, role):
    other, paper = user_with_role(role), issued_of(office, campaign)
    for act in (
        lambda: save_series(by=other, campaign=campaign, body="某办", code="代字", kinds=["notice"]),
        lambda: enter_number(by=other, series=paper.series, serial=9, on=TODAY(), title="某通知", kind="notice"),
        lambda: void_number(by=other, entry=paper.entry, reason="不要"),
    ):
        with pytest.raises(NotAllowed, match="只有创卫办"):
            act()
    assert not AuditEvent.objects.filter(actor_id=other.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_given_and_entered_at_once_have_no_twin():
    office, campaign, many = user_with_role(Role.OFFICE), CampaignFactory(), 6
    drafts = [draft_of(office, campaign) for _ in range(many)]
    series, barrier, failures, refused = series_of(office, campaign), threading.Barrier(many + 2), [], []

    def run(act) -> None:
        try:
            barrier.wait(60)
            act()
        except Invalid as error:
            refused.append(str(error))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    acts = [
        lambda draft=draft: issue_official(by=office, paper=draft, on=TODAY(), despite_gaps=True) for draft in drafts
    ]
    acts += [
        lambda: enter_number(by=office, series=series, serial=50, on=TODAY(), title="外发的通知", kind="notice")
        for _ in range(2)
    ]
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert failures == []
    serials = list(RegisterEntry.objects.values_list("serial", flat=True))
    assert len(serials) == len(set(serials)) == many + 1 and serials.count(50) == 1
    assert len(refused) == 1 and "已经登记给" in refused[0]
    assert SeriesYear.objects.get().last == max(serials)
    assert OfficialPaper.objects.filter(state=OfficialState.ISSUED).count() == many


def test_a_year_that_can_only_be_mistyped_is_not_entered(office, campaign):
    series, old = series_of(office, campaign), campaign.starts_on.year - 5
    fields = {"by": office, "series": series, "serial": 30, "title": "某通知", "kind": "notice"}
    with pytest.raises(Invalid, match="请检查年份") as refused:
        enter_number(on=date(old - 1, 12, 31), **fields)
    assert refused.value.field == "on" and not RegisterEntry.objects.exists()
    assert enter_number(on=date(old, 1, 1), **fields).year == old


def test_who_is_no_unit_of_the_system_gets_the_paper_on_paper(office, campaign):
    unit = UnitFactory()
    sent = distribute(
        by=office, paper=issued_of(office, campaign), on=TODAY(), channel="system", units=[unit], names=["区人武部"]
    )
    assert {one.name: one.channel for one in sent} == {unit.name: "system", "区人武部": "paper"}
