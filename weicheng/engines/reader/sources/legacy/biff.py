"""A look at the records of an .xls before a library lays its sheets out."""

import struct

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.formats import TOO_WIDE
from weicheng.engines.reader.sources.watch import Limits

_ENCRYPTED = 0x002F
_SHEET_BEGINS = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
# FORMULA, MULRK, MULBLANK, LABELSST, BLANK, NUMBER, LABEL, BOOLERR, RK and their older forms: row, column, ...
_CELLS = frozenset(
    {0x0006, 0x0206, 0x0406, 0x00BD, 0x00BE, 0x00FD, 0x00D6, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
    | {0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x007E}
)


def check_biff(book: bytes, limits: Limits) -> None:
    """Refuse encrypted books, and sheets whose used range is larger than memory: two far cells are enough."""
    at = rows = columns = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        if kind == _ENCRYPTED:
            raise UnreadableDocument("表格加了密码，打不开，请去掉密码后再上传。")
        if kind in _SHEET_BEGINS:
            rows = columns = 0
        elif kind in _CELLS and at + 8 <= len(book):
            row, column = struct.unpack_from("<HH", book, at + 4)
            rows, columns = max(rows, row + 1), max(columns, column + 1 + size // 6)
            if rows * columns > limits.cells:
                raise UnreadableDocument(TOO_WIDE)
        at += 4 + size
