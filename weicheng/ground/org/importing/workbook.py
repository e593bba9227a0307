"""Read the sheets of an .xlsx, .xls or .et file as text, whatever the order of columns, blank rows and merged cells."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.importing.columns import SPECS, UNITS, SheetSpec, fields_of, heading_key

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_UNPACKED = 200 * 1024 * 1024
HEADER_WITHIN = 15
LOCKED = "这个表有密码，打不开。请去掉密码另存一份再传。"
# An .xlsx with a password is no zip but an OLE file that holds this stream; calamine does not know it as a workbook.
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` as Excel shows it; ``values`` by field, as clean text."""

    number: int
    values: dict[str, str]

    def get(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(slots=True)
class Sheet:
    spec: SheetSpec
    name: str
    header: int  # 0-based index of the heading row
    places: dict[str, int]  # field -> 0-based column
    rows: list[Row] = field(default_factory=list)
    grid: list[list[str]] = field(default_factory=list)

    def letter(self, name: str) -> str:
        """The column letter of a field; that of the key column for a field the sheet does not have."""
        return column_letter(self.places.get(name, self.places[self.spec.key.field]))


def column_letter(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets that were recognised. Invalid, with a sentence, for what is no table or none of ours."""
    sheets: list[Sheet] = []
    for name, grid in read_grids(content):
        sheet = _recognise(name, grid, {one.spec.name for one in sheets})
        if sheet:
            sheets.append(sheet)
    if not sheets:
        wanted = "、".join(column.headings[0] for column in UNITS.columns if column.required)
        raise Invalid(f"没有找到认得的表头。“单位”表至少要有这些列：{wanted}。请用模板，或把表头改成这样。", "file")
    if not any(sheet.rows for sheet in sheets):
        raise Invalid("表头认出来了，下面一行内容也没有。", "file")
    return sheets


def read_grids(content: bytes, *, as_typed: bool = False) -> list[tuple[str, list[list[str]]]]:
    """Name and cells, as clean text, of every sheet. Invalid, with a sentence, for what cannot be opened or is too large.

    ``as_typed``: full-width letters and brackets stay as they are, where the words are kept and not looked up.
    """
    _check_size(content)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Invalid(LOCKED, "file")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [(name, _grid(book.get_sheet_by_name(name), as_typed)) for name in book.sheet_names]
    except PasswordError as error:
        raise Invalid(LOCKED, "file") from error
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Invalid("打不开这个文件。请用Excel或WPS另存为.xlsx再传。", "file") from error


def _check_size(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Invalid("文件坏了，打不开。请用Excel或WPS重新保存再传。", "file") from error
    if unpacked > MAX_UNPACKED:
        raise Invalid("这个表解开后太大了。请删掉图片和多余的工作表再传。", "file")


def _grid(sheet: Any, as_typed: bool) -> list[list[str]]:
    """All cells as text; the value of a merged cell stands in each of its cells."""
    rows: list[list[str]] = []
    for values in sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1):
        rows.append([_text(value, as_typed) for value in values[:MAX_COLUMNS]])
    if len(rows) > MAX_ROWS:
        raise Invalid(f"一张表超过{MAX_ROWS}行，请拆开后分别导入。", "file")
    for (top, left), (bottom, right) in getattr(sheet, "merged_cell_ranges", None) or []:
        if top == bottom and left != right:
            continue  # a title over the whole width is not a value of every column
        for row in range(top, min(bottom, len(rows) - 1) + 1):
            if left < len(rows[row]) and any(rows[row]):  # a blank row stays blank
                rows[row][left] = rows[top][left]
    return rows


def _text(value: Any, as_typed: bool = False) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else ("是" if value else "否")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    # Non-breaking blanks and full-width digits come from WPS and from phones.
    text = str(value) if as_typed else unicodedata.normalize("NFKC", str(value))
    return " ".join(text.replace("\u200b", "").split())


def _recognise(name: str, grid: list[list[str]], taken: set[str]) -> Sheet | None:
    """Which of the three sheets this is, by its name and its headings; None for notes and others."""
    best: tuple[int, Sheet] | None = None
    for spec in SPECS:
        if spec.name in taken:
            continue
        for index, row in enumerate(grid[:HEADER_WITHIN]):
            places = fields_of(spec, row)
            required = [column.field for column in spec.columns if column.required]
            if spec.key.field not in places or len(places) < 2:
                continue
            named = name.strip() == spec.name or name.strip().lower() in spec.other_names
            score = len(places) + (10 if named else 0) + 3 * all(field in places for field in required)
            if best is None or score > best[0]:
                best = (score, Sheet(spec, name, index, places))
    if best is None:
        return None
    sheet = best[1]
    sheet.grid = grid
    for number, values in enumerate(grid[sheet.header + 1 :], sheet.header + 2):
        read = {field: values[place] for field, place in sheet.places.items() if place < len(values)}
        repeated = heading_key(read.get(sheet.spec.key.field, "")) in sheet.spec.key.headings  # on every printed page
        if not repeated and any(value for field, value in read.items() if field != "order"):
            sheet.rows.append(Row(number, read))
    return sheet
