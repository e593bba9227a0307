"""The pages: what they show to whom, the form of one figure, the table out and back."""

import io
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role
from weicheng.work.indicators.models import DataOwner, DataYear, TableUpload, ValueEntry
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.services.checking import check_value, return_value
from weicheng.work.indicators.tests.conftest import signed_in
from weicheng.work.indicators.tests.making import fill, make_edition, make_indicator, make_limit
from weicheng.work.indicators.views.panels import clause_results

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def said(response) -> str:
    return "".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.fixture
def sheet(campaign, owned, edition, health, towns, today):
    """A board with something of everything; the year is collected."""
    DataYear.objects.create(campaign=campaign, year=2025, due_on=date(2026, 3, 31))
    sight = make_indicator(edition, "sight", "TREND_DOWN", None, years=3, name="近视率")
    make_indicator(edition, "jab", "MIN_OVER_UNITS", name="接种率")
    DataOwner.objects.create(campaign=campaign, indicator=sight, unit=health)
    return {one.indicator.key: one.indicator for one in Board(campaign).asked}


def test_the_overview_shows_counts_values_and_the_mark_of_what_is_not_sure(clerk, campaign, edition, sheet):
    unsure = make_indicator(edition, "lamps", value="100", confidence="?", name="装灯率")
    fill(clerk, campaign, sheet["satisfaction"], "95.60")
    fill(clerk, campaign, unsure, "100")
    page = text(signed_in(clerk).get("/indicators/"))
    assert "95.60%" in page and "未审核" in page and "按待核的目标（≥100%）算，达到" in page
    assert "达标1个，以趋势达标0个，不达标0个，数据缺失2个，待核1个" in page
    only = text(signed_in(clerk).get("/indicators/?outcome=missing"))
    assert "近视率" in only and "满意率" not in only


def test_a_unit_sees_its_own_and_a_reader_has_no_buttons(clerk, liaison, other, campaign, sheet):
    own = text(signed_in(liaison).get("/indicators/"))
    assert "满意率" in own and "接种率" not in own and "填数" in own
    assert "没有要您看的指标" in text(signed_in(other).get("/indicators/"))
    leader = text(signed_in(user_with_role(Role.LEADER)).get("/indicators/"))
    assert "接种率" in leader and "填数" not in leader and "下载填报表" not in leader
    address = f"/indicators/{sheet['satisfaction'].pk}/"
    assert signed_in(other).get(address).status_code == 404
    assert signed_in(other).get(f"{address}fill/").status_code == 404
    assert signed_in(user_with_role(Role.LEADER)).get(f"{address}fill/").status_code == 403


def test_the_form_asks_once_keeps_what_was_typed_and_hands_in(clerk, liaison, campaign, sheet):
    rate = sheet["satisfaction"]
    fill(clerk, campaign, rate, "9.5", year=2024)
    client = signed_in(liaison)
    address = f"/indicators/{rate.pk}/fill/?year=2025"
    page = text(client.get(address))
    assert "9.5%" in page and "达标数" in page and "来源" in page
    sent = {
        "key": str(uuid4()),
        "numerator": "１，９００",
        "denominator": "2000",
        "value": "",
        "source_title": "调查报告",
    }
    asked = client.post(address, sent)
    assert asked.status_code == 422 and "是2024年9.5的10倍" in text(asked) and "１，９００" in text(asked)
    assert not ValueEntry.objects.filter(year=2025).exists()
    for _ in range(2):
        done = client.post(address, sent | {"reason": "上年漏填一位"})
        assert done.status_code == 302
    assert "已提交：2025年满意率95%" in said(done) and ValueEntry.objects.filter(year=2025).count() == 1
    wrong = client.post(f"/indicators/{rate.pk}/fill/?year=2023", sent | {"key": str(uuid4()), "denominator": "0"})
    assert wrong.status_code == 422 and "分母是0，除不了" in text(wrong)


