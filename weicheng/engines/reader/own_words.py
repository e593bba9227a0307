"""The part of a paper in which it speaks of itself: all but the cells of its tables, which speak of the tasks.

The lines over the heading of a table that begins a sheet (河湾市任务分解表 in one wide cell) are the paper's own.
"""

from bisect import bisect_left

from weicheng.engines.reader.document import Document, Table
from weicheng.engines.reader.script import Clean
from weicheng.engines.reader.table_columns import Grid, read_columns

_BANNERS = 5  # lines over a heading: title, number, issuer with date, unit of measure


def own_words(document: Document, cleaned: Clean) -> tuple[str, str]:
    """(the clean text without cells, the same with the headings of the tables); both keep its lines."""
    if not document.tables:
        return cleaned.text, cleaned.text
    body: list[str] = []
    headed: list[str] = []
    at = 0
    for table in sorted(document.tables, key=lambda one: one.start):
        start, end = _place(cleaned, table.start), _place(cleaned, table.end)
        if end <= at:
            continue  # inside the table before
        before = cleaned.text[at:start]
        over, heading = _kept(document, table, first=not "".join([*body, before]).strip())
        body += [before, _joined(cleaned, over)]
        headed += [before, _joined(cleaned, [*over, *heading])]
        at = end
    return "".join([*body, cleaned.text[at:]]), "".join([*headed, cleaned.text[at:]])


def _joined(cleaned: Clean, spans: list[tuple[int, int]]) -> str:
    return "".join(cleaned.text[_place(cleaned, a) : _place(cleaned, b)].strip("\n") + "\n" for a, b in spans)


def _place(cleaned: Clean, original: int) -> int:
    return bisect_left(cleaned.starts, original)


def _kept(document: Document, table: Table, first: bool) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Spans of the lines over the heading of a table, where nothing stands before it, and of the heading itself."""
    grid = Grid(document.text, table)
    columns = read_columns(grid)
    if columns is None:
        return [], []
    heads = [(c.start, c.end) for row in columns.head_rows for c in grid.cells_of(row) if c.row == row]
    over: list[tuple[int, int]] = []
    for row in range(min(columns.head_rows.start, _BANNERS)) if first else ():
        cells = grid.cells_of(row)
        over += [(cells[0].start, cells[0].end)] if len(cells) == 1 else []
    return over, heads
