"""Ruled tables of a page: pdfplumber finds the cells, their text comes from the glyphs of the page."""

import contextlib
import io
import logging
import re
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import Any

from weicheng.engines.reader.document import Locator
from weicheng.engines.reader.sources.assembly import CellDraft, Draft, Paragraph, TableDraft
from weicheng.engines.reader.sources.pdf.lines import Box, Glyph, Line, glue, lines_of

_NUMBER = re.compile(r"\s*[(（]?[\d一二三四五六七八九十]{1,4}[)）.、．]?\s*")
_NEAR = 3.0  # points within which two rules are one
_PADDING = 11.0  # what Word leaves free inside a cell, left and right together


@dataclass(slots=True)
class RuledTable:
    """A table on one page: its draft, its place, and its column edges to know it again on the next page."""

    draft: TableDraft
    box: Box
    columns: list[float]

    @property
    def top(self) -> float:
        return self.box[1]


class TableFinder:
    """Opens the file for pdfplumber only when a page has rules; each page is let go after use."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def __enter__(self) -> "TableFinder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pdf is not None:
            # Closing a damaged file may fail as well; what was read of it stands.
            with contextlib.suppress(Exception):
                self._pdf.close()

    def cells(self, page: int) -> list[list[Box]]:
        """Cell boxes of every table of a page (from 1)."""
        if self._pdf is None:
            import pdfplumber

            # It reports every oddity of a file as a warning, which a reader of the console takes for an error of ours.
            logging.getLogger("pdfminer").setLevel(logging.ERROR)
            self._pdf = pdfplumber.open(io.BytesIO(self._data))
        opened = self._pdf.pages[page - 1]
        try:
            return [list(table.cells) for table in opened.find_tables()]
        finally:
            opened.close()


def read_tables(found: list[list[Box]], glyphs: list[Glyph], page: int) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page and the glyphs that stand in none of them."""
    tables = []
    rest = glyphs
    for boxes in found:
        boxes = [box for box in boxes if box[2] - box[0] > _NEAR and box[3] - box[1] > _NEAR]
        if len(boxes) < 2:
            continue
        table, rest = _read_table(boxes, rest, page)
        if any(cell.content for cell in table.draft.cells):
            tables.append(table)
    return tables, rest


def _read_table(boxes: list[Box], glyphs: list[Glyph], page: int) -> tuple[RuledTable, list[Glyph]]:
    xs = _edges([x for box in boxes for x in (box[0], box[2])])
    ys = _edges([y for box in boxes for y in (box[1], box[3])])
    held: list[list[Glyph]] = [[] for _ in boxes]
    rest: list[Glyph] = []
    for glyph in glyphs:
        index = _cell_of(glyph, boxes)
        (rest if index is None else held[index]).append(glyph)
    draft = TableDraft()
    for box, inside in zip(boxes, held, strict=True):
        left, right = _index(box[0], xs), _index(box[2], xs)
        top, bottom = _index(box[1], ys), _index(box[3], ys)
        content = _content(lines_of(inside), box, page)
        draft.cells.append(CellDraft(top, left, content, max(1, bottom - top), max(1, right - left)))
    whole = (xs[0], ys[0], xs[-1], ys[-1])
    return RuledTable(draft, whole, xs), rest


def _content(lines: list[Line], box: Box, page: int) -> list[Draft]:
    """A line that would not have held one more character was broken by the cell's width, any other by its author."""
    if not lines:
        return []
    text = lines[0].text
    for before, line in pairwise(lines):
        # Two characters: a line must not begin with punctuation, so its neighbour is taken down with it.
        wrapped = before.x1 - before.x0 + 2.1 * before.size > box[2] - box[0] - _PADDING
        text += (glue(text, line.text) if wrapped else "\n") + line.text
    place = (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
    return [Paragraph(text, locator=Locator(page=page, box=place))]


def _cell_of(glyph: Glyph, boxes: list[Box]) -> int | None:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for index, box in enumerate(boxes):
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            return index
    return None


def _edges(values: list[float]) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(value: float, edges: list[float]) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def goes_on(before: RuledTable, after: RuledTable) -> bool:
    """Whether a table at the top of a page is the rest of the one at the end of the page before."""
    return len(before.columns) == len(after.columns) and all(
        abs(a - b) < 2 * _NEAR for a, b in zip(before.columns, after.columns, strict=True)
    )


def extend(before: RuledTable, after: RuledTable) -> None:
    """Append the rows of ``after``; a heading row that is repeated on every page is not repeated here.

    Where the first row goes on with one that the page end cut in two, its texts are put together again: the row has
    no number of its own in a column of numbers. Else an empty first cell is the rest of a merged one.
    """
    heading = _row_texts(before.draft, 0)
    skipped = 1 if any(text for _, text in heading) and _row_texts(after.draft, 0) == heading else 0
    above = {cell.column: cell for cell in before.draft.cells if cell.row + cell.row_span == before.draft.rows}
    rest = sorted((cell for cell in after.draft.cells if cell.row >= skipped), key=lambda cell: (cell.row, cell.column))
    first = [cell for cell in rest if cell.row == skipped]
    offset = before.draft.rows - skipped
    if _is_cut_row(first, above):
        for cell in first:
            _put_together(above[cell.column], cell)
        rest = rest[len(first) :]
        offset -= 1
    elif first and not first[0].content and 0 in above and above[0].content:
        above[0].row_span += first[0].row_span
        rest = rest[1:]
    for cell in rest:
        cell.row += offset
        before.draft.cells.append(cell)


def _is_cut_row(first: list[CellDraft], above: dict[int, CellDraft]) -> bool:
    if not first or first[0].column != 0 or first[0].content or 0 not in above:
        return False
    if any(cell.row_span > 1 or cell.column not in above for cell in first):
        return False
    filled = [cell for cell in first if cell.content]
    return _NUMBER.fullmatch(_text(above[0])) is not None and all(above[cell.column].content for cell in filled)


def _put_together(above: CellDraft, below: CellDraft) -> None:
    if above.content and below.content:
        head, tail = above.content[-1], below.content[0]
        if isinstance(head, Paragraph) and isinstance(tail, Paragraph):
            head.text += glue(head.text, tail.text) + tail.text


def _row_texts(draft: TableDraft, row: int) -> list[tuple[int, str]]:
    return sorted((cell.column, _text(cell)) for cell in draft.cells if cell.row == row)


def _text(cell: CellDraft) -> str:
    return "".join(item.text for item in cell.content if isinstance(item, Paragraph))
