"""Excel and WPS tables: every visible sheet becomes a Table, merged cells once."""

import datetime
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from weicheng.engines.reader.document import Document, Locator, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly, CellDraft, Paragraph, TableDraft
from weicheng.engines.reader.sources.formats import Formats, no_formats
from weicheng.engines.reader.sources.watch import Limits, Watch

Grid = list[list[Any]]
Merge = tuple[tuple[int, int], tuple[int, int]]

_WORKER = Path(__file__).with_name("sheet_worker.py")
_PATIENCE = 120.0  # seconds
_DATES: dict[str, Any] = {
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "timedelta": lambda seconds: datetime.timedelta(seconds=seconds),
}


def read_workbook(
    data: bytes, name: str, kind: str, watch: Watch, limits: Limits, formats: Formats = no_formats
) -> Document:
    """``formats`` tells how a cell of a sheet is shown where the value alone does not say (95% is stored as 0.95)."""
    assembly = Assembly(limits)
    watch.step(0, 1, "工作表")
    sheets = _sheets(data, watch, limits)
    for number, sheet in enumerate(sheets):
        watch.step(number, len(sheets), "工作表")
        if not sheet["hidden"]:
            assembly.add(_draft(sheet["rows"], sheet["merges"], sheet["name"], formats(sheet["name"])))
    watch.step(len(sheets), len(sheets), "工作表")
    hidden = [sheet["name"] for sheet in sheets if sheet["hidden"]]
    if hidden:
        assembly.warn(f"隐藏的工作表没有读取：{'、'.join(hidden)}。")
    return assembly.document(name, kind)


def _sheets(data: bytes, watch: Watch, limits: Limits) -> list[dict[str, Any]]:
    """The sheets as a process of its own reads them: a damaged file may end it, and it alone."""
    command = [sys.executable, "-P", str(_WORKER), str(limits.cells)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            answer = _answer(process, data, watch)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise UnreadableDocument(BROKEN)
    found: list[dict[str, Any]] = json.loads(answer, object_hook=_revived)
    return found


def _answer(process: "subprocess.Popen[bytes]", data: bytes, watch: Watch) -> bytes:
    """What the process says, asking in between whether the caller wants to stop."""
    deadline = time.monotonic() + _PATIENCE
    content: bytes | None = data
    while True:
        try:
            return process.communicate(content, timeout=0.3)[0]
        except subprocess.TimeoutExpired:
            content = None
            watch.check()
            if time.monotonic() > deadline:
                raise UnreadableDocument("表格太复杂，读取时间太长，请删去不需要的工作表后再上传。") from None


def _revived(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        ((kind, content),) = found.items()
        if kind in _DATES:
            return _DATES[kind](content)
    return found


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