def test_the_form_of_a_town_and_of_a_period_that_does_not_exist(clerk, campaign, sheet, towns):
    client = signed_in(clerk)
    jab = sheet["jab"].pk
    assert client.get(f"/indicators/{jab}/fill/?year=2025&subject={towns[0].pk}").status_code == 200
    for bad in (
        "",
        "&subject=999999",
        f"&subject={towns[0].pk}&span=week",
        f"&subject={towns[0].pk}&span=month&number=13",
    ):
        assert client.get(f"/indicators/{jab}/fill/?year=2025{bad}").status_code == 404


def test_the_page_of_one_indicator_holds_its_history_and_what_may_be_done(clerk, colleague, liaison, campaign, sheet):
    sight = sheet["sight"]
    for year, value in ((2023, "52.1"), (2024, "51.5")):
        fill(liaison, campaign, sight, value, year=year, check=clerk)
    entry = fill(liaison, campaign, sight, "50.2")
    page = text(signed_in(colleague).get(f"/indicators/{sight.pk}/"))
    assert 'aria-label="2023年52.1%，2024年51.5%，2025年50.2%"' in page and "逐年下降" in page
    assert "审核通过" in page and "收回再改" in page and "李某" in page
    move = f"/indicators/entries/{entry.pk}/"
    client = signed_in(colleague)
    assert "为什么退回" in said(client.post(f"{move}return/", {"version": entry.version}))
    assert client.post(f"{move}burn/").status_code == 404
    done = client.post(f"{move}check/", {"version": entry.version, "back": "https://evil.example/"})
    assert done.headers["Location"] == f"/indicators/{sight.pk}/"
    assert "审核通过" not in text(client.get(f"/indicators/{sight.pk}/"))
    older = fill(liaison, campaign, sight, "53", year=2022)
    done = client.post(f"/indicators/entries/{older.pk}/check/", {"back": "9999-12-31"})
    assert done.headers["Location"] == f"/indicators/{sight.pk}/"
    assert signed_in(liaison).post(f"{move}check/").status_code == 302
    assert ValueEntry.objects.get(pk=entry.pk).checked_by == colleague


def test_both_rules_stand_on_the_page_where_they_differ(clerk, campaign, edition):
    make_limit()
    flies = make_indicator(edition, "flies", value="95", limit="fly-facility")
    fill(clerk, campaign, flies, "88")
    page = text(signed_in(clerk).get(f"/indicators/{flies.pk}/?year=2025"))
    assert "两条规则结论不一样" in page and "C级≥85%：达到" in page


def test_the_queue_ticks_and_refuses_what_one_filled_oneself(clerk, colleague, liaison, campaign, sheet):
    theirs = fill(liaison, campaign, sheet["satisfaction"], "95")
    own = fill(clerk, campaign, sheet["sight"], "50")
    client = signed_in(clerk)
    page = text(client.get("/indicators/checking/"))
    assert f'value="{own.pk}:{own.version}" aria-label="{own}" disabled' in page
    assert "自己填的" in said(client.post("/indicators/checking/check/", {"entries": [theirs.pk, own.pk]}))
    assert not ValueEntry.objects.filter(state="checked").exists()
    ValueEntry.objects.filter(pk=theirs.pk).update(version=theirs.version + 1)  # taken back, changed, handed in again
    stale = said(client.post("/indicators/checking/check/", {"entries": [f"{theirs.pk}:{theirs.version}"]}))
    assert "打开页面以后改过" in stale and not ValueEntry.objects.filter(state="checked").exists()
    client.post("/indicators/checking/check/", {"entries": [f"{theirs.pk}:{theirs.version + 1}"]})
    assert ValueEntry.objects.get(state="checked") == theirs
    assert signed_in(liaison).get("/indicators/checking/").status_code == 403


