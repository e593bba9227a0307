"""Excel and WPS tables: every visible sheet becomes a Table, merged cells once."""

import datetime
import io
from typing import Any

from weicheng.engines.reader.document import Document, Locator, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly, CellDraft, Paragraph, TableDraft
from weicheng.engines.reader.sources.failures import plainly
from weicheng.engines.reader.sources.formats import Formats, no_formats
from weicheng.engines.reader.sources.watch import Limits, Watch

Grid = list[list[Any]]
Merge = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(
    data: bytes, name: str, kind: str, watch: Watch, limits: Limits, formats: Formats = no_formats
) -> Document:
    """``formats`` tells how a cell of a sheet is shown where the value alone does not say (95% is stored as 0.95)."""
    import python_calamine

    assembly = Assembly(limits)
    hidden = []
    with plainly():
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = workbook.sheets_metadata
    for number, sheet in enumerate(sheets):
        watch.step(number, len(sheets), "工作表")
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            hidden.append(sheet.name)
            continue
        with plainly():
            opened = workbook.get_sheet_by_name(sheet.name)
            grid = opened.to_python(skip_empty_area=False)
            merges = opened.merged_cell_ranges or []
        if sum(map(len, grid)) > limits.cells:
            raise UnreadableDocument(BROKEN)
        assembly.add(_draft(grid, merges, sheet.name, formats(sheet.name)))
    watch.step(len(sheets), len(sheets), "工作表")
    if hidden:
        assembly.warn(f"隐藏的工作表没有读取：{'、'.join(hidden)}。")
    return assembly.document(name, kind)


def _draft(grid: Grid, merges: list[Merge], name: str, shown: dict[tuple[int, int], str]) -> TableDraft:
    width = max((len(row) for row in grid), default=0)
    owners = {(top, left): (bottom, right) for (top, left), (bottom, right) in merges}
    covered = _covered(grid, merges)
    texts = {
        (row, column): text
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if (text := cell_text(value, shown.get((row, column), ""))) and (row, column) not in covered
    }
    used = set(texts) | {place for place, owner in covered.items() if owner in texts}
    rows = sorted({row for row, _ in used})
    columns = sorted({column for _, column in used})
    row_at = {row: index for index, row in enumerate(rows)}
    column_at = {column: index for index, column in enumerate(columns)}
    draft = TableDraft(name=name)
    for row in rows:
        for column in columns:
            if (row, column) in covered or column >= width:
                continue
            bottom, right = owners.get((row, column), (row, column))
            draft.cells.append(
                CellDraft(
                    row_at[row],
                    column_at[column],
                    _content(texts.get((row, column)), row, column),
                    row_span=max(1, sum(row <= other <= bottom for other in rows)) if bottom > row else 1,
                    column_span=max(1, sum(column <= other <= right for other in columns)) if right > column else 1,
                )
            )
    return draft


def _covered(grid: Grid, merges: list[Merge]) -> dict[tuple[int, int], tuple[int, int]]:
    """Places under a merged cell, except its first, with that first place; what lies outside the grid is left out."""
    height, width = len(grid), max((len(row) for row in grid), default=0)
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in merges
        for row in range(top, min(bottom + 1, height))
        for column in range(left, min(right + 1, width))
        if (row, column) != (top, left)
    }


def _content(text: str | None, row: int, column: int) -> list[Any]:
    return [Paragraph(text, locator=Locator(row=row + 1, column=column + 1))] if text else []


def cell_text(value: Any, code: str = "") -> str:
    """A value as a person sees it; ``code`` is the cell's number format where it is known."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, code)
    if isinstance(value, datetime.datetime):
        clock = "" if (value.hour, value.minute) == (0, 0) else f" {value:%H:%M}"
        return _date(value, code) + clock
    if isinstance(value, datetime.date):
        return _date(value, code)
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip()


def _date(value: datetime.date, code: str) -> str:
    """A format without a day (2026年6月) must not be given one: the first of the month would be a false deadline."""
    month = f"{value.year}年{value.month}月"
    return month if code and "d" not in code else f"{month}{value.day}日"


def _number(value: float, code: str) -> str:
    percent = "%" in code
    scaled = value * 100 if percent else value
    if scaled != scaled or scaled in (float("inf"), float("-inf")):
        return str(scaled)
    text = f"{scaled:.10f}".rstrip("0").rstrip(".") if abs(scaled) < 1e15 else str(scaled)
    return text + "%" if percent else text
