"""Cells that Excel shows as 98.6% and keeps as 0.986: a person typed a percentage, and a percentage it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

MOST_ROWS = 2000  # of a sheet; the table of all indicators for five years has fewer


def as_shown(content: bytes, grids: list[tuple[str, list[list[str]]]]) -> list[tuple[str, list[list[str]]]]:
    """The grids of a table with such cells as people see them; as they are where the file is no .xlsx."""
    if not content.startswith(b"PK"):
        return grids
    try:
        found = list(_percentages(content))
    except Exception:  # noqa: BLE001  # what opened the grids is less choosy than openpyxl; its cells stand as they are
        return grids
    by_name = dict(grids)
    for name, row, column, value in found:
        cells = by_name.get(name, [])
        if row < len(cells) and column < len(cells[row]):
            cells[row][column] = f"{(Decimal(str(value)) * 100).normalize():f}%"
    return grids


def _percentages(content: bytes) -> Iterator[tuple[str, int, int, float]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(max_row=MOST_ROWS):
            for cell in cells:
                is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
                if is_number and "%" in (cell.number_format or ""):
                    yield sheet.title, cell.row - 1, cell.column - 1, cell.value
    book.close()
