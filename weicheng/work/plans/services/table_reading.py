"""An edited 任务分解表 as rows of cells: sheets, heads wherever they stand, columns in any order."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from python_calamine import CalamineError, CalamineWorkbook

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import SafeZip
from weicheng.engines.reader.sources.detect import detect
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.breakdown_table import COLUMNS, MARKS, NUMBER, SHOWN_ONLY, TITLE, UID, VERSION
from weicheng.work.plans.errors import RefusedUpload
from weicheng.work.plans.services.screening import check_size

_HEAD_WITHIN = 20
_SAYING_NOTHING = {"uid", "version", "marks", *(column.head for column in SHOWN_ONLY)}  # alone they make no row
_MOST_ROWS = 20_000
_NOT_A_TABLE = "这不是能读的表格，请用台账导出的xlsx，在Excel或WPS里改好再传。"


@dataclass(slots=True)
class TableRow:
    """A row of the table: ``cells`` by field name, the raw values; ``row`` counts from 1 as Excel does."""

    sheet: str
    row: int
    cells: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    uid: str = ""
    version: int | None = None
    shown: dict[str, Any] = field(default_factory=dict)  # cells of the columns that are only shown, by head
    marks: tuple[str, ...] = ()  # of what those said when the table was exported

    @property
    def key(self) -> str:
        return f"{self.sheet}!{self.row}"


@dataclass(slots=True)
class TableFile:
    rows: list[TableRow]
    skipped_sheets: list[str]


def read_table(data: bytes) -> TableFile:
    """The rows of every sheet that has the heads of a task table. Raises RefusedUpload where there is none."""
    book = open_book(data)
    rows: list[TableRow] = []
    skipped: list[str] = []
    for name in book.sheet_names:
        found = _read_sheet(name, book)
        if found is None:
            skipped.append(name)
        else:
            rows += found
    if len(skipped) == len(book.sheet_names):
        raise RefusedUpload(f"表格里没有找到“{TITLE.head}”这一列，请用台账导出的表格来改。")
    return TableFile(rows, skipped)


def open_book(data: bytes) -> CalamineWorkbook:
    """A workbook opened with suspicion. Raises RefusedUpload with a sentence."""
    check_size(len(data))
    try:
        if detect(data) == "zip":
            archive = SafeZip(data, DEFAULT_LIMITS)
            if archive.encrypted():
                raise RefusedUpload("表格加了密码，请去掉密码再传。")
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except UnreadableDocument as error:
        raise RefusedUpload(str(error)) from error
    except (CalamineError, OSError, ValueError) as error:
        raise RefusedUpload(_NOT_A_TABLE) from error


def _read_sheet(name: str, book: CalamineWorkbook) -> list[TableRow] | None:
    try:
        sheet = book.get_sheet_by_name(name)
        lines = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError) as error:
        raise RefusedUpload(_NOT_A_TABLE) from error
    if len(lines) > _MOST_ROWS:
        raise RefusedUpload(f"工作表“{name}”有{len(lines)}行，超过{_MOST_ROWS}行，请检查是不是选错了文件。")
    heads = next(((place, found) for place, line in enumerate(lines[:_HEAD_WITHIN]) if (found := _heads(line))), None)
    if heads is None:
        return None
    place, columns = heads
    rows = [_row(name, number, line, columns) for number, line in enumerate(lines[place + 1 :], place + 2)]
    return [row for row in rows if row is not None]


def _heads(line: Sequence[Any]) -> dict[str, int] | None:
    """Column places by name, if the line is a head: it names the task and something else."""
    known: dict[str, str] = {UID: "uid", VERSION: "version", NUMBER.head: "number", MARKS: "marks"}
    known.update({column.head: column.head for column in SHOWN_ONLY})
    for column in COLUMNS:
        for head in (column.head, *column.other_heads):
            if column.field:
                known.setdefault(head, column.field)
    known.update(dict.fromkeys(NUMBER.other_heads, "number"))
    found: dict[str, int] = {}
    for place, cell in enumerate(line):
        name = known.get(plain_text(cell).replace("\n", "").replace(" ", ""))
        if name:
            found.setdefault(name, place)
    return found if "title" in found and len(found) > 1 else None


def _row(sheet: str, number: int, line: Sequence[Any], columns: dict[str, int]) -> TableRow | None:
    values = {name: line[place] for name, place in columns.items() if place < len(line)}
    if not any(plain_text(value) for name, value in values.items() if name not in _SAYING_NOTHING):
        return None
    row = TableRow(sheet, number)
    row.uid = _uid(values.pop("uid", ""))
    row.version = _version(values.pop("version", ""))
    row.number = plain_text(values.pop("number", ""))
    row.marks = tuple(plain_text(values.pop("marks", "")).split())
    row.shown = {column.head: values.pop(column.head) for column in SHOWN_ONLY if column.head in values}
    row.cells = values
    return row


def plain_text(value: Any) -> str:
    """A cell as one would read it: dates as ISO, whole numbers without a point, blanks at the edges gone."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value if value is not None else "")
    return re.sub(r"[ \t\u3000\xa0]+", " ", text.replace("_x000D_", "").replace("\r\n", "\n")).strip()


def half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _uid(value: Any) -> str:
    try:
        return str(UUID(plain_text(value)))
    except ValueError:
        return ""


def _version(value: Any) -> int | None:
    text = half_width(plain_text(value))
    return whole(text)