def test_the_office_settles_owners_years_and_rules_on_one_page(clerk, campaign, sheet, bureau):
    client = signed_in(clerk)
    jab = sheet["jab"]
    client.post(f"/indicators/owners/{jab.pk}/", {"unit": bureau.pk, "span": "year"})
    assert DataOwner.objects.get(indicator=jab).unit == bureau
    assert "区城管局" in text(client.get("/indicators/owners/"))
    assert "请选一个单位" in said(client.post(f"/indicators/owners/{jab.pk}/", {"unit": "²"}))
    client.post("/indicators/years/", {"year": "2026", "due_on": "2027-03-31"})
    assert DataYear.objects.filter(year=2026).exists()
    assert "报送期限不会是" in said(client.post("/indicators/years/", {"year": "2026", "due_on": "2025-03-31"}))
    client.post("/indicators/rule/", {"trend": "ends", "mean": "before"})
    assert Board(campaign).rules.trend == "ends" and not Board(campaign).rules.mean_includes_own


def test_what_is_missing_by_unit_and_the_reminder(clerk, liaison, campaign, sheet):
    return_value(by=clerk, entry=fill(liaison, campaign, sheet["satisfaction"], 95), reason="来源不对")
    client = signed_in(clerk)
    page = text(client.get("/indicators/gaps/"))
    assert "区卫健局" in page and "欠4个数" in page and "退回：来源不对" in page and "北苑街道" in page
    assert "3个单位欠报，已通知1个人" in said(client.post("/indicators/gaps/remind/"))
    assert signed_in(liaison).get("/indicators/gaps/").status_code == 403


def test_another_edition_over_the_same_values(clerk, campaign, sheet):
    other = make_edition("nat-2014", short_title="国家2014版")
    make_indicator(other, "satisfaction", value="96", name="满意率")
    make_indicator(make_edition("town", short_title="国家乡镇版"), "satisfaction", level="town")
    fill(clerk, campaign, sheet["satisfaction"], "95")
    page = text(signed_in(clerk).get(f"/indicators/again/?edition={other.pk}"))
    assert "国家乡镇版" not in page
    assert "国家2014版" in page and "低于96%" in page and "不要求" in page and "结果不同1个" in page


