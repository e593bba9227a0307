"""Tables of a document: merged cells, rows and cells taken away by tracked changes."""

from collections.abc import Callable, Iterator
from typing import Any

from weicheng.engines.reader.sources.assembly import CellDraft, Draft, TableDraft
from weicheng.engines.reader.sources.docx.names import W, children, number, switch, value
from weicheng.engines.reader.sources.markup import local

MOST_COLUMNS = 1000


def read_table(table: Any, read_content: Callable[[Any], list[Draft]]) -> TableDraft:
    """``read_content`` reads the blocks of one cell."""
    draft = TableDraft()
    above: dict[int, CellDraft] = {}
    row = 0
    for element in children(table):
        if local(element) != "tr" or _row_is_gone(element):
            continue
        cells = list(_cells(element))
        if not cells:
            continue
        _read_row(cells, row, _grid_before(element), draft, above, read_content)
        row += 1
    return draft


def _read_row(
    cells: list[Any],
    row: int,
    column: int,
    draft: TableDraft,
    above: dict[int, CellDraft],
    read_content: Callable[[Any], list[Draft]],
) -> None:
    previous: CellDraft | None = None
    for element in cells:
        properties = element.find(W + "tcPr")
        span = _span(properties)
        owner = above.get(column) if _merge(properties, "vMerge") == "continue" else None
        if previous is not None and _merge(properties, "hMerge") == "continue":
            previous.column_span += span
        elif owner is not None and owner.row + owner.row_span == row:
            owner.row_span += 1
            previous = None
        else:
            previous = CellDraft(row, column, read_content(element), column_span=span)
            draft.cells.append(previous)
            above[column] = previous
        column += span


def _cells(row: Any) -> Iterator[Any]:
    for element in children(row):
        if local(element) == "tc":
            properties = element.find(W + "tcPr")
            if properties is None or properties.find(W + "cellDel") is None:
                yield element


def _row_is_gone(row: Any) -> bool:
    properties = row.find(W + "trPr")
    return properties is not None and (properties.find(W + "del") is not None or bool(switch(properties, "hidden")))


def _grid_before(row: Any) -> int:
    properties = row.find(W + "trPr")
    skipped = None if properties is None else number(properties.find(W + "gridBefore"))
    return min(max(skipped or 0, 0), MOST_COLUMNS)


def _span(properties: Any | None) -> int:
    span = None if properties is None else number(properties.find(W + "gridSpan"))
    return min(max(span or 1, 1), MOST_COLUMNS)


def _merge(properties: Any | None, name: str) -> str | None:
    """ "restart", "continue" (also where nothing is said), or None for a cell that is not merged."""
    element = None if properties is None else properties.find(W + name)
    return None if element is None else (value(element) or "continue")
