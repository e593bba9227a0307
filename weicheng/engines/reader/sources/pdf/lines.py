"""Characters of a page become lines: what stands on one height, from left to right."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

Box = tuple[float, float, float, float]

# PDF producers map Han characters to look-alike radicals; one character each, so that boxes stay right.
RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3)} | {
    ord(radical): plain
    for radical, plain in zip(
        "⺠⻓⻔⻅⻉⻋⻚⻛⻜⻝⻢⻥⻦⻩⻬⻮⻰⺟⺼⻄⻘⻤", "民长门见贝车页风飞食马鱼鸟黄齐齿龙母肉西青鬼", strict=True
    )
}
_LATIN = re.compile(r"[A-Za-z0-9]")


class Glyph(NamedTuple):
    """One character with its box in points from the top left of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Line:
    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def size(self) -> float:
        return max(self.bottom - self.top, 1.0)

    @property
    def em(self) -> float:
        """The width of a Han character in this line."""
        return max((self.x1 - self.x0) / max(ems(self.text), 1.0), 1.0)

    @property
    def box(self) -> Box:
        return (round(self.x0, 1), round(self.top, 1), round(self.x1, 1), round(self.bottom, 1))


def ems(text: str) -> float:
    """The width of a text in Han characters; a Latin letter takes about half."""
    return sum(1.0 if character > "\u2e7f" or character in "“”‘’—…" else 0.5 for character in text)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from top to bottom. Text in two columns is read across, as official papers have one."""
    rows: list[list[Glyph]] = []
    centre = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        if rows and middle - centre <= 0.45 * max(height, glyph.height):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre, height = middle, glyph.height
        if len(rows[-1]) % 8 == 0:
            centre = median((g.top + g.bottom) / 2 for g in rows[-1])
            height = median(g.height for g in rows[-1])
    return [line for row in rows if (line := _line(sorted(row, key=lambda g: g.x0))) is not None]


def _line(row: list[Glyph]) -> Line | None:
    inked = [glyph for glyph in row if not glyph.text.isspace()]
    if not inked:
        return None
    size = median(glyph.height for glyph in inked)
    pieces: list[str] = []
    previous: Glyph | None = None
    for glyph in inked:
        if previous is not None and _gap_is_space(previous, glyph, size):
            pieces.append(" ")
        pieces.append(glyph.text)
        previous = glyph
    top, bottom = median(g.top for g in inked), median(g.bottom for g in inked)
    return Line("".join(pieces), inked[0].x0, top, max(glyph.x1 for glyph in inked), bottom)


def _gap_is_space(left: Glyph, right: Glyph, size: float) -> bool:
    """Justified Chinese has small gaps everywhere; a space shows as most of a character, between Latin words as less."""
    gap = right.x0 - left.x1
    latin = bool(_LATIN.match(left.text)) and bool(_LATIN.match(right.text))
    return gap > size * (0.12 if latin else 0.6)


def glue(left: str, right: str) -> str:
    """What goes between two lines that are one sentence: a space between Latin words, nothing between Han characters."""
    return " " if left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha() else ""
