"""The paper as the review page shows it: paragraphs and tables of the extracted text, cut at the sentences of the rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


class Sentence(Protocol):
    pk: Any
    start: int
    end: int


@dataclass(slots=True)
class Piece:
    """A run of text from ``offset``; ``row`` is the row whose sentence it belongs to, or None."""

    text: str
    offset: int
    row: Any = None


@dataclass(slots=True)
class SheetCell:
    """A cell: its words, and between them the tables that stand in it."""

    row_span: int
    column_span: int
    parts: list[Paragraph]

    @property
    def pieces(self) -> list[Piece]:
        return [piece for part in self.parts for piece in part.pieces]

    @property
    def width(self) -> str:
        """How much room the words want, in four steps, so that a wide table scrolls instead of standing one character wide."""
        if any(part.lines for part in self.parts):
            return "long"
        length = sum(len(piece.text) for piece in self.pieces)
        return "long" if length > 24 else "more" if length > 9 else "some" if length > 3 else ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph, a heading (level 0 is the title), or a table (``lines`` is then filled and ``pieces`` empty)."""

    pieces: list[Piece] = field(default_factory=list)
    level: int | None = None
    centred: bool = False
    lines: list[list[SheetCell]] = field(default_factory=list)
    rows: list[Any] = field(default_factory=list)  # rows that begin here, for the numbers in the margin
    page: int | None = None  # set on the first paragraph of a page


def sheet(
    text: str, blocks: Sequence[dict[str, Any]], tables: Sequence[dict[str, Any]], rows: Sequence[Sentence]
) -> list[Paragraph]:
    """Paragraphs in reading order; every character of every block stands in exactly one piece."""
    cutter = _Cutter(text, rows)
    waiting = _nested(tables)
    found: list[Paragraph] = []
    page = None
    for block in blocks or _lines(text):
        while waiting and waiting[0]["end"] <= block["start"] and waiting[0]["start"] < block["start"]:
            found.append(_table(waiting.pop(0), cutter))
        inside = waiting and waiting[0]["start"] <= block["start"] < waiting[0]["end"]
        if inside or block["start"] == block["end"]:
            continue
        here = (block.get("locator") or {}).get("page")
        paragraph = Paragraph(cutter.cut(block["start"], block["end"]), block.get("level"), bool(block.get("centred")))
        paragraph.rows = cutter.beginning(block["start"], block["end"])
        if here is not None and here != page:
            paragraph.page = page = here
        found.append(paragraph)
    found.extend(_table(table, cutter) for table in waiting)
    return found


def _lines(text: str) -> Iterator[dict[str, Any]]:
    offset = 0
    for line in text.split("\n"):
        yield {"start": offset, "end": offset + len(line)}
        offset += len(line) + 1


def _nested(tables: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tables that stand in no other, in reading order, each with those inside it under "inner"."""
    outer: list[dict[str, Any]] = []
    open_tables: list[dict[str, Any]] = []
    for table in sorted(tables, key=lambda table: (table["start"], -table["end"])):
        table = {**table, "inner": []}
        while open_tables and not (table["start"] < table["end"] <= open_tables[-1]["end"]):
            open_tables.pop()
        (open_tables[-1]["inner"] if open_tables else outer).append(table)
        open_tables.append(table)
    return outer


def _table(table: dict[str, Any], cutter: _Cutter) -> Paragraph:
    lines: list[list[SheetCell]] = [[] for _ in range(table["rows"])]
    for cell in table["cells"]:
        inner = [one for one in table["inner"] if cell["start"] <= one["start"] and one["end"] <= cell["end"]]
        parts = list(_parts(cell["start"], cell["end"], inner, cutter))
        lines[cell["row"]].append(SheetCell(cell.get("row_span", 1), cell.get("column_span", 1), parts))
    return Paragraph(lines=[line for line in lines if line], rows=cutter.beginning(table["start"], table["end"]))


def _parts(start: int, end: int, inner: Sequence[dict[str, Any]], cutter: _Cutter) -> Iterator[Paragraph]:
    """The words of a cell and the tables in it, in order; the line ends around a table are its own edges."""
    for table in inner:
        if start < table["start"]:
            yield Paragraph(cutter.cut(start, table["start"] - 1))
        yield _table(table, cutter)
        start = table["end"] + 1
    if start < end:
        yield Paragraph(cutter.cut(start, end))


class _Cutter:
    def __init__(self, text: str, rows: Sequence[Sentence]) -> None:
        self.text = text
        self.rows = sorted((row for row in rows if row.end > row.start), key=lambda row: row.start)
        self.starts = [row.start for row in self.rows]

    def beginning(self, start: int, end: int) -> list[Sentence]:
        return self.rows[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def cut(self, start: int, end: int) -> list[Piece]:
        pieces: list[Piece] = []
        position = start
        index = max(0, bisect_left(self.starts, start) - 1)
        for row in self.rows[index:]:
            if row.start >= end:
                break
            if row.end <= position:
                continue
            if row.start > position:
                pieces.append(Piece(self.text[position : row.start], position))
                position = row.start
            stop = min(row.end, end)
            pieces.append(Piece(self.text[position:stop], position, row))
            position = stop
        if position < end:
            pieces.append(Piece(self.text[position:end], position))
        return pieces
