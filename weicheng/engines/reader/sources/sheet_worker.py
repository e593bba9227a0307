"""Reads a workbook from standard input and writes its sheets as JSON: run as a process of its own by sheets.py.

The library lays out what a file promises, and a damaged file promises more memory than there is: that ends the process
and cannot be caught. Only the standard library and the parser are imported here.
"""

import datetime
import io
import json
import sys
from typing import Any

_MEMORY = 2 << 30
_SECONDS = 120


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _plain(value: Any) -> Any:
    """Dates and times as a tagged pair, which JSON can hold."""
    if isinstance(value, datetime.timedelta):
        return {"timedelta": value.total_seconds()}
    if isinstance(value, (datetime.date, datetime.time)):
        return {type(value).__name__: value.isoformat()}
    return str(value)


def _sheets(data: bytes, cells: int) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[dict[str, Any]] = []
    for sheet in workbook.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != SheetVisibleEnum.Visible:
            found.append({"name": sheet.name, "hidden": True})
            continue
        opened = workbook.get_sheet_by_name(sheet.name)
        rows = opened.to_python(skip_empty_area=False)
        cells -= sum(map(len, rows))
        if cells < 0:
            raise MemoryError
        found.append({"name": sheet.name, "hidden": False, "rows": rows, "merges": opened.merged_cell_ranges or []})
    return found


if __name__ == "__main__":
    _limit()
    json.dump(_sheets(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout, default=_plain)
