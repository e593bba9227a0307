"""Where signature and date stand, and how large the mark is: reckoned once for every writer of this package."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from weicheng.engines.gongwen.official.markup import Part, Rows
from weicheng.engines.gongwen.official.model import Official, day_words
from weicheng.engines.gongwen.official.titles import width

TYPE_WIDTH = 442.2  # 156 mm in points
MARK_TOP = 35.0  # mm below the type area's upper edge (7.2.4)
LETTER_MARK_TOP = 30.0  # mm below the edge of the sheet (10.1)
MARK_SIZE = 42.0  # not larger: the standard leaves the size to the office
NARROWEST = 0.66  # a mark of many characters is set narrower before it is set smaller


@dataclass(frozen=True, slots=True)
class Mark:
    size: float  # points
    scale: float  # width of the characters, 1 = as they are


def mark_of(text: str, room: float = TYPE_WIDTH) -> Mark:
    """Size and width that let the mark stand on one line of ``room`` points."""
    count = max(width(text), 1.0)
    size = min(MARK_SIZE, room / (count * NARROWEST))
    return Mark(round(size * 2) / 2, min(1.0, round(room / (count * size) * 0.985, 2)))


@dataclass(frozen=True, slots=True)
class Closing:
    """Characters left empty on the right of each line."""

    names: tuple[tuple[str, float], ...]
    day: str
    day_right: float


def closing(paper: Official) -> Closing:
    """With a seal the date stands four characters from the right and the name centred over it (7.3.5.1); without, the name
    stands two from the right and the date begins two after it (7.3.5.2)."""
    day = day_words(paper.on)
    names = [name for name in paper.signature if name]
    longest = max((width(name) for name in names), default=0.0)
    if paper.sealed or not names:
        # A name that would run off the page takes the date with it, so that both keep one middle.
        right = max(4.0, longest / 2 - width(day) / 2)
        return Closing(tuple((name, max(0.0, right + (width(day) - width(name)) / 2)) for name in names), day, right)
    if width(day) + 2 > longest:  # the date is longer: it stands two from the right and pushes the name in
        return Closing(tuple((name, 4.0 + width(day) - width(name)) for name in names), day, 2.0)
    return Closing(tuple((name, 2.0) for name in names), day, longest - width(day))


PER_LINE = 28  # characters
MOST_HELD, MOST_ROWS = 14, 8


def is_held(parts: Sequence[Part | Rows]) -> bool:
    """Whether the last words of the text go to the next page as a whole, where signature and date would stand alone there (7.3.5).

    Not a paragraph that would leave half a page empty, nor one that would leave the title alone: LibreOffice and typst divide no
    paragraph that is kept with the next.
    """
    if not parts:
        return False
    last = parts[-1]
    if isinstance(last, Rows):
        return len(last.rows) <= MOST_ROWS
    lines = width(last.whole) / PER_LINE
    return lines <= 4 or (len(parts) > 1 and lines <= MOST_HELD)
