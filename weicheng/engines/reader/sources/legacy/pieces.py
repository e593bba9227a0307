"""The text of a .doc: pieces of the file in the order of reading, one entry for each of Word's character positions."""

import struct
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.legacy.compound import ENCRYPTED
from weicheng.engines.reader.sources.watch import Limits

_PARTS = ("body", "footnote", "header", "macro", "annotation", "endnote", "textbox", "header textbox")
_COUNTS_AT = 0x4C
_CLX, _CHPX, _PAPX, _STYLES, _LISTS, _OVERRIDES = 0x1A2, 0xFA, 0x102, 0xA2, 0x2E2, 0x2EA
_WORD97 = 0xC1
_TOO_OLD = "这是 Word 95 或更早的文档，请用 Word 或 WPS 打开后另存为 docx 再上传。"


@dataclass(slots=True)
class Binary:
    """A .doc with its text by character position and its tables by name."""

    main: bytes
    table: bytes
    data: bytes
    text: list[str] = field(default_factory=list)
    parts: list[tuple[str, int, int]] = field(default_factory=list)
    _pieces: list[tuple[int, int, int, int]] = field(default_factory=list)  # position, count, file offset, width
    _starts: list[int] = field(default_factory=list)

    def place(self, at: int) -> tuple[int, int]:
        """Offset and size in the table stream of the structure that the header names at ``at``."""
        offset, size = struct.unpack_from("<II", self.main, at)
        return (offset, size) if offset + size <= len(self.table) else (0, 0)

    def offset(self, position: int) -> int:
        """The file offset of a character position."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return 0
        start, _, offset, width = self._pieces[index]
        return offset + (position - start) * width

    def spans(self, begin: int, end: int) -> list[tuple[int, int, int, int]]:
        """Pieces within character positions: (position, count, file offset, width)."""
        return [piece for piece in self._pieces if piece[0] < end and piece[0] + piece[1] > begin]

    def _add(self, begin: int, end: int, offset: int, compressed: bool) -> None:
        width = 1 if compressed else 2
        raw = self.main[offset : offset + (end - begin) * width]
        self._pieces.append((begin, end - begin, offset, width))
        self._starts.append(begin)
        self.text.extend(_narrow(raw) if compressed else _wide(raw))
        # What the file is too short for is missing text, but later positions must not shift.
        self.text.extend("" for _ in range(end - len(self.text)))


PLACES = {"characters": _CHPX, "paragraphs": _PAPX, "styles": _STYLES, "lists": _LISTS, "overrides": _OVERRIDES}


def open_binary(ole: Any, limits: Limits) -> Binary:
    main = ole.openstream("WordDocument").read()
    if len(main) < 0x300:
        raise UnreadableDocument(BROKEN)
    magic, version = struct.unpack_from("<HH", main)
    (flags,) = struct.unpack_from("<H", main, 0x0A)
    if flags & 0x0100:
        raise UnreadableDocument(ENCRYPTED)
    if magic != 0xA5EC or version < _WORD97:
        raise UnreadableDocument(_TOO_OLD if magic in (0xA5DC, 0xA5EC, 0xA59B) else BROKEN)
    name = "1Table" if flags & 0x0200 else "0Table"
    if not ole.exists(name):
        name = "0Table" if name == "1Table" else "1Table"
    table = ole.openstream(name).read() if ole.exists(name) else b""
    data = ole.openstream("Data").read() if ole.exists("Data") else b""
    binary = Binary(main, table, data)
    _read_pieces(binary, limits)
    _read_parts(binary)
    return binary


def _read_parts(binary: Binary) -> None:
    at = 0
    for part, count in zip(_PARTS, struct.unpack_from("<8i", binary.main, _COUNTS_AT), strict=True):
        end = min(at + max(count, 0), len(binary.text))
        binary.parts.append((part, at, end))
        at = end


def _read_pieces(binary: Binary, limits: Limits) -> None:
    offset, size = binary.place(_CLX)
    clx = binary.table[offset : offset + size]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at + 5 > len(clx) or clx[at] != 2:
        raise UnreadableDocument(BROKEN)
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    if count < 1:
        raise UnreadableDocument(BROKEN)
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    for index in range(count):
        begin, end = positions[index], positions[index + 1]
        if begin != len(binary.text) or end < begin or end > limits.characters:
            raise UnreadableDocument(BROKEN)
        (place,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        compressed = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        binary._add(begin, end, place // 2 if compressed else place, compressed)


def _wide(raw: bytes) -> list[str]:
    units = array("H")
    units.frombytes(raw[: len(raw) // 2 * 2])
    return list(map(chr, units))


def _narrow(raw: bytes) -> list[str]:
    """One byte a character, Western by the format; some Chinese writers keep GBK there, two bytes a character."""
    high = sum(byte >= 0x81 for byte in raw)
    if high > 4 and high > 0.3 * len(raw):
        try:
            return _by_byte(raw.decode("gb18030"))
        except UnicodeDecodeError:
            pass
    return list(raw.decode("cp1252", errors="replace"))


def _by_byte(text: str) -> list[str]:
    found: list[str] = []
    for character in text:
        found.append(character)
        found.extend("" for _ in range(len(character.encode("gb18030")) - 1))
    return found
