"""What is wrong in a table, and where: the row and column as Excel shows them, what is written, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from weicheng.ground.org.importing.workbook import Row, Sheet


@dataclass(frozen=True, slots=True)
class Problem:
    sheet: str
    row: int
    column: str  # a letter
    heading: str
    value: str
    reason: str
    remedy: str


@dataclass(slots=True)
class Problems:
    """Collects problems, each cell at most once."""

    found: list[Problem] = field(default_factory=list)
    _cells: set[tuple[str, int, str]] = field(default_factory=set)

    def add(self, sheet: Sheet, row: Row, name: str, reason: str, remedy: str) -> None:
        column = sheet.letter(name)
        cell = (sheet.name, row.number, column)
        if cell not in self._cells:
            self._cells.add(cell)
            heading = sheet.spec.column(name).headings[0]
            self.found.append(Problem(sheet.name, row.number, column, heading, row.get(name), reason, remedy))

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found, key=lambda one: (one.sheet, one.row, one.column)))

    def __len__(self) -> int:
        return len(self.found)
