"""What every source gives the reader: one text, and where each piece of it stood in the original.

The text is what a person sees on the page: automatic numbers are written out, tracked insertions are kept, deletions
dropped, a text box stands once. Blocks are in reading order, do not overlap, and are separated in ``text`` by one "\\n".
"""

from dataclasses import dataclass, field
from enum import StrEnum


class UnreadableDocument(Exception):
    """The file cannot be read; the message is one Chinese sentence that says why and what to do."""


class Kind(StrEnum):
    PARAGRAPH = "paragraph"
    CELL = "cell"


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Locator:
    """Where a block stands in the original file; only the fields that the format knows are set.

    ``page`` counts from 1; ``box`` is (left, top, right, bottom) in points from the top left of that page; ``paragraph``
    counts body paragraphs from 1 as the format stores them; ``table``, ``row``, ``column`` count from 1; ``sheet`` is a name;
    ``file`` is the member of an archive; ``part`` is "body", "textbox", "footnote", ...; ``number`` says which text box or
    footnote, counted from 1 as they are met (a .doc keeps all its text boxes in one part: its paragraphs are counted).
    """

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    file: str | None = None
    part: str = "body"
    number: int | None = None


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Block:
    """One paragraph, or one table cell, of the text: ``document.text[start:end]``.

    ``level`` is the outline level (1 = top) where the format says that the block is a heading (style, outlineLvl, <h1>),
    0 for the title of the paper, else None. ``bold`` and ``centred`` are hints, None when the format does not know.
    """

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH
    level: int | None = None
    bold: bool | None = None
    centred: bool | None = None
    locator: Locator = field(default_factory=Locator)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, merged cells once: rows and columns from 0, spans of at least 1, its span in the text.

    ``start == end`` for an empty cell. A merged cell holds for every row and column that it covers.
    """

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document; ``name`` is the sheet's name or None. Cells are in reading order."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    name: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document as text with its blocks and tables. ``file`` is a name to show, ``format`` e.g. "docx".

    ``wrapped`` says that a line end may stand in the middle of a sentence (plain text, photographs): whoever cleans the
    text may join such lines. Where the format itself marks paragraphs it is False.
    """

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    file: str = ""
    format: str = "txt"
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()  # of the first paper of a zip: its warnings about members that could not be read
    wrapped: bool = False
