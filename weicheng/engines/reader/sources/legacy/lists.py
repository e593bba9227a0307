"""Styles and automatic lists of a .doc."""

import struct
from dataclasses import dataclass, field, replace

from weicheng.engines.reader.sources.counting import LEVELS, Level, Numbering
from weicheng.engines.reader.sources.legacy.pieces import PLACES, Binary
from weicheng.engines.reader.sources.legacy.properties import Sprms, modifiers

# Numbers of formats in the binary file, with the names that Office Open XML gives them.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    10: "ideographDigital", 11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip
_SUFFIXES = {0: "tab", 1: "space", 2: "nothing"}
_MOST = 4000


@dataclass(slots=True)
class BinaryStyle:
    parent: int
    paragraph: Sprms = field(default_factory=dict)
    character: Sprms = field(default_factory=dict)


def read_styles(binary: Binary) -> dict[int, BinaryStyle]:
    """Paragraph styles by their index; what cannot be read is left out."""
    offset, size = binary.place(PLACES["styles"])
    sheet = binary.table[offset : offset + size]
    if len(sheet) < 8:
        return {}
    header, count, base = struct.unpack_from("<HHH", sheet)
    found: dict[int, BinaryStyle] = {}
    at = 2 + header
    for index in range(min(count, _MOST)):
        if at + 2 > len(sheet):
            break
        (length,) = struct.unpack_from("<H", sheet, at)
        style = _style(sheet[at + 2 : at + 2 + length], base)
        if style is not None:
            found[index] = style
        at += 2 + length
    return found


def _style(data: bytes, base: int) -> BinaryStyle | None:
    if len(data) < base + 2 or len(data) < 10:
        return None
    (kind,) = struct.unpack_from("<H", data, 2)
    if kind & 0xF != 1:
        return None
    style = BinaryStyle(kind >> 4)
    at = base + 4 + 2 * struct.unpack_from("<H", data, base)[0]
    for target in (style.paragraph, style.character):
        at += at % 2
        if at + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, at)
        body = data[at + 2 : at + 2 + size]
        target.update(modifiers(body[2:] if target is style.paragraph else body, b""))
        at += 2 + size
    return style


def read_lists(binary: Binary) -> dict[int, Numbering]:
    """Numberings by the index that paragraphs use (from 1)."""
    try:
        return _overrides(binary, _definitions(binary))
    except (struct.error, IndexError):
        return {}


def _definitions(binary: Binary) -> dict[int, dict[int, Level]]:
    """Levels of each list by its identifier. The levels stand behind the structure that the header names."""
    offset, size = binary.place(PLACES["lists"])
    if size < 2:
        return {}
    (count,) = struct.unpack_from("<H", binary.table, offset)
    count = min(count, _MOST, (size - 2) // 28)
    at = offset + 2 + 28 * count
    found: dict[int, dict[int, Level]] = {}
    for index in range(count):
        head = offset + 2 + 28 * index
        (identifier,) = struct.unpack_from("<i", binary.table, head)
        levels = {}
        for position in range(1 if binary.table[head + 26] & 1 else LEVELS):
            levels[position], at = _level(binary.table, at)
        found[identifier] = levels
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    (start,) = struct.unpack_from("<i", table, at)
    style, flags = table[at + 4], table[at + 5]
    suffix = table[at + 15]
    character, paragraph, restart = table[at + 24], table[at + 25], table[at + 26]
    at += 28 + character + paragraph
    (count,) = struct.unpack_from("<H", table, at)
    raw = table[at + 2 : at + 2 + 2 * count].decode("utf-16-le", errors="replace")
    text = "".join(f"%{ord(c) + 1}" if ord(c) < LEVELS else c for c in raw)
    level = Level(
        start=max(0, min(start, 32767)),
        format=_FORMATS.get(style, "decimal"),
        text=text,
        suffix=_SUFFIXES.get(suffix, "tab"),
        restart=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * count


def _overrides(binary: Binary, definitions: dict[int, dict[int, Level]]) -> dict[int, Numbering]:
    offset, size = binary.place(PLACES["overrides"])
    if size < 4:
        return {}
    (count,) = struct.unpack_from("<I", binary.table, offset)
    count = min(count, _MOST, (size - 4) // 16)
    order = {identifier: index for index, identifier in enumerate(definitions)}
    at = offset + 4 + 16 * count
    found = {}
    for index in range(count):
        head = offset + 4 + 16 * index
        (identifier,) = struct.unpack_from("<i", binary.table, head)
        numbering = Numbering(order.get(identifier, -1), dict(definitions.get(identifier, {})))
        at += 4
        for _ in range(binary.table[head + 12]):
            at = _override(binary.table, at, numbering)
        found[index + 1] = numbering
    return found


def _override(table: bytes, at: int, numbering: Numbering) -> int:
    start, flags = struct.unpack_from("<iI", table, at)
    at += 8
    position = flags & 0xF
    if flags & 0x20:
        numbering.levels[position], at = _level(table, at)
    if flags & 0x10 and position < LEVELS:
        start = max(0, min(start, 32767))
        numbering.starts[position] = start
        numbering.levels[position] = replace(numbering.levels.get(position, Level()), start=start)
    return at
