"""What a paper consists of, before any word processor: blocks in order, with the layout that they are to wear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from weicheng.engines.gongwen.layouts import HOUSE, Layout


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Title:
    """The title; a line break in it is kept, so that a long one is broken where the sense allows it."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number of the paper, or another short line under the title."""

    text: str
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class Band:
    """A coloured band across the page: the colour (RRGGBB) is said in words as well, for a black and white printer."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    indent: bool = True
    align: Align = Align.LEFT
    small: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause numbered by its level: 1 一、 2 （一） 3 1. 4 （1）. ``lead`` is set in the font of the level, ``text`` follows."""

    level: int
    lead: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    width: float  # a share: the widths of a table are scaled to the width of the page
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """Its head stands again on every page; a row is not broken across pages. ``tall``: room to write in the rows, in mm."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    tall: float = 0


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """A form: label and value side by side, ``across`` pairs in a line; what is empty is filled in by hand."""

    fields: Sequence[Field]
    across: int = 2
    tall: float = 10


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a signature: who, and the lines below, each with its printed value and else room for a hand."""

    role: str
    name: str
    lines: Sequence[Field] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    parties: Sequence[Party]


@dataclass(frozen=True, slots=True)
class Cut:
    """A dashed line to tear along, with words in it."""

    text: str


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A new page, upright or across."""

    across: bool = False


Block = Title | Number | Band | Paragraph | Clause | Table | Fields | Signatures | Cut | PageTurn


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. ``name`` and ``on`` go into the properties of the file; equal documents give equal bytes."""

    name: str
    on: date
    blocks: Sequence[Block]
    layout: Layout = HOUSE
    across: bool = False
    author: str = ""
