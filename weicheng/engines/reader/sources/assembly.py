"""Drafts of paragraphs and tables, and how they become one text with offsets.

Every format builds the same drafts, so that spans, separators and nested tables are right in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from weicheng.engines.reader.document import Block, Cell, Document, Kind, Locator, Table, UnreadableDocument
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS, TOO_LONG, Limits, Watch


@dataclass(slots=True)
class Paragraph:
    text: str
    level: int | None = None
    bold: bool | None = None
    centred: bool | None = None
    locator: Locator = field(default_factory=Locator)


@dataclass(slots=True)
class CellDraft:
    row: int
    column: int
    content: list[Paragraph | TableDraft] = field(default_factory=list)
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class TableDraft:
    cells: list[CellDraft] = field(default_factory=list)
    name: str | None = None

    @property
    def rows(self) -> int:
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


Draft = Paragraph | TableDraft

# A table with this few cells, one of which holds nearly all the text in this many paragraphs, only lays out a page.
_FRAME_CELLS, _FRAME_PARAGRAPHS, _FRAME_SHARE = 6, 6, 0.8


def _is_frame(table: TableDraft) -> bool:
    """Whether a table is a frame around running text: one cell, or the layout of a web page."""
    if len(table.cells) == 1:
        return True
    if len(table.cells) > _FRAME_CELLS:
        return False
    paragraphs = [list(_paragraphs(cell.content)) for cell in table.cells]
    lengths = [sum(len(paragraph.text) for paragraph in inside) for inside in paragraphs]
    largest = lengths.index(max(lengths)) if lengths else 0
    return (
        bool(lengths)
        and len(paragraphs[largest]) >= _FRAME_PARAGRAPHS
        and lengths[largest] >= _FRAME_SHARE * sum(lengths)
    )


def _paragraphs(content: Iterable[Draft]) -> Iterable[Paragraph]:
    for item in content:
        if isinstance(item, Paragraph):
            yield item
        else:
            for cell in item.cells:
                yield from _paragraphs(cell.content)


class Assembly:
    """Collects drafts in reading order; ``document()`` gives the result."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.tables: list[Table | None] = []
        self.warnings: list[str] = []

    def add_all(self, drafts: Sequence[Draft], watch: Watch | None = None, what: str = "段落") -> None:
        for number, draft in enumerate(drafts, 1):
            if watch is not None and number % 200 == 0:
                watch.step(number, len(drafts), what)
            self.add(draft)

    def add(self, draft: Draft) -> None:
        if isinstance(draft, Paragraph):
            self.add_paragraph(draft)
        elif draft.name is None and _is_frame(draft):
            for cell in sorted(draft.cells, key=lambda c: (c.row, c.column)):
                for item in cell.content:
                    self.add(item)
        else:
            self.add_table(draft)

    def add_paragraph(self, paragraph: Paragraph) -> None:
        text = paragraph.text.strip()
        if text:
            start, end = self._append(text)
            self.blocks.append(
                Block(
                    start,
                    end,
                    level=paragraph.level,
                    bold=paragraph.bold,
                    centred=paragraph.centred,
                    locator=paragraph.locator,
                )
            )

    def add_table(self, draft: TableDraft) -> None:
        if not draft.cells:
            return
        slot = len(self.tables)
        self.tables.append(None)
        cells = []
        begin = None
        for cell in sorted(draft.cells, key=lambda c: (c.row, c.column)):
            start, end = self._add_cell(cell, slot + 1, draft.name)
            begin = start if begin is None and end > start else begin
            cells.append(Cell(cell.row, cell.column, start, end, cell.row_span, cell.column_span))
        end = max(cell.end for cell in cells)
        self.tables[slot] = Table(
            tuple(cells), draft.rows, draft.columns, draft.name, end if begin is None else begin, end
        )

    def _add_cell(self, cell: CellDraft, table: int, sheet: str | None) -> tuple[int, int]:
        """Paragraphs of a cell are one block; a nested table parts them, because blocks do not overlap."""
        begin = None
        waiting: list[Paragraph] = []
        for item in [*cell.content, None]:
            if isinstance(item, Paragraph):
                if item.text.strip():
                    waiting.append(item)
                continue
            if waiting:
                start = self._add_cell_block(waiting, cell, table, sheet)
                begin = start if begin is None else begin
                waiting = []
            if item is not None:
                before = len(self.blocks)
                self.add(item)
                if begin is None and len(self.blocks) > before:
                    begin = self.blocks[before].start
        return (self.length, self.length) if begin is None else (begin, self.length)

    def _add_cell_block(self, paragraphs: list[Paragraph], cell: CellDraft, table: int, sheet: str | None) -> int:
        start, end = self._append("\n".join(paragraph.text.strip() for paragraph in paragraphs))
        first = paragraphs[0]
        at = first.locator
        locator = replace(
            at, table=table, row=at.row or cell.row + 1, column=at.column or cell.column + 1, sheet=sheet or at.sheet
        )
        bold = all(paragraph.bold for paragraph in paragraphs) if first.bold is not None else None
        self.blocks.append(Block(start, end, Kind.CELL, first.level, bold, first.centred, locator))
        return start

    def _append(self, text: str) -> tuple[int, int]:
        if self.length:
            self.pieces.append("\n")
            self.length += 1
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if self.length > self.limits.characters or len(self.blocks) > self.limits.paragraphs:
            raise UnreadableDocument(TOO_LONG)
        return start, self.length

    def warn(self, message: str) -> None:
        if message not in self.warnings:
            self.warnings.append(message)

    def document(self, file: str, kind: str, pages: int | None = None, warnings: Iterable[str] = ()) -> Document:
        for warning in warnings:
            self.warn(warning)
        return Document(
            text="".join(self.pieces),
            blocks=tuple(self.blocks),
            tables=tuple(table for table in self.tables if table is not None),
            file=file,
            format=kind,
            pages=pages,
            warnings=tuple(self.warnings),
        )