def filled(client, changes, address="/indicators/template/"):
    """The table as it goes out, with cells changed: {row name: {head: value}}."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(address).content))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[3]}
    for row in range(4, sheet.max_row + 1):
        name = (
            sheet.cell(row, heads["指标"]).value,
            sheet.cell(row, heads["街道（乡、镇）"]).value or sheet.cell(row, heads["时段"]).value,
        )
        for head, value in changes.get(name, {}).items():
            sheet.cell(row, heads[head]).value = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("填报表.xlsx", out.getvalue())


def test_the_table_goes_out_comes_back_and_a_second_time_changes_nothing(clerk, colleague, campaign, sheet):
    fill(clerk, campaign, sheet["satisfaction"], "91", year=2024)
    client = signed_in(clerk)
    changes = {
        ("满意率", "2025年"): {"分子": "１，９００ 人", "分母": 2000, "来源名称": "调查报告"},
        ("近视率", "2025年"): {"数值": "50.2%", "来源名称": "体检汇总", "来源日期": "2026年1月20日"},
        ("近视率", "2024年"): {"数值": "500", "来源名称": "体检汇总"},
        ("接种率", "青石镇"): {"数值": "93"},
    }
    shown = client.post("/indicators/import/", {"file": filled(client, changes)})
    page = text(shown)
    assert "2行可以提交" in page and "2行要改" in page and "500%超过了100%" in page and "从哪里来" in page
    assert "<b>95%</b>" in page and not ValueEntry.objects.filter(year=2025).exists()
    token = TableUpload.objects.get().token
    done = client.post(f"/indicators/import/{token}/apply/")
    assert "已提交2个数" in said(done)
    assert sorted(map(str, ValueEntry.objects.filter(year=2025).values_list("value", flat=True))) == [
        "50.200000",
        "95.000000",
    ]
    assert "已经写入过了" in said(client.post(f"/indicators/import/{token}/apply/"))
    again = text(client.post("/indicators/import/", {"file": filled(client, {})}))
    assert "没有改动" in again and ValueEntry.objects.count() == 3
    errors = openpyxl.load_workbook(io.BytesIO(client.get(f"/indicators/import/{token}/errors/").content)).active
    cells = [[cell.value for cell in row] for row in errors.iter_rows()]
    assert len(cells) == 5 and any("超过了100%" in str(cell) for cell in cells[3]) and "500" in cells[3]
    other = signed_in(colleague)
    assert "已经取消" in said(other.post(f"/indicators/import/{token}/apply/"))


def test_a_sheet_of_errors_put_right_is_taken(clerk, campaign, sheet):
    client = signed_in(clerk)
    client.post(
        "/indicators/import/", {"file": filled(client, {("满意率", "2025年"): {"数值": "950", "来源名称": "报告"}})}
    )
    address = f"/indicators/import/{TableUpload.objects.get().token}/errors/"
    repaired = filled(client, {("满意率", "2025年"): {"数值": "95"}}, address)
    assert "1行可以提交" in text(client.post("/indicators/import/", {"file": repaired}))


def test_a_table_that_grew_old_does_not_overwrite_and_a_strangers_rows_are_refused(
    clerk, colleague, liaison, campaign, sheet
):
    client = signed_in(clerk)
    old = filled(client, {("满意率", "2025年"): {"数值": "93", "来源名称": "报告"}})
    fill(liaison, campaign, sheet["satisfaction"], "95", check=colleague)
    assert "导出以后有人报过，现在是95%" in text(client.post("/indicators/import/", {"file": old}))
    whole = filled(client, {("接种率", "青石镇"): {"数值": "93", "来源名称": "报告"}})
    page = text(signed_in(liaison).post("/indicators/import/", {"file": whole}))
    assert "1行要改" in page and "联络员" in page


@pytest.mark.parametrize("content", [b"", b"no table", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused_in_words(content, clerk, campaign, sheet):
    page = signed_in(clerk).post("/indicators/import/", {"file": SimpleUploadedFile("a.xlsx", content)})
    assert page.status_code in (200, 422) and "openpyxl" not in text(page) and not ValueEntry.objects.exists()


def test_a_table_with_strange_ids_is_refused_row_by_row(clerk, campaign, sheet):
    book = openpyxl.load_workbook(io.BytesIO(signed_in(clerk).get("/indicators/template/").content))
    page = book.active
    heads = {cell.value: cell.column for cell in page[3]}
    for row, bad in zip(
        range(4, 8), ("1:2", "9999:2025:year:1:0", "x:2025:year:1:0", f"{sheet['jab'].pk}:2025:year:1:99"), strict=True
    ):
        page.cell(row, heads["编号（请勿改）"]).value = bad
        page.cell(row, heads["数值"]).value = "95"
    out = io.BytesIO()
    book.save(out)
    answer = signed_in(clerk).post("/indicators/import/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    assert text(answer).count("编号认不出") == 4


def test_two_sheets_of_one_book_are_both_written(clerk, campaign, sheet):
    client = signed_in(clerk)
    content = filled(client, {("满意率", "2025年"): {"数值": "95", "来源名称": "报告"}}).read()
    book = openpyxl.load_workbook(io.BytesIO(content))
    other = book.copy_worksheet(book.active)
    for row in other.iter_rows(min_row=4):
        for cell in row:
            if isinstance(cell.value, str) and ":2025:year:" in cell.value:
                cell.value = cell.value.replace(":2025:", ":2024:")
    out = io.BytesIO()
    book.save(out)
    client.post("/indicators/import/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    client.post(f"/indicators/import/{TableUpload.objects.get().token}/apply/")
    assert sorted(ValueEntry.objects.values_list("year", flat=True)) == [2024, 2025]


def test_the_table_of_a_unit_holds_only_its_rows(clerk, liaison, campaign, sheet, health):
    rows = openpyxl.load_workbook(io.BytesIO(signed_in(liaison).get("/indicators/template/").content)).active
    names = [rows.cell(row, 2).value for row in range(4, rows.max_row + 1)]
    assert names == ["满意率", "近视率", "近视率", "近视率"]
    own = openpyxl.load_workbook(
        io.BytesIO(signed_in(clerk).get(f"/indicators/template/?unit={health.pk}").content)
    ).active
    assert own.max_row == rows.max_row
    assert signed_in(user_with_role(Role.LEADER)).get("/indicators/template/").status_code == 403


def test_the_export_says_what_the_list_says(clerk, campaign, sheet):
    fill(clerk, campaign, sheet["satisfaction"], "95")
    rows = openpyxl.load_workbook(io.BytesIO(signed_in(clerk).get("/indicators/export/").content)).active
    found = [cell.value for cell in rows[3]]
    assert found[0] == "满意率" and found[2] == "95%" and found[4] == "暂判达标" and "未审核" in found


@pytest.mark.parametrize(
    "path", ["/indicators/", "/indicators/checking/", "/indicators/owners/", "/indicators/gaps/", "/indicators/{pk}/",
             "/indicators/{pk}/fill/", "/indicators/template/", "/indicators/again/?edition={edition}", "/mine/"]
)  # fmt: skip
def test_a_page_asks_the_database_as_often_for_many_as_for_few(path, clerk, colleague, campaign, edition, sheet):
    other = make_edition("nat-2014", short_title="国家2014版")
    make_indicator(other, "satisfaction")
    rate = sheet["satisfaction"]
    fill(clerk, campaign, rate, 95, check=colleague)
    client = signed_in(colleague)
    address = path.format(pk=rate.pk, edition=other.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for n in range(6):
        more = make_indicator(edition, f"more{n}", owners=["卫健局"])
        DataOwner.objects.create(campaign=campaign, indicator=more, unit=UnitFactory())
        make_indicator(other, f"more{n}")
        make_indicator(edition, f"bare{n}", owners=["城管局"])
        fill(clerk, campaign, more, 95)
        fill(clerk, campaign, rate, 90 + n, year=2018 + n)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) <= len(few)


def test_a_reader_without_an_edition_is_told_what_to_do(clerk, campaign):
    campaign.edition = None
    campaign.save()
    assert "去设置里选" in text(signed_in(clerk).get("/indicators/"))
    for address in ("checking/", "owners/", "gaps/", "again/", "import/", "template/", "export/"):
        assert signed_in(clerk).get(f"/indicators/{address}").status_code == 200


def test_the_names_of_the_addresses_are_those_of_the_menu(clerk, campaign, sheet):
    assert reverse("indicators:list") == "/indicators/"


def test_the_page_of_a_clause_shows_its_indicators_judged_within_reach_and_once(clerk, liaison, other, campaign, sheet):
    def panel(user, clause) -> str:
        return "".join(clause_results(signed_in(user).get("/indicators/").wsgi_request, clause)[1].values())

    rate = sheet["satisfaction"]
    fill(clerk, campaign, rate, "95")
    shown = panel(clerk, rate.clause)
    assert "95%" in shown and "达标" in shown
    assert "95%" in panel(liaison, rate.clause) and panel(other, rate.clause) == ""
    page = text(signed_in(clerk).get(f"/standards/{rate.edition_id}/clauses/{rate.clause.key}/"))
    card = page.split('id="indicators"')[1].split("</section>")[0]
    assert "95%" in card and "暂判达标" in card and "满意率" in card and "数据指标</h2>" not in page
    elsewhere = make_indicator(
        make_edition("nat-2014", short_title="国家2014版"), "satisfaction", value="96", name="满意率"
    )
    judged_there = panel(clerk, elsewhere.clause)
    assert "低于96%" in judged_there and "<a " not in judged_there


def test_every_place_that_shows_an_outcome_says_where_it_is_only_for_now(clerk, colleague, campaign, sheet):
    rate = sheet["satisfaction"]
    entry = fill(clerk, campaign, rate, "95.60")
    client = signed_in(clerk)
    pages = ("/indicators/?year=2025", f"/indicators/{rate.pk}/?year=2025")
    assert all("暂判达标" in text(client.get(page)) for page in pages)
    assert "另暂判1" in text(client.get(pages[0]))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/indicators/export/?year=2025").content))
    assert "暂判达标" in [cell.value for row in book.active.iter_rows() for cell in row]
    check_value(by=colleague, entry=entry)
    assert not any("暂判" in text(client.get(page)) for page in pages)
