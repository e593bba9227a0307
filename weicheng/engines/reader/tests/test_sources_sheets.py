"""Breakdown tables in Excel and WPS files."""

import datetime
import io
from pathlib import Path

import pytest
import xlsxwriter

from weicheng.engines.reader.document import Document, Kind, UnreadableDocument
from weicheng.engines.reader.sources import Limits, open_document
from weicheng.engines.reader.sources.sheets import cell_text
from weicheng.engines.reader.tests.compound_files import compound
from weicheng.engines.reader.tests.office_files import zipped

FIXTURES = Path(__file__).parent / "fixtures"


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("任务分解表")
    day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    month = book.add_format({"num_format": 'yyyy"年"m"月"'})
    percent = book.add_format({"num_format": "0%"})
    sheet.merge_range("B2:E2", "柳泉县创卫任务分解表")
    sheet.write_row("B3", ["序号", "任务", "牵头单位", "完成时限"])
    sheet.write_row("B4", [1, "清扫街巷\n每日两次"])
    sheet.merge_range("D4:D5", "县城管局")
    sheet.write("E4", datetime.date(2026, 6, 30), day)
    sheet.write_row("B5", [2, "覆盖率"])
    sheet.write("E5", 0.95, percent)
    sheet.write("E7", datetime.date(2026, 6, 1), month)
    second = book.add_worksheet("附表")
    second.write("A1", 12.5)
    hidden = book.add_worksheet("草稿")
    hidden.write("A1", "不要")
    hidden.hide()
    book.close()
    return buffer.getvalue()


def texts(document: Document, table: int) -> dict[tuple[int, int, int, int], str]:
    return {
        (c.row, c.column, c.row_span, c.column_span): document.text[c.start : c.end]
        for c in document.tables[table].cells
        if c.end > c.start
    }


def test_every_visible_sheet_is_a_table_with_merged_cells_once():
    document = open_document(workbook(), "分解表.xlsx")

    assert [table.name for table in document.tables] == ["任务分解表", "附表"]
    assert texts(document, 0) == {
        (0, 0, 1, 4): "柳泉县创卫任务分解表",
        (1, 0, 1, 1): "序号",
        (1, 1, 1, 1): "任务",
        (1, 2, 1, 1): "牵头单位",
        (1, 3, 1, 1): "完成时限",
        (2, 0, 1, 1): "1",
        (2, 1, 1, 1): "清扫街巷\n每日两次",
        (2, 2, 2, 1): "县城管局",
        (2, 3, 1, 1): "2026年6月30日",
        (3, 0, 1, 1): "2",
        (3, 1, 1, 1): "覆盖率",
        (3, 3, 1, 1): "95%",
        (4, 3, 1, 1): "2026年6月",
    }
    assert texts(document, 1) == {(0, 0, 1, 1): "12.5"}
    assert document.warnings == ("隐藏的工作表没有读取：草稿。",)
    assert "不要" not in document.text


def test_a_cell_says_where_it_stands_in_its_sheet():
    document = open_document(workbook())
    block = next(b for b in document.blocks if document.text[b.start : b.end] == "县城管局")

    assert block.kind == Kind.CELL
    assert (block.locator.sheet, block.locator.row, block.locator.column) == ("任务分解表", 4, 4)


@pytest.mark.parametrize("name", ["tasks.xls", "tasks.et"])
def test_old_workbooks_read_the_same_under_any_name(name: str):
    document = open_document((FIXTURES / "tasks.xls").read_bytes(), name)

    assert document.format == "xls"
    assert texts(document, 0)[(2, 2, 2, 1)] == "县城管局"
    assert {"2026年6月30日", "2026年6月", "85%", "1.5"} <= set(texts(document, 0).values())
    assert document.warnings == ("隐藏的工作表没有读取：草稿。",)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (3.0, "", "3"),
        (0.1 + 0.2, "", "0.3"),
        (-2.50, "", "-2.5"),
        (0.955, "0.0%", "95.5%"),
        (True, "", "TRUE"),
        (datetime.datetime(2026, 6, 30, 9, 5), "", "2026年6月30日 09:05"),
        (datetime.datetime(2026, 6, 30), "", "2026年6月30日"),
        (datetime.date(2026, 6, 1), "yyyy-m", "2026年6月"),
        (datetime.time(8, 30), "", "08:30"),
        (datetime.timedelta(hours=26, minutes=3), "", "26:03"),
        (" 文字\r\n换行 ", "", "文字\n换行"),
    ],
)
def test_values_are_written_as_people_read_them(value: object, code: str, text: str):
    assert cell_text(value, code) == text


def test_two_far_cells_are_refused_before_they_fill_the_memory():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    data = zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    )
    with pytest.raises(UnreadableDocument, match="表格的范围太大"):
        open_document(data)


def test_cells_without_a_reference_are_counted_where_they_follow():
    row = "<row>" + "<c><v>1</v></c>" * 300 + "</row>"
    sheet = f'<worksheet xmlns="x"><sheetData>{row * 20}</sheetData><cfRule/></worksheet>'
    data = zipped(
        {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": sheet}
    )
    with pytest.raises(UnreadableDocument, match="表格的范围太大"):
        open_document(data, limits=Limits(cells=5000))


def test_far_cells_of_an_old_workbook_are_refused_too():
    def number(row: int, column: int) -> bytes:
        return b"\x03\x02\x0e\x00" + row.to_bytes(2, "little") + column.to_bytes(2, "little") + bytes(10)

    book = b"\x09\x08\x10\x00" + bytes(16) + number(0, 0) + number(60_000, 250)
    with pytest.raises(UnreadableDocument, match="表格的范围太大"):
        open_document(compound({"Workbook": book}), limits=Limits(cells=1_000_000))


def test_an_encrypted_old_workbook_is_refused():
    book = b"\x09\x08\x10\x00" + bytes(16) + b"\x2f\x00\x06\x00" + bytes(6)
    with pytest.raises(UnreadableDocument, match="加了密码"):
        open_document(compound({"Workbook": book}))
