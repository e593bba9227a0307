"""件 and 盒: one number each, never twice, frozen when sealed; the retention table; the reminder; the catalogue."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import date

import openpyxl
import pytest
from django.db import connection, connections

from weicheng.ground.evidence.models import Evidence
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.papers.tests.factories import issued
from weicheng.judgement.archive.choices import FileRole, ItemState
from weicheng.judgement.archive.models import Box, Item, ItemFile
from weicheng.judgement.archive.retention import table_of
from weicheng.judgement.archive.selectors import register
from weicheng.judgement.archive.services import boxes, filing
from weicheng.judgement.archive.tests.factories import YEAR, evidence_of

pytestmark = pytest.mark.django_db


def item_of(campaign, by, title: str = "关于请求拨款的请示", **values) -> Item:
    given = {"on": date(YEAR, 3, 1), "year": YEAR, "retention": "D30", "author": "创卫办", "pages": 2, **values}
    item = Item.objects.create(campaign=campaign, title=title, by=by, **given)
    ItemFile.objects.create(item=item, name=f"{title}.docx", role=FileRole.FINAL, rank=filing.RANKS[FileRole.FINAL])
    return item


@pytest.fixture
def numbered(campaign, office):
    items = [item_of(campaign, office, f"第{n}件", on=date(YEAR, 3, 9 - n)) for n in range(3)]
    return filing.number_items(by=office, campaign=campaign, items=items)


def test_numbers_follow_da_t_22_and_begin_anew_in_each_lowest_class(campaign, office, numbered) -> None:
    assert [item.number for item in numbered] == [f"X000-WS·{YEAR}-D30-CWB-{n:04d}" for n in (1, 2, 3)]
    assert [item.title for item in numbered] == ["第2件", "第1件", "第0件"]  # by date
    other = [item_of(campaign, office, retention="Y"), item_of(campaign, office, year=YEAR + 1)]
    made = filing.number_items(by=office, campaign=campaign, items=other)
    assert {item.number for item in made} == {f"X000-WS·{YEAR}-Y-CWB-0001", f"X000-WS·{YEAR + 1}-D30-CWB-0001"}
    filing.set_fonds(by=office, campaign=campaign, values={"fonds": "j012", "office": ""})
    (last,) = filing.number_items(by=office, campaign=campaign, items=[item_of(campaign, office)])
    assert last.number == f"J012-WS·{YEAR}-D30-0001"


def test_a_number_is_a_gate(numbered, office) -> None:
    with pytest.raises(NotPossible, match="作废"):
        filing.change_item(by=office, item=numbered[0], values={"title": "改"})
    with pytest.raises(NotPossible):
        filing.number_items(by=office, campaign=numbered[0].campaign, items=numbered)
    assert {item.number for item in Item.objects.all()} == {item.number for item in numbered}


def test_a_void_number_stays_with_its_reason_and_is_not_given_again(campaign, office, numbered) -> None:
    with pytest.raises(Invalid, match="原因"):
        filing.void_item(by=office, item=numbered[2], reason=" ")
    filing.void_item(by=office, item=numbered[2], reason="登记重了")
    (fresh,) = filing.number_items(by=office, campaign=campaign, items=[item_of(campaign, office)])
    assert fresh.serial == 4
    rows = register.catalogue_rows([item for item in register.items_of(campaign, YEAR) if item.number])
    assert any("0003" in row[1] and row[8] == "作废：登记重了" for row in rows)


def test_request_and_reply_are_one_item_with_the_reply_first(campaign, office) -> None:
    request, reply = item_of(campaign, office), item_of(campaign, office, "关于拨款的批复", pages=1)
    made = filing.join_items(by=office, item=request, other=reply, role=FileRole.REPLY)
    assert made.title == "关于拨款的批复" and made.pages == 3
    assert [file.role for file in made.files.all()] == [FileRole.REPLY, FileRole.REQUEST]
    draft = item_of(campaign, office, "花名册")
    filing.join_items(by=office, item=made, other=draft, role=FileRole.ATTACHMENT)
    assert [file.name for file in made.files.all()][-1] == "花名册.docx"
    assert Item.objects.count() == 1


def test_final_lies_before_draft_and_attachment(campaign, office) -> None:
    final = item_of(campaign, office, "通知")
    filing.join_items(by=office, item=final, other=item_of(campaign, office, "名单"), role=FileRole.ATTACHMENT)
    filing.join_items(by=office, item=final, other=item_of(campaign, office, "通知定稿"), role=FileRole.DRAFT)
    assert [file.get_role_display() for file in final.files.all()] == ["正本", "定稿", "附件"]


def test_a_box_holds_one_class_and_sealed_it_is_closed(campaign, office, numbered) -> None:
    permanent = filing.number_items(by=office, campaign=campaign, items=[item_of(campaign, office, retention="Y")])
    with pytest.raises(NotPossible, match="同一保管期限"):
        boxes.fill_box(by=office, campaign=campaign, items=[*numbered, *permanent])
    box = boxes.fill_box(by=office, campaign=campaign, items=numbered[:2], thickness=20)
    with pytest.raises(NotPossible, match="已经在盒里"):
        boxes.fill_box(by=office, campaign=campaign, items=numbered[:1])
    Item.objects.filter(pk=numbered[0].pk).update(pages=None)
    with pytest.raises(NotPossible, match="没有填页数"):
        boxes.seal_box(by=office, box=box)
    boxes.set_pages(by=office, item=numbered[0], pages=5)
    boxes.seal_box(by=office, box=box, keeper="周某")
    found = register.boxes_of(campaign).get(pk=box.pk)
    assert (found.count, found.pages) == (2, 7)
    assert Item.objects.filter(state=ItemState.SEALED).count() == 2
    for act in (
        lambda: boxes.fill_box(by=office, campaign=campaign, items=numbered[2:], box=box),
        lambda: boxes.seal_box(by=office, box=box),
        lambda: filing.void_item(by=office, item=numbered[0], reason="错"),
        lambda: boxes.set_pages(by=office, item=numbered[0], pages=9),
    ):
        with pytest.raises(NotPossible, match="封盒"):
            act()
    assert boxes.fill_box(by=office, campaign=campaign, items=numbered[2:]).number == 2


def test_an_unnumbered_item_goes_into_no_box(campaign, office) -> None:
    with pytest.raises(NotPossible, match="编了档号"):
        boxes.fill_box(by=office, campaign=campaign, items=[item_of(campaign, office)])
    assert not Box.objects.exists()


def test_what_is_to_be_filed_is_found_and_registered_once(campaign, clauses, office) -> None:
    paper = issued(office, campaign, on=date(YEAR, 4, 1))
    evidence_of(campaign, clauses[0], by=office, title="制度", kind="rule")
    evidence_of(campaign, clauses[0], by=office, title="随手拍", kind="photo")
    waiting = register.unregistered(campaign, YEAR)
    assert {thing.title for thing in waiting} == {paper.title, "制度"}
    sources = [thing.source for thing in waiting] * 2
    made = filing.register_things(by=office, campaign=campaign, sources=sources, year=YEAR)
    assert len(made) == 2 and {item.retention for item in made} == {"D30"}
    assert filing.register_things(by=office, campaign=campaign, sources=sources, year=YEAR) == []
    assert register.unregistered(campaign, YEAR) == []
    filing.void_item(by=office, item=made[0], reason="登记错")
    assert len(register.unregistered(campaign, YEAR)) == 1


def test_what_was_joined_to_another_is_not_registered_again(campaign, clauses, office) -> None:
    for title in ("制度", "制度附表"):
        evidence_of(campaign, clauses[0], by=office, title=title, kind="rule")
    sources = [thing.source for thing in register.unregistered(campaign, YEAR)]
    first, second = filing.register_things(by=office, campaign=campaign, sources=sources, year=YEAR)
    whole = filing.join_items(by=office, item=first, other=second, role=FileRole.ATTACHMENT)
    assert register.unregistered(campaign, YEAR) == []
    assert filing.register_things(by=office, campaign=campaign, sources=sources, year=YEAR) == []
    filing.void_item(by=office, item=whole, reason="合错了")
    assert len(register.unregistered(campaign, YEAR)) == 2


def test_of_items_that_are_voided_together_none_is_void_where_one_may_not_be(campaign, office, numbered) -> None:
    box = boxes.fill_box(by=office, campaign=campaign, items=numbered[2:])
    boxes.seal_box(by=office, box=box)
    with pytest.raises(NotPossible, match="封盒"):
        filing.void_items(by=office, items=numbered, reason="登记重了")
    assert not Item.objects.filter(state=ItemState.VOID).exists()


def test_a_paper_without_a_date_is_not_filed(campaign, clauses, office) -> None:
    made = evidence_of(campaign, clauses[0], by=office, title="没日期", kind="rule", on=None)
    with pytest.raises(Invalid, match="没有日期"):
        filing.register_things(by=office, campaign=campaign, sources=[f"evidence:{made.pk}"], year=YEAR)


def test_the_retention_table_begins_as_examples_and_is_settled_row_by_row(campaign, office) -> None:
    assert all(rule.is_example for rule in table_of(campaign.pk))
    with pytest.raises(Invalid, match="依据"):
        filing.set_retention(by=office, campaign=campaign, kind="plan", retention="Y", source="")
    filing.set_retention(by=office, campaign=campaign, kind="plan", retention="Y", source="本单位保管期限表第2条")
    settled = [rule for rule in table_of(campaign.pk) if not rule.is_example]
    assert [(rule.kind, rule.retention) for rule in settled] == [("plan", "Y")]


def test_the_office_is_told_once_a_month_until_the_end_of_june(campaign, clauses, office) -> None:
    evidence_of(campaign, clauses[0], by=office, title="制度", kind="rule")
    following = YEAR + 1
    assert filing.remind_filing(date(following, 1, 15)) == 0
    for day in (date(following, 3, 2), date(following, 3, 20), date(following, 4, 1)):
        filing.remind_filing(day)
    assert Notice.objects.filter(code="archive.filing").count() == 2
    filing.remind_filing(date(following, 7, 2))
    assert "已经过了" in Notice.objects.filter(code="archive.filing").latest("pk").title
    Evidence.objects.update(year=2000)
    assert filing.remind_filing(date(following, 5, 1)) == 0


def test_the_catalogue_leaves_as_xlsx_and_docx(campaign, office, numbered) -> None:
    Item.objects.filter(pk=numbered[0].pk).update(title="=1+1")
    items = list(Item.objects.order_by("number"))
    sheet = openpyxl.load_workbook(io.BytesIO(register.catalogue_xlsx(campaign, items, "2026年度"))).active
    assert [cell.value for cell in sheet[3]] == [
        "序号",
        "档号",
        "文号",
        "责任者",
        "题名",
        "日期",
        "密级",
        "页数",
        "备注",
    ]
    assert sheet[4][4].value == "=1+1" and sheet[4][4].data_type == "s" and sheet[4][5].value == f"{YEAR}0307"
    with zipfile.ZipFile(io.BytesIO(register.catalogue_docx(campaign, items, YEAR))) as docx:
        assert "0002" in docx.read("word/document.xml").decode()


def test_hostile_codes_are_refused(campaign, office) -> None:
    for values in ({"fonds": "../x"}, {"fonds": "J1"}, {"category": "W S"}, {"office": "长机构"}):
        with pytest.raises(Invalid):
            filing.set_fonds(by=office, campaign=campaign, values=values)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.INSPECTOR, Role.LIAISON])
def test_only_the_office_files(campaign, office, numbered, bureau, role) -> None:
    user = user_with_role(role, bureau if role == Role.LIAISON else None)
    item = item_of(campaign, office)
    for act in (
        lambda: filing.number_items(by=user, campaign=campaign, items=[item]),
        lambda: filing.change_item(by=user, item=item, values={"title": "改"}),
        lambda: filing.void_item(by=user, item=numbered[0], reason="错"),
        lambda: boxes.fill_box(by=user, campaign=campaign, items=numbered),
        lambda: filing.set_fonds(by=user, campaign=campaign, values={"fonds": "J012"}),
        lambda: filing.set_retention(by=user, campaign=campaign, kind="plan", retention="Y", source="表"),
        lambda: filing.register_things(by=user, campaign=campaign, sources=[], year=YEAR),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_no_number_twice(campaign, office) -> None:
    halves = [[item_of(campaign, office, f"{half}-{n}") for n in range(5)] for half in range(2)]
    failures: list[Exception] = []

    def work(items) -> None:
        try:
            for item in items:
                filing.number_items(by=office, campaign=campaign, items=[item])
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(items,)) for items in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not failures, (connection.vendor, failures)
    assert sorted(Item.objects.values_list("serial", flat=True)) == list(range(1, 11))
