"""A look at the records of an .xls before a library lays its sheets out: sizes, encryption, number formats."""

import struct
from collections.abc import Iterator

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.formats import BUILT_IN, TOO_WIDE, Formats, plain_code
from weicheng.engines.reader.sources.watch import Limits

_ENCRYPTED, _SHEET, _FORMAT, _STYLE = 0x002F, 0x0085, 0x041E, 0x00E0
_SHEET_BEGINS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_MANY = 0x00BD  # several numbers in one record
# FORMULA, MULRK, MULBLANK, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK and their older forms: row, column, style, ...
_CELLS = frozenset(
    {0x0006, 0x0206, 0x0406, _MANY, 0x00BE, 0x00FD, 0x00D6, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
    | {0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x007E}
)


def _records(book: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(offset, kind, content) of every record."""
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield at, kind, book[at + 4 : at + 4 + size]
        at += 4 + size


def check_biff(book: bytes, limits: Limits) -> None:
    """Refuse encrypted books, and sheets whose used range is larger than memory: two far cells are enough."""
    rows = columns = 0
    for _, kind, content in _records(book):
        if kind == _ENCRYPTED:
            raise UnreadableDocument("表格加了密码，打不开，请去掉密码后再上传。")
        if kind in _SHEET_BEGINS:
            rows = columns = 0
        elif kind in _CELLS and len(content) >= 4:
            row, column = struct.unpack_from("<HH", content)
            rows, columns = max(rows, row + 1), max(columns, column + 1 + len(content) // 6)
            if rows * columns > limits.cells:
                raise UnreadableDocument(TOO_WIDE)


def biff_formats(book: bytes) -> Formats:
    """Number formats of the cells of a sheet by (row, column) from 0, only those that change how the value reads."""
    codes: dict[int, str] = dict(BUILT_IN)
    styles: list[int] = []
    names: dict[int, str] = {}
    cells: dict[str, dict[tuple[int, int], int]] = {}
    sheet: dict[tuple[int, int], int] = {}
    for at, kind, content in _records(book):
        if kind in _SHEET_BEGINS:
            sheet = cells.setdefault(names[at], {}) if at in names else {}
        elif kind == _FORMAT and len(content) > 5:
            codes[struct.unpack_from("<H", content)[0]] = plain_code(_string(content[2:], 2))
        elif kind == _STYLE and len(content) >= 4:
            styles.append(struct.unpack_from("<H", content, 2)[0])
        elif kind == _SHEET and len(content) > 8:
            names[struct.unpack_from("<I", content)[0]] = _string(content[6:], 1)
        elif kind in _CELLS and len(content) >= 6:
            sheet.update(_styles_of(kind, content))
    telling = {
        index for index, style in enumerate(styles) if "%" in codes.get(style, "") or "y" in codes.get(style, "")
    }
    shown = {
        name: {place: codes[styles[style]] for place, style in found.items() if style in telling}
        for name, found in cells.items()
    }
    return lambda name: shown.get(name, {})


def _styles_of(kind: int, content: bytes) -> dict[tuple[int, int], int]:
    row, column, style = struct.unpack_from("<HHH", content)
    if kind != _MANY:
        return {(row, column): style}
    count = (len(content) - 6) // 6
    return {(row, column + i): struct.unpack_from("<H", content, 4 + 6 * i)[0] for i in range(count)}


def _string(data: bytes, width: int) -> str:
    """A counted string of BIFF8: its length, a flag for two-byte characters, the characters."""
    if len(data) < width + 1:
        return ""
    size = int.from_bytes(data[:width], "little")
    wide = data[width] & 1
    raw = data[width + 1 : width + 1 + size * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", errors="replace")
