"""Tables of a .doc: cell marks and row marks at each depth become drafts."""

import struct
from dataclasses import dataclass, field

from weicheng.engines.reader.sources.assembly import Draft
from weicheng.engines.reader.sources.legacy.properties import MERGE, TABLE_DEFINITION, VERTICAL_MERGE, Sprms
from weicheng.engines.reader.sources.rtf_text import CellFormat, Rows

_CELL_SIZE = 20
_DEEPEST = 20


@dataclass(slots=True)
class Depth:
    """A table that is being read: finished rows, the cells of the current row, the content of the current cell."""

    rows: Rows = field(default_factory=Rows)
    cells: list[list[Draft]] = field(default_factory=list)
    content: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """Receives paragraphs with their depth; 0 is the running text."""

    drafts: list[Draft] = field(default_factory=list)
    _open: list[Depth] = field(default_factory=list)

    def add(self, draft: Draft | None, depth: int) -> None:
        depth = max(0, min(depth, _DEEPEST))
        self._to(depth)
        if draft is not None:
            (self._open[-1].content if depth else self.drafts).append(draft)

    def end_cell(self) -> None:
        if self._open:
            level = self._open[-1]
            level.cells.append(level.content)
            level.content = []

    def end_row(self, properties: Sprms) -> None:
        if self._open and self._open[-1].cells:
            level = self._open[-1]
            level.rows.rows.append((cell_formats(properties), level.cells))
            level.cells, level.content = [], []

    def finish(self) -> list[Draft]:
        self._to(0)
        return self.drafts

    def _to(self, depth: int) -> None:
        while len(self._open) < depth:
            self._open.append(Depth())
        while len(self._open) > depth:
            level = self._open.pop()
            if level.content:
                level.cells.append(level.content)
            if level.cells:
                level.rows.rows.append(([], level.cells))
            if level.rows.rows:
                (self._open[-1].content if self._open else self.drafts).append(level.rows.draft())


def cell_formats(properties: Sprms) -> list[CellFormat]:
    """Right edges and merging of the cells of a row."""
    definition = properties.get(TABLE_DEFINITION, b"")
    count = definition[2] if len(definition) > 2 else 0
    if count == 0 or len(definition) < 3 + 2 * (count + 1):
        return []
    edges = struct.unpack_from(f"<{count + 1}h", definition, 3)
    formats = []
    for index in range(count):
        at = 3 + 2 * (count + 1) + _CELL_SIZE * index
        flags = struct.unpack_from("<H", definition, at)[0] if at + 2 <= len(definition) else 0
        vertical = {1: "merged", 3: "first"}.get(flags >> 5 & 3, "")
        formats.append(CellFormat(edges[index + 1], vertical, "merged" if flags & 3 == 1 else ""))
    _apply_merges(formats, properties)
    return formats


def _apply_merges(formats: list[CellFormat], properties: Sprms) -> None:
    vertical = properties.get(VERTICAL_MERGE, b"")
    if len(vertical) >= 3 and vertical[1] < len(formats):
        formats[vertical[1]].vertical = {1: "merged", 3: "first"}.get(vertical[2], "")
    merge = properties.get(MERGE, b"")
    if len(merge) == 2:
        for index in range(merge[0] + 1, min(merge[1], len(formats))):
            formats[index].horizontal = "merged"
