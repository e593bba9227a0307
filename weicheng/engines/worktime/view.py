"""A clean view of raw text for matching: half width, one dash, no blanks, with the way back to the raw offsets.

Papers break lines inside a date, put blanks around figures, and mix full-width with half-width forms. The grammar sees none of
that: it matches on the view, and what it finds is handed back with offsets into the raw text.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

BREAK = "\n"  # a blank that must not be bridged: it stays in the view as one line break

_RANGES = ((0xFF01, 0xFF5F), (0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE50, 0xFE70))
_ALIKE = {
    "-": "—–‒―－‐‑─━~～〜∼﹣﹘﹏",
    '"': "“”„‟«»＂‚‘’‛「」『』〝〞＇'",
    "〇": "○◯〇",
    "[": "〔［【〖",
    "]": "〕］】〗",
}


def _table() -> dict[int, int]:
    table: dict[int, int] = {}
    for low, high in _RANGES:
        for code in range(low, high):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = ord(plain)
    for plain, forms in _ALIKE.items():
        table.update({ord(form): ord(plain) for form in forms})
    return table


_TABLE = _table()
_CHANGED = re.compile("[" + re.escape("".join(map(chr, _TABLE))) + "]")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_DIGITS_APART = re.compile(r"\d[\d\s\u200b\ufeff]*\s[\d\s\u200b\ufeff]*\d(?=\s*(.?))", re.DOTALL)
_LIST_NUMBER = re.compile(r"\d{1,2}(?:[、)]|\.(?!\d))")
_LIMIT = {"月": 12, "日": 31, "号": 31}


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class View:
    """``text`` is matched; ``raw_span`` gives the place of a match in the raw text."""

    raw: str
    text: str
    _starts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def raw_offset(self, position: int) -> int:
        return position + self._shifts[bisect_right(self._starts, position) - 1]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw offsets of ``text[start:end]``, which must not be empty."""
        return self.raw_offset(start), self.raw_offset(end - 1) + 1


def view(raw: str) -> View:
    """The view of a text of any length, in linear time."""
    return _short_view(raw) if len(raw) <= _SHORT else _view(raw)


def _view(raw: str) -> View:
    plain = raw.translate(_TABLE) if _CHANGED.search(raw) else raw
    if (" " not in plain and plain.isprintable()) or not _BLANK.search(plain):
        return View(raw, plain, (0,), (0,))
    pieces: list[str] = []
    starts, shifts = [0], [0]
    kept = _kept_blanks(plain)
    length = position = 0
    for blank in _BLANK.finditer(plain):
        pieces.append(plain[position : blank.start()])
        length += blank.start() - position
        if blank.start() in kept or blank.group().count("\n") > 1:
            pieces.append(BREAK)
            length += 1
        position = blank.end()
        starts.append(length)
        shifts.append(position - length)
    pieces.append(plain[position:])
    if starts[1:2] == [0]:  # the raw text begins with a blank
        starts, shifts = starts[1:], shifts[1:]
    return View(raw, "".join(pieces), tuple(starts), tuple(shifts))


_SHORT = 400
# a row is looked at for its times and for its amounts, one directly after the other
_short_view = lru_cache(maxsize=8)(_view)


def _kept_blanks(plain: str) -> set[int]:
    """Blanks between figures that part two numbers: a list number or a table cell before a date."""
    kept: set[int] = set()
    for run in _DIGITS_APART.finditer(plain):
        figures = re.sub(r"[\s\u200b\ufeff]", "", run.group())
        if _joins(figures, run.group(1)) and not _LIST_NUMBER.match(plain, _last_figure(plain, run)):
            continue
        kept.update(blank.start() for blank in _BLANK.finditer(plain, run.start(), run.end()))
    return kept


def _last_figure(plain: str, run: re.Match[str]) -> int:
    last = max(blank.end() for blank in _BLANK.finditer(plain, run.start(), run.end()))
    line = plain.rfind("\n", run.start(), run.end())
    return last if line >= 0 else len(plain)


def _joins(figures: str, unit: str) -> bool:
    """Whether figures broken by blanks make one number before this unit: 201 3年 does, 1 6月 does not."""
    if unit == "年":
        return len(figures) <= 2 or (len(figures) == 4 and figures[:2] in ("19", "20"))
    if unit in _LIMIT:
        return len(figures) <= 2 and 1 <= int(figures) <= _LIMIT[unit]
    return True
