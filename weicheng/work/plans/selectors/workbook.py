"""The workbook of a 任务分解表: looks like what offices hand round, prints on A4 across, and finds its way home."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.plans.breakdown_table import (
    CATEGORY,
    COLUMNS,
    DUE,
    EDITABLE,
    MARKS,
    SHOWN_ONLY,
    TITLE_ROWS,
    UID,
    VERSION,
    mark_of,
)
from weicheng.work.plans.choices import Category
from weicheng.work.plans.selectors.export_rows import ExportRow
from weicheng.work.plans.selectors.quick_sheet import QuickSheet

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME_LIMIT = 31
_NOTE = (
    f"可改：{'、'.join(column.head for column in EDITABLE)}。"
    "改好后在台账页导入；插入的行作为新任务，删去的行不影响台账。"
)
_PLACES = range(1, len(COLUMNS))  # after the serial number
_DUE_PLACE = COLUMNS.index(DUE)
_SHOWN_PLACES = [COLUMNS.index(column) for column in SHOWN_ONLY]
_EXTRA_ROWS = 200  # rows below the table that offer the same lists


class Workbook:
    """Add sheets one after another, then ``close`` for the file."""

    def __init__(self, campaign: Campaign, day: date, conditions: str) -> None:
        self._out = tempfile.TemporaryFile()  # noqa: SIM115  (handed to the caller)
        options = {
            "constant_memory": True,  # rows go to the disk as they are written
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._out, options)
        self._book.set_properties({"title": f"{campaign}任务分解表", "comments": f"{day:%Y年%-m月%-d日}导出"})
        self._subtitle = f"{campaign}    {day:%Y年%-m月%-d日}导出" + (f"    {conditions}" if conditions else "")
        self._names: set[str] = set()
        cell = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        make = self._book.add_format
        self._text = make(cell)
        self._centre = make({**cell, "align": "center"})
        self._forms = [self._centre if column.centred else self._text for column in COLUMNS[1:]]
        self._date = make({**cell, "align": "center", "num_format": "yyyy-mm-dd"})
        self._head = make({**cell, "align": "center", "bold": True, "bg_color": "#E3F1F0"})
        self._title = make({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"})
        self._small = make({"font_name": "宋体", "font_size": 9, "font_color": "#526468", "valign": "vcenter"})

    def add_sheet(self, name: str, title: str, rows: Iterable[ExportRow]) -> None:
        """A sheet with the rows, which are taken one by one, in order."""
        sheet = self._book.add_worksheet(self._free_name(name), QuickSheet)
        last = len(COLUMNS) - 1
        sheet.merge_range(0, 0, 0, last - 1, title, self._title)
        sheet.set_row(0, 32)
        sheet.write_string(1, 0, self._subtitle, self._small)
        sheet.write_string(2, 0, _NOTE, self._small)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            sheet.write_string(TITLE_ROWS, place, column.head, self._head)
        sheet.set_column(last + 1, last + 3, 20, None, {"hidden": True})
        sheet.write_string(TITLE_ROWS, last + 1, UID)
        sheet.write_string(TITLE_ROWS, last + 2, VERSION)
        sheet.write_string(TITLE_ROWS, last + 3, MARKS)
        serial = 0
        for serial, one in enumerate(rows, 1):
            row = TITLE_ROWS + serial
            self._write_row(sheet, row, serial, one)
            sheet.write_string(row, last + 1, str(one.uid))
            sheet.write_number(row, last + 2, one.version)
            sheet.write_string(row, last + 3, " ".join(mark_of(one.cells[place - 1]) for place in _SHOWN_PLACES))
        self._finish(sheet, TITLE_ROWS + serial, last)

    def close(self) -> IO[bytes]:
        """The finished file, at its beginning."""
        self._book.close()
        self._out.seek(0)
        return self._out

    def _write_row(self, sheet: Any, row: int, serial: int, one: ExportRow) -> None:
        write = sheet.write_string
        sheet.write_number(row, 0, serial, self._centre)
        for place, form, cell in zip(_PLACES, self._forms, one.cells, strict=True):
            if place == _DUE_PLACE and one.due_on is not None:
                sheet.write_datetime(row, place, datetime.combine(one.due_on, datetime.min.time()), self._date)
            else:
                write(row, place, cell, form)

    def _finish(self, sheet: Any, end: int, last: int) -> None:
        """Lists, filter, frozen heads, and paper: A4 across, heads on every page, one page wide."""
        place = COLUMNS.index(CATEGORY)
        labels = [str(label) for label in Category.labels]
        rule = {"validate": "list", "source": labels, "error_title": "类别", "error_message": "请从列表里选一个类别。"}
        sheet.data_validation(TITLE_ROWS + 1, place, end + _EXTRA_ROWS, place, rule)
        # The hidden columns lie inside the filter's range, so that sorting keeps every row together with its id.
        sheet.autofilter(TITLE_ROWS, 0, max(end, TITLE_ROWS + 1), last + 3)
        sheet.freeze_panes(TITLE_ROWS + 1, 4)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.repeat_rows(TITLE_ROWS)
        # The long quotations stay on the screen: with them the print would be too small to read.
        sheet.print_area(0, 0, end, last - 1)
        sheet.set_footer("&L&9" + self._subtitle.replace("&", "&&")[:100] + "&R&9第&P页，共&N页")

    def _free_name(self, name: str) -> str:
        """A name that Excel takes, not yet used."""
        base = _FORBIDDEN.sub("", name).strip()[:_NAME_LIMIT] or "单位"
        free, number = base, 2
        while free.lower() in self._names:
            free = f"{base[: _NAME_LIMIT - 4]}({number})"
            number += 1
        self._names.add(free.lower())
        return free
