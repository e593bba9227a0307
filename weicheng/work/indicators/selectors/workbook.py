"""The table of values as a workbook: rows that people fill and that find their way home by a hidden id."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter

from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit
from weicheng.work.indicators.choices import Span
from weicheng.work.indicators.reading import Period
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.table_columns import (
    COLUMNS,
    FAULT,
    FILLED,
    FIXED,
    ID,
    SEEN,
    Line,
    filled_cells,
    fixed_cells,
)

HEAD_ROW = 2  # below the title and the note
_NOTE = (
    "只填白底的格子。比率可以只填分子、分母，系统会算；数字带单位、写“3.2万”都认。不要改最右边两列编号。"
    "没有的先空着，空格不会清掉已有的数。填好后在“数据指标，导入”里传回来。"
)


def lines_of(board: Board, rows: Iterable[Judged]) -> list[Line]:
    """For each indicator the year, each town of it, and the earlier years that are still missing."""
    lines: list[Line] = []
    for row in rows:
        slots = board.entries.get(row.indicator.pk, {})
        if row.asked.is_per_unit:
            periods = [Period(row.year, subject=unit) for unit, _ in row.by_unit]
        else:
            years = sorted({row.year, *(lack.year for lack in row.missing)}, reverse=True)
            periods = [Period(year) for year in years]
        for period in periods:
            last = slots.get((period.year - 1, Span.YEAR.value, 1, period.slot[3]))
            lines.append(Line(row.asked, period, slots.get(period.slot), last))
    return lines


def of_unit(rows: Iterable[Judged], unit: Unit) -> list[Judged]:
    """What one unit owes or has a figure of its own in."""
    return [
        row
        for row in rows
        if (row.owner is not None and unit.pk in (row.owner.unit_id, heir_of(row.owner.unit).pk))
        or any(one.pk == unit.pk for one, _ in row.by_unit)
    ]


def table(title: str, lines: Iterable[Line], *, with_faults: bool = False) -> bytes:
    """The workbook; ``with_faults``: what was typed, with what is wrong in a last column."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("指标数据")
    forms = _forms(book)
    width = len(COLUMNS) + (1 if with_faults else 0)
    sheet.merge_range(0, 0, 0, width - 1, title, forms["title"])
    sheet.merge_range(1, 0, 1, width - 1, _NOTE, forms["note"])
    sheet.set_row(0, 30)
    sheet.set_row(1, 30)
    heads = [column.head for column in COLUMNS] + ([FAULT] if with_faults else []) + [ID, SEEN]
    for place, head in enumerate(heads):
        sheet.write_string(HEAD_ROW, place, head, forms["head"])
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
    if with_faults:
        sheet.set_column(len(COLUMNS), len(COLUMNS), 40)
    sheet.set_column(width, width + 1, 10, None, {"hidden": True})
    last = HEAD_ROW
    for last, line in enumerate(lines, HEAD_ROW + 1):
        _write(sheet, last, line, forms, width, with_faults)
    _finish(sheet, last, width)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, line: Line, forms: dict[str, Any], width: int, with_faults: bool) -> None:
    for place, cell in enumerate([str(row - HEAD_ROW), *fixed_cells(line)]):
        sheet.write_string(row, place, cell, forms["fixed"])
    cells = line.given if line.given is not None else filled_cells(line.asked, line.entry)
    for place, column in enumerate(FILLED, len(FIXED)):
        # Text cells: a percentage typed into a number cell would become 0.956.
        sheet.write_string(row, place, cells.get(column.field, ""), forms["filled"])
    if with_faults:
        sheet.write_string(row, len(COLUMNS), line.fault, forms["fault"])
    sheet.write_string(row, width, line.id)
    sheet.write_string(row, width + 1, str(line.entry.pk if line.entry else 0))


def _finish(sheet: Any, last: int, width: int) -> None:
    sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW + 1), width + 1)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.print_area(0, 0, last, width - 1)
    sheet.set_footer("&R&9第&P页，共&N页")


def _forms(book: Any) -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True, "font_color": "#526468"}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E3F1F0"}),
        "fixed": book.add_format({**cell, "bg_color": "#F4F6F6"}),
        "filled": book.add_format({**cell, "num_format": "@"}),
        "fault": book.add_format({**cell, "font_color": "#B42318"}),
    }
