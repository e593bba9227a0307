"""Formatting of a .doc: property modifiers (sprm) kept in pages of 512 bytes, found by file offset."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_PAGE = 512
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}

IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
OUTLINE, LIST_LEVEL, LIST, ALIGN, ALIGN_OLD = 0x2640, 0x260A, 0x460B, 0x2461, 0x2403
TABLE_DEFINITION, VERTICAL_MERGE, MERGE = 0xD608, 0xD62B, 0x5624
DELETED, HIDDEN, BOLD = 0x0800, 0x083C, 0x0835
_HUGE = frozenset({0x6645, 0x6646})
_TABS = 0xC615

Sprms = dict[int, bytes]


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each modifier; a damaged list ends early."""
    at = 0
    while at + 2 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _SIZES[kind]
        elif code == TABLE_DEFINITION:
            if at + 2 > len(data):
                return
            size = struct.unpack_from("<H", data, at)[0] + 1
        elif at < len(data):
            size = data[at] + 1
            if code == _TABS and data[at] == 255:
                return
        else:
            return
        if at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


@dataclass(slots=True)
class Runs:
    """Stretches of the file with their formatting, in order of file offset."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    lists: list[bytes] = field(default_factory=list)

    def at(self, offset: int) -> int | None:
        """The stretch that holds a file offset."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else None


def read_runs(main: bytes, table: bytes, place: tuple[int, int], *, paragraphs: bool) -> Runs:
    """All stretches of the paragraph pages (PAPX) or of the character pages (CHPX)."""
    start, size = place
    plc = table[start : start + size]
    count = max(0, (len(plc) - 4) // 8)
    found: list[tuple[int, int, int, bytes]] = []
    for number in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)) if count else ():
        page = main[(number & 0x3FFFFF) * _PAGE : (number & 0x3FFFFF) * _PAGE + _PAGE]
        if len(page) == _PAGE:
            found.extend(_paragraph_page(page) if paragraphs else _character_page(page))
    found.sort(key=lambda run: run[:2])
    runs = Runs()
    for begin, end, style, modifiers in found:
        if end > begin:
            runs.starts.append(begin)
            runs.ends.append(end)
            runs.styles.append(style)
            runs.lists.append(modifiers)
    return runs


def _paragraph_page(page: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    count = min(page[511], (_PAGE - 5) // 17)
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[4 * (count + 1) + 13 * index] * 2
        if not 0 < at < _PAGE - 1:
            yield offsets[index], offsets[index + 1], 0, b""
            continue
        size = page[at] * 2 - 1
        at += 1
        if size < 0:
            size = page[at] * 2
            at += 1
        body = page[at : at + size]
        style = struct.unpack_from("<H", body)[0] if len(body) >= 2 else 0
        yield offsets[index], offsets[index + 1], style, body[2:]


def _character_page(page: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    count = min(page[511], (_PAGE - 5) // 5)
    offsets = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = page[4 * (count + 1) + index] * 2
        size = page[at] if 0 < at < _PAGE else 0
        yield offsets[index], offsets[index + 1], 0, page[at + 1 : at + 1 + size] if size else b""


def modifiers(data: bytes, data_stream: bytes) -> Sprms:
    """The last operand of each modifier; long lists of wide tables are kept in the Data stream."""
    found: Sprms = {}
    for code, operand in sprms(data):
        if code in _HUGE:
            (offset,) = struct.unpack("<I", operand)
            if offset + 2 <= len(data_stream):
                (size,) = struct.unpack_from("<H", data_stream, offset)
                found.update((c, o) for c, o in sprms(data_stream[offset + 2 : offset + 2 + size]) if c not in _HUGE)
        else:
            found[code] = operand
    return found


def flag(found: Sprms, code: int) -> bool | None:
    """A switch: on, off, or not said."""
    operand = found.get(code)
    return None if not operand else operand[0] in (1, 0x81)
