"""Returned 进展填报表: up to two hundred files are one job; each file is written as a whole or not at all, marked 代填.

A row's key is made of what the sheet says, so that the same file sent again, or saved anew without a change, adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from python_calamine import CalamineError

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import SafeZip, shown_name
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid, NotAllowed, Refused
from weicheng.ground.org.models import Unit, User
from weicheng.ground.ui.keys import uuid_in
from weicheng.work.plans.errors import RefusedUpload
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.permissions import check_user_can_import_ledger
from weicheng.work.plans.progress_sheet import FILLED, HEAD_OF, STAMP, UID, UNIT
from weicheng.work.plans.services.progress import Hardship, report_progress
from weicheng.work.plans.services.table_reading import half_width, open_book, plain_text
from weicheng.work.plans.values import read_date

MOST_FILES = 200
MOST_ROWS = 5000
_HEAD_WITHIN = 20
_HEADS = {column.head: column.field for column in FILLED} | {UID: "uid", UNIT: "unit", STAMP: "stamp", "编号": "number"}
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SheetError:
    """One thing that is wrong, where it stands."""

    file: str
    sheet: str
    row: int  # from 1, as Excel counts; 0 = the file as a whole
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Returns:
    """What became of the files."""

    files: int = 0
    written_files: int = 0
    entries: int = 0
    same: int = 0
    errors: list[SheetError] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "errors": [asdict(error) for error in self.errors]}


@dataclass(slots=True)
class Line:
    """A row that says something: the raw cells by field."""

    sheet: str
    row: int
    cells: dict[str, Any]

    def text(self, name: str) -> str:
        return plain_text(self.cells.get(name, ""))


class _Wrong(Exception):
    """``str()`` is the reason; ``column`` the head of the cell at fault."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.column, self.value = column, value


