"""A table inside a cell of a task table: its lines are tasks of their own, with what they say themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from weicheng.engines.reader.document import Cell, Document, Table
from weicheng.engines.reader.owner_labels import names_in_list
from weicheng.engines.reader.rows import Owner
from weicheng.engines.reader.table_columns import Grid
from weicheng.engines.worktime.when import read_when

_BARE = re.compile(r"[\s\d.%％、,，;；。:：—\-/]*")
_SHORTEST = 4
_NEARLY = 0.6  # of a cell of a date, the date itself takes up at least so much


@dataclass(slots=True)
class Line:
    """One line of a table without headings: the cell of the task and what its other cells say."""

    task: Cell
    row: int
    dates: list[str] = field(default_factory=list)
    owners: list[Owner] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def tables_within(document: Document, table: Table) -> list[Table]:
    """The tables that lie inside cells of a table, outermost only, in order."""
    inside = [
        other
        for other in document.tables
        if other is not table and table.start <= other.start < other.end <= table.end and table.end - table.start > 0
    ]
    inside = [other for other in inside if (other.start, other.end) != (table.start, table.end)]
    return [one for one in inside if not any(o is not one and o.start <= one.start < one.end <= o.end for o in inside)]


def stretches(start: int, end: int, inner: Sequence[Table]) -> Iterator[tuple[int, int, Table | None]]:
    """The parts of a cell in order: text between the tables inside it, and those tables."""
    for table in inner:
        if start <= table.start and table.end <= end:
            yield start, table.start, None
            yield table.start, table.end, table
            start = table.end
    yield start, end, None


def lines_of(text: str, table: Table) -> list[Line]:
    """The lines of a table without headings; none where a line has no cell that could be a task."""
    grid = Grid(text, table)
    found: list[Line] = []
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells_of(row) if cell.row == row]
        line = _line(text, row, cells) if cells else None
        if cells and line is None:
            return []
        if line is not None:
            found.append(line)
    return found


def _line(text: str, row: int, cells: list[Cell]) -> Line | None:
    tasks: list[Cell] = []
    dates: list[str] = []
    owners: list[Owner] = []
    for cell in cells:
        words = text[cell.start : cell.end].strip()
        if _is_date(words):
            dates.append(words)
        elif _BARE.fullmatch(words):
            continue
        elif tasks and (named := names_in_list(text, cell.start, cell.end, "lead", strict=True)):
            owners += named
        elif len(words) >= _SHORTEST:
            tasks.append(cell)
    if not tasks:
        return None
    others = [text[cell.start : cell.end] for cell in cells if cell is not tasks[0]]
    return Line(tasks[0], row, dates, owners, [words for words in others if words.strip() not in dates])


def _is_date(words: str) -> bool:
    found = list(read_when(words, None))
    return bool(found) and sum(len(one.text) for one in found) >= _NEARLY * len(words)
