"""What the cells of an .xlsx look like and how large its sheets are, asked before a library lays them out."""

import re
from collections.abc import Callable
from typing import Any

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN, SafeZip
from weicheng.engines.reader.sources.markup import local, parse_xml
from weicheng.engines.reader.sources.watch import Limits

Formats = Callable[[str], dict[tuple[int, int], str]]

TOO_WIDE = "表格的范围太大（有内容的单元格离得太远），请删去空行空列后另存再上传。"
_REFERENCE = re.compile(rb"""<(?:\w+:)?(?:c|row)\s[^>]*?\br=["']([A-Z]{0,4})(\d{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_UNPLACED = re.compile(rb"<(?:\w+:)?c(?:\s(?![^>]*\br=)|[/>])")
_STYLED = re.compile(rb"""<c\s+r="([A-Z]{1,3})(\d{1,7})"\s+s="(\d{1,6})\"""")
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def no_formats(sheet: str) -> dict[tuple[int, int], str]:
    return {}


def check_sheets(archive: SafeZip, limits: Limits) -> None:
    """Refuse a sheet whose used range would be laid out as more cells than memory holds: one cell at XFD1048576 is enough."""
    for name in archive.names:
        if re.match(r"/?xl/worksheets/[^/]*\.xml$", name, re.IGNORECASE):
            data = archive.read(name)
            if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise UnreadableDocument(BROKEN)
            if b"<!DOCTYPE" in data[:4096]:
                parse_xml(data)
            rows = columns = 1
            for letters, digits in _REFERENCE.findall(data):
                rows = max(rows, int(digits))
                columns = max(columns, _column(letters))
            if _UNPLACED.search(data):
                # Cells without a reference follow one another.
                columns = max(columns, *(len(_CELL.findall(row)) for row in data.split(b"</row>")))
                rows = max(rows, data.count(b"</row>"))
            if rows * columns > limits.cells:
                raise UnreadableDocument(TOO_WIDE)


def xlsx_formats(archive: SafeZip) -> Formats:
    """Number formats of the cells of a sheet by (row, column) from 0, only those that change how the value reads."""
    try:
        codes = _codes(parse_xml(archive.read("xl/styles.xml")))
        members = _members(archive)
    except (KeyError, UnreadableDocument):
        return no_formats
    telling = {index: code for index, code in codes.items() if "%" in code or re.search("[ym]", code)}

    def of_sheet(sheet: str) -> dict[tuple[int, int], str]:
        if not telling or members.get(sheet) not in archive.names:
            return {}
        return {
            (int(row) - 1, _column(letters) - 1): telling[int(style)]
            for letters, row, style in _STYLED.findall(archive.read(members[sheet]))
            if int(style) in telling
        }

    return of_sheet


def plain_code(code: str) -> str:
    """A number format without its literal texts, so that "日" in quotes is not taken for a letter that means a day."""
    return _LITERAL.sub("", code).lower()


def _codes(styles: Any) -> dict[int, str]:
    custom = {
        int(element.get("numFmtId")): plain_code(element.get("formatCode") or "")
        for element in styles.iter("{*}numFmt")
        if (element.get("numFmtId") or "").isdecimal()
    }
    cells = next((element for element in styles if local(element) == "cellXfs"), ())
    found = {}
    for index, element in enumerate(cells):
        identifier = element.get("numFmtId") or "0"
        if identifier.isdecimal():
            code = custom.get(int(identifier), BUILT_IN.get(int(identifier), ""))
            if code:
                found[index] = code
    return found


def _members(archive: SafeZip) -> dict[str, str]:
    """Names of sheets with the member that holds each."""
    targets = {
        relation.get("Id"): relation.get("Target") or ""
        for relation in parse_xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for sheet in parse_xml(archive.read("xl/workbook.xml")).iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        found[sheet.get("name")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