def unpacked(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """The tables among the files, those inside zips too. Raises RefusedUpload for a zip that is broken or too many files."""
    found: list[tuple[str, bytes]] = []
    for name, data in files:
        try:
            archive = SafeZip(data, DEFAULT_LIMITS) if data.startswith(b"PK\x03\x04") else None
            if archive is None or "xl/workbook.xml" in archive.names or "[Content_Types].xml" in archive.names:
                found.append((name, data))
                continue
            for info in archive.entries:
                inner = shown_name(info).replace("\\", "/").rsplit("/", 1)[-1]
                if not inner.startswith((".", "~$")) and "__MACOSX" not in info.filename:
                    found.append((inner, archive.read(info.filename)))
        except UnreadableDocument as error:
            raise RefusedUpload(f"“{name}”：{error}") from error
    if len(found) > MOST_FILES:
        raise RefusedUpload(f"一次最多收{MOST_FILES}份表，这次有{len(found)}份，请分两次传。")
    return found


def take_returns(
    *, by: User, campaign: Campaign, files: Iterable[tuple[str, bytes]], told: Told = lambda done, total, note: None
) -> Returns:
    """Write what the returned sheets say; ``told(done, total, note)`` after each file."""
    check_user_can_import_ledger(by, campaign)
    sheets = unpacked(files)
    result = Returns(files=len(sheets))
    for place, (name, data) in enumerate(sheets):
        told(place, len(sheets), f"第{place + 1}份，共{len(sheets)}份：{name}")
        _take_file(by, campaign, name, data, result)
    told(len(sheets), len(sheets), "")
    return result


def _take_file(by: User, campaign: Campaign, name: str, data: bytes, result: Returns) -> None:
    """All rows of a file or none."""
    try:
        lines = read_lines(data)
    except RefusedUpload as error:
        result.errors.append(SheetError(name, "", 0, "", "", str(error)))
        return
    errors: list[SheetError] = []
    new = same = 0
    with transaction.atomic():
        tasks = _tasks(campaign, lines)
        units = {str(unit.pk): unit for unit in Unit.objects.select_related("merged_into")}
        for line in lines:
            try:
                is_new = _take_line(by, line, tasks, units)
            except _Wrong as wrong:
                errors.append(SheetError(name, line.sheet, line.row, wrong.column, wrong.value, str(wrong)))
            except (Refused, NotAllowed) as error:
                column = HEAD_OF.get(getattr(error, "field", ""), "")
                value = line.text(getattr(error, "field", "")) if column else ""
                errors.append(SheetError(name, line.sheet, line.row, column, value, str(error)))
            else:
                new, same = new + is_new, same + (not is_new)
        if errors:
            transaction.set_rollback(True)
    result.errors += errors
    if not errors:
        result.written_files += 1
        result.entries += new
        result.same += same


def read_lines(data: bytes) -> list[Line]:
    """The rows that were filled in. Raises RefusedUpload where there is no such table."""
    book = open_book(data)
    found: list[Line] = []
    tables = 0
    for name in book.sheet_names:
        try:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (CalamineError, ValueError) as error:
            raise RefusedUpload("这份表打不开，请在Excel或WPS里另存一次再传。") from error
        if len(rows) > MOST_ROWS:
            raise RefusedUpload(f"工作表“{name}”有{len(rows)}行，不像填报表，请检查是不是选错了文件。")
        heads = next(((place, at) for place, row in enumerate(rows[:_HEAD_WITHIN]) if (at := _heads(row))), None)
        if heads is None:
            continue
        tables += 1
        start, places = heads
        for number, row in enumerate(rows[start + 1 :], start + 2):
            cells = {field: row[place] for field, place in places.items() if place < len(row)}
            if any(plain_text(cells.get(column.field, "")) for column in FILLED):
                found.append(Line(name, number, cells))
    if not tables:
        raise RefusedUpload("没有找到进展填报表的表头，请用这里导出的填报表，不要删隐藏的列。")
    return found


def _heads(row: list[Any]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = _HEADS.get(plain_text(cell).replace("\n", "").replace(" ", ""))
        if name:
            found.setdefault(name, place)
    return found if {"uid", "unit"} <= found.keys() and found.keys() & set(HEAD_OF) else None


def _tasks(campaign: Campaign, lines: Iterable[Line]) -> dict[str, Task]:
    uids = {uid for line in lines if (uid := uuid_in(line.text("uid")))}
    return {
        str(task.uid): task for task in Task.objects.filter(campaign=campaign, uid__in=uids).select_related("campaign")
    }


def _take_line(by: User, line: Line, tasks: dict[str, Task], units: dict[str, Unit]) -> bool:
    """Write one row; False if it is there already."""
    task = tasks.get(str(uuid_in(line.text("uid"))))
    if task is None:
        raise _Wrong("台账里没有这项任务，行的系统编号改过或缺了，请从填报表原行填写。", "编号", line.text("number"))
    unit = units.get(line.text("unit"))
    if unit is None:
        raise _Wrong("认不出是哪个单位的表，单位编号改过或缺了。", "编号", line.text("number"))
    unit = unit.merged_into or unit  # merged since the sheet went out
    key = uuid5(NAMESPACE_URL, "|".join(["weicheng:sheet", *(line.text(name) for name in _key_fields())]))
    if ProgressEntry.objects.filter(key=key).exists():
        return False
    report_progress(
        by=by,
        task=task,
        unit=unit,
        on=_day(line),
        key=key,
        percent=_percent(line),
        value=half_width(line.text("value")).replace(" ", "") or None,
        text=line.text("text"),
        hardship=_hardship(line),
    )
    return True


def _key_fields() -> list[str]:
    return ["uid", "unit", "stamp", *HEAD_OF]


def _day(line: Line) -> date:
    raw = line.cells.get("on", "")
    if not plain_text(raw):
        return timezone.localdate()
    try:
        day = read_date(raw if isinstance(raw, date) else plain_text(raw), timezone.localdate().year)
    except Invalid as error:
        raise _Wrong(str(error), HEAD_OF["on"], plain_text(raw)) from error
    return day or timezone.localdate()


def _percent(line: Line) -> str | None:
    """50, 50%, or a cell that Excel made a share of one: 0.5."""
    text = half_width(line.text("percent")).replace(" ", "")
    if not text:
        return None
    number = text.removesuffix("%")
    try:
        share = float(number)
    except ValueError as error:
        raise _Wrong("完成百分比是0到100之间的整数。", HEAD_OF["percent"], text) from error
    if not text.endswith("%") and 0 < share < 1:
        return f"{round(share * 100, 6):g}"
    return number


def _hardship(line: Line) -> Hardship | None:
    text, remedy = line.text("difficulty"), line.text("remedy")
    if remedy and not text:
        raise _Wrong("写了措施就要写难点。", HEAD_OF["difficulty"])
    return Hardship(text, remedy) if text else None
