"""The filled table comes back: first what each row would write, then every row that is right, each whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible, Refused
from weicheng.ground.org.importing.workbook import read_grids
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.choices import PERIODS, Span
from weicheng.work.indicators.models import TableUpload, ValueEntry
from weicheng.work.indicators.percentages import as_shown
from weicheng.work.indicators.permissions import check_user_can_fill_some
from weicheng.work.indicators.reading import Period, Typed
from weicheng.work.indicators.saying import value_words
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.services.filling import prepare, save_value
from weicheng.work.indicators.table_columns import BY_HEAD, ID, SEEN, Line, filled_cells
from weicheng.work.indicators.targets import Asked

MAX_BYTES = 10 * 1024 * 1024
_HEAD_WITHIN = 15
_NOTHING = {"", "-", "—", "无"}


@dataclass(slots=True)
class Row:
    """A row of the table with what it would do. ``cells`` as typed, by field."""

    number: int
    indicator: int
    year: int
    span: str
    part: int
    subject: int
    name: str
    cells: dict[str, str]
    said: str = ""  # the value as it will read
    was: str = ""
    faults: list[str] = field(default_factory=list)

    def period(self, units: dict[int, Unit]) -> Period:
        return Period(self.year, self.span, self.part, units.get(self.subject) if self.subject else None)


@dataclass(slots=True)
class Preview:
    token: UUID
    file_name: str
    rows: list[Row]
    wrong: list[Row]
    unchanged: int = 0

    @property
    def new(self) -> int:
        return sum(not row.was for row in self.rows)


def read_upload(*, by: User, campaign: Campaign, content: bytes, name: str) -> Preview:
    """Compare the table with what is there; nothing is written but the upload itself. Raises Invalid for what is no table."""
    check_user_can_fill_some(by, campaign)
    if len(content) > MAX_BYTES:
        raise Invalid("文件超过10MB。请删掉图片和多余的工作表再传。", "file")
    board = Board(campaign)
    units = {unit.pk: unit for unit in board.townships}
    asked = {one.indicator.pk: one for one in board.asked}
    good, wrong, unchanged = _compare(by, board, asked, units, list(_rows(content, asked, units)))
    kept = TableUpload.objects.create(
        campaign=campaign,
        user=by,
        file_name=name[-255:],
        rows=[asdict(row) for row in good],
        errors=[asdict(row) for row in wrong],
    )
    return Preview(kept.token, name, good, wrong, unchanged)


def apply_upload(*, by: User, token: UUID) -> tuple[int, list[Row]]:
    """Hand in the rows of the preview: how many, and those that did not go through after all. Once only."""
    with transaction.atomic():
        kept = TableUpload.objects.select_for_update(of=("self",)).select_related("campaign__edition").filter(
            token=token, user=by
        ).first()  # fmt: skip
        if kept is None:
            raise NotPossible("这次导入已经取消，请重新上传表格。")
        if kept.applied_at is not None:
            raise NotPossible("这份表已经写入过了，没有再写一遍。")
        board = Board(kept.campaign)
        units = {unit.pk: unit for unit in board.townships}
        asked = {one.indicator.pk: one for one in board.asked}
        done, failed = 0, []
        for row in (Row(**values) for values in kept.rows):
            try:
                with transaction.atomic():  # each row whole or not at all
                    _apply(by, kept, row, board, asked, units)
            except (Refused, NotAllowed) as error:
                row.faults = [str(error)]
                failed.append(row)
            else:
                done += 1
        kept.applied_at = timezone.now()
        kept.save(update_fields=["applied_at"])
        audit.record("indicators.table.applied", by=by, obj=kept, label=kept.file_name, after={"rows": done})
    return done, failed


def wrong_lines(*, by: User, token: UUID) -> tuple[str, list[Line]]:
    """The rows of an upload that could not be taken, as typed, for the sheet of errors."""
    kept = TableUpload.objects.select_related("campaign__edition").filter(token=token, user=by).first()
    if kept is None:
        raise NotPossible("这次导入已经取消，请重新上传表格。")
    board = Board(kept.campaign)
    units = {unit.pk: unit for unit in board.townships}
    asked = {one.indicator.pk: one for one in board.asked}
    lines = []
    for row in (Row(**values) for values in kept.errors):
        if row.indicator not in asked:
            continue
        period = row.period(units)
        slots = board.entries.get(row.indicator, {})
        last = slots.get((row.year - 1, row.span, row.part, row.subject or None))
        lines.append(Line(asked[row.indicator], period, slots.get(period.slot), last, row.cells, "；".join(row.faults)))
    return kept.file_name, lines


def _apply(
    by: User, kept: TableUpload, row: Row, board: Board, asked: dict[int, Asked], units: dict[int, Unit]
) -> None:
    one = asked.get(row.indicator)
    if one is None:
        raise NotPossible("活动换了标准，这个指标不用填了。")
    save_value(
        by=by,
        campaign=kept.campaign,
        indicator=one.indicator,
        period=row.period(units),
        typed=_typed(row.cells),
        # By what the row says, not by its number: two sheets of one book have the same numbers.
        key=uuid5(kept.token, f"{row.indicator}:{row.year}:{row.span}:{row.part}:{row.subject}"),
        board=board,
    )


def _compare(
    by: User, board: Board, asked: dict[int, Asked], units: dict[int, Unit], rows: Iterable[tuple[Row, int]]
) -> tuple[list[Row], list[Row], int]:
    good: list[Row] = []
    wrong: list[Row] = []
    unchanged = 0
    seen: dict[tuple[int, int, str, int, int], int] = {}
    shown = ValueEntry.objects.in_bulk([pk for _, pk in rows if pk])
    for row, was in rows:
        slot = (row.indicator, row.year, row.span, row.part, row.subject)
        one = asked.get(row.indicator)
        if one is not None and not row.faults:
            entry = board.entries.get(row.indicator, {}).get(row.period(units).slot)
            if _is_untouched(row, one, entry, shown.get(was)):
                unchanged += 1
                continue
            row.was = value_words(entry, one) if entry is not None else ""
            row.faults = _faults(by, board, one, row, units, seen.get(slot), _is_stale(entry, was))
        seen.setdefault(slot, row.number)
        (wrong if row.faults else good).append(row)
    return good, wrong, unchanged


def _is_stale(entry: ValueEntry | None, was: int) -> bool:
    """Somebody handed in another value since the table was made."""
    return entry is not None and entry.pk != was


def _is_untouched(row: Row, asked: Asked, entry: ValueEntry | None, shown: ValueEntry | None) -> bool:
    """The row is empty, or says what is there, or what the table showed when it was made."""
    answers = asked.target.judge == Judge.EXISTS  # there 无 is an answer
    given = {
        name: text if name == "value" and answers else "" if text in _NOTHING else text
        for name, text in row.cells.items()
        if name != "reason"
    }
    if not any(given.values()):
        return True
    return any(one is not None and _same(given, filled_cells(asked, one)) for one in (entry, shown))


def _same(given: dict[str, str], cells: dict[str, str]) -> bool:
    return all(" ".join(cells.get(name, "").split()) == text for name, text in given.items())


def _faults(
    by: User, board: Board, asked: Asked, row: Row, units: dict[int, Unit], twin: int | None, is_stale: bool
) -> list[str]:
    if twin is not None:
        return [f"和第{twin}行是同一个数"]
    if is_stale:
        return [f"这张表导出以后有人报过，现在是{row.was}，请重新下载表格再改"]
    try:
        prepared = prepare(by=by, board=board, asked=asked, period=row.period(units), typed=_typed(row.cells))
    except (Refused, NotAllowed) as error:
        return [str(error)]
    made = ValueEntry(value=prepared.read.claim.value, grade=prepared.read.grade, places=prepared.read.places)
    row.said = value_words(made, asked)
    return []


def _typed(cells: dict[str, str]) -> Typed:
    values: dict[str, Any] = {name: "" if text in _NOTHING else text for name, text in cells.items()}
    said = values.pop("source_on", "")
    if cells.get("value") in ("无", "-"):
        values["value"] = cells["value"]  # 无 answers whether there is a rule
    return Typed(source_on=_day(said), **values)


def _day(text: str) -> date | None:
    if not text:
        return None
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain[:10].strip("-").split("-"))
        return date(year, month, day)
    except ValueError as error:
        raise Invalid(f"来源日期“{text}”看不懂，请写成2026-01-31。", "source_on") from error


def _rows(content: bytes, asked: dict[int, Asked], units: dict[int, Unit]) -> Iterable[tuple[Row, int]]:
    """The rows with the id of the value that the table showed (0: none)."""
    found = False
    for _, grid in as_shown(content, read_grids(content, as_typed=True)):
        for index, cells in enumerate(grid[:_HEAD_WITHIN]):
            places = {head: place for place, head in enumerate(cells)}
            if ID not in places:
                continue
            found = True
            for number, line in enumerate(grid[index + 1 :], index + 2):
                row = _row(number, line, places, asked, units)
                if row is not None:
                    yield row
            break
    if not found:
        raise Invalid("没有找到编号列。请用“下载填报表”取的表格来填，不要删最右边的隐藏列。", "file")


def _row(
    number: int, line: list[str], places: dict[str, int], asked: dict[int, Asked], units: dict[int, Unit]
) -> tuple[Row, int] | None:
    def cell(head: str) -> str:
        place = places.get(head)
        return line[place].strip() if place is not None and place < len(line) else ""

    cells = {name: cell(head) for head, name in BY_HEAD.items()}
    if not any(cells.values()):
        return None
    row = Row(number, 0, 0, Span.YEAR.value, 1, 0, cell("指标"), cells)
    parts = cell(ID).split(":")
    if not _take_id(row, parts) or row.indicator not in asked or (row.subject and row.subject not in units):
        row.faults = ["编号认不出，这一行不是系统导出的，或者标准、街道有变动，请重新下载表格"]
        return row, 0
    name = str(asked[row.indicator].indicator)
    row.name = f"{name}（{units[row.subject]}）" if row.subject else name
    was = cell(SEEN)
    return row, int(was) if was.isdecimal() and len(was) < 18 else 0


def _take_id(row: Row, parts: list[str]) -> bool:
    if len(parts) != 5 or parts[2] not in Span.values:
        return False
    numbers = [part for part in (*parts[:2], *parts[3:]) if part.isdecimal() and len(part) < 18]
    if len(numbers) != 4:
        return False
    row.indicator, row.year, row.part, row.subject = map(int, numbers)
    row.span = parts[2]
    return 1 <= row.year <= 9999 and 1 <= row.part <= PERIODS[Span(row.span)]
