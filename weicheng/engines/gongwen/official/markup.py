"""Plain text with heading marks becomes parts: 一、 （一） 1. （1） as people type them; | a | b | is a row of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weicheng.engines.gongwen.words import clean

_HAN = "零〇一二三四五六七八九十百"
# What people type for each level, and the mark that the standard wants (7.3.3).
_MARKS = (
    (1, re.compile(rf"^([{_HAN}]{{1,5}})[、.．]\s*")),
    (2, re.compile(rf"^[（(]([{_HAN}]{{1,5}})[）)][、.．]?\s*")),
    (3, re.compile(r"^(\d{1,3})[.．、](?!\d)\s*")),
    (4, re.compile(r"^[（(](\d{1,3})[）)][、.．]?\s*")),
)
_SHAPES = {1: "{}、", 2: "（{}）", 3: "{}.", 4: "（{}）"}
_ROW = re.compile(r"^\|(.+)\|$")
_RULE = re.compile(r"^[\s|:：\-—]+$")
LEAD = 40  # a first sentence longer than this is running text, not a heading


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph. ``level`` 0 is running text; else ``mark`` is its number, ``lead`` the heading, ``text`` what follows it."""

    level: int
    mark: str
    lead: str
    text: str = ""

    @property
    def whole(self) -> str:
        return f"{self.mark}{self.lead}{self.text}"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; the first row is its head."""

    rows: tuple[tuple[str, ...], ...]


def read_body(text: str) -> list[Part | Rows]:
    """The parts of a body in order. Marks are brought into the shape of the standard, numbers are left as they were typed."""
    parts: list[Part | Rows] = []
    table: list[tuple[str, ...]] = []
    for line in [*clean(text).split("\n"), ""]:
        line = line.replace("\u3000", " ").strip()
        row = _ROW.match(line)
        if row:
            if not _RULE.match(line):
                table.append(tuple(cell.strip() for cell in row[1].split("|")))
            continue
        if table:
            parts.append(_rows(table))
            table = []
        if line:
            parts.append(_part(line))
    return parts


def _part(line: str) -> Part:
    for level, pattern in _MARKS:
        found = pattern.match(line)
        if found:
            lead, rest = _split(line[found.end() :]) if level <= 2 else (line[found.end() :], "")
            return Part(level, _SHAPES[level].format(found[1]), lead, rest)
    return Part(0, "", line)


def _split(text: str) -> tuple[str, str]:
    """Heading and what follows it in the same paragraph: the first sentence, if more follows."""
    end = text.find("。")
    if end == -1:
        return text, ""
    if end > LEAD and end < len(text) - 1:
        return "", text
    return text[: end + 1], text[end + 1 :]


def _rows(table: list[tuple[str, ...]]) -> Rows:
    wide = max(len(row) for row in table)
    return Rows(tuple(row + ("",) * (wide - len(row)) for row in table))
