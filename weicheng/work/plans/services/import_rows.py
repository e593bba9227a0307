"""The rows of an edited table against the ledger: which tasks they change, what is new, what cannot be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from weicheng.engines.worktime.when import read_when
from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import User
from weicheng.work.plans.breakdown_table import target_words
from weicheng.work.plans.choices import Category, OwnerRole
from weicheng.work.plans.models import Task
from weicheng.work.plans.policies import postpones
from weicheng.work.plans.services.editing import VERSION
from weicheng.work.plans.services.import_cells import (
    HEADS,
    CellError,
    base_year,
    is_same,
    merged_owners,
    read_cell,
    shown_cells,
)
from weicheng.work.plans.services.import_payload import payload_of
from weicheng.work.plans.services.import_untaken import Untaken, UntakenCell
from weicheng.work.plans.services.postponing import early_only
from weicheng.work.plans.services.table_reading import TableRow, plain_text
from weicheng.work.plans.task_words import task_snapshot
from weicheng.work.plans.values import check_order
from weicheng.work.plans.wording import Change

_ROLES = {"leads": OwnerRole.LEAD, "coops": OwnerRole.COOP}


@dataclass(slots=True)
class RowChange:
    """What the table changes of one task; ``newer``: what the ledger changed in the same cells since the export."""

    task: Task
    sheet: str
    row: int
    edits: dict[str, Any]
    words: list[Change] = field(default_factory=list)
    newer: list[Change] = field(default_factory=list)
    newer_by: str = ""
    needs_reason: bool = False
    waits: bool = False  # the later deadline will be a request

    def payload(self) -> dict[str, Any]:
        values = task_values(self.edits, _owner_dicts(self.task))
        return {
            "uid": str(self.task.uid),
            "version": self.task.version,
            "sheet": self.sheet,
            "row": self.row,
            "values": payload_of(values),
        }


@dataclass(slots=True)
class NewTask:
    key: str
    sheet: str
    row: int
    title: str
    words: list[tuple[str, str]]
    values: dict[str, Any]


@dataclass(slots=True)
class Comparison:
    changed: list[RowChange] = field(default_factory=list)
    new: list[NewTask] = field(default_factory=list)
    unknown: list[tuple[TableRow, str]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unchanged: int = 0
    untaken: list[UntakenCell] = field(default_factory=list)

    def payload(self) -> dict[str, Any]:
        return {
            "changed": [change.payload() for change in self.changed if not change.newer],
            "conflicts": [change.payload() for change in self.changed if change.newer],
            "new": [{"key": new.key, "values": payload_of(new.values)} for new in self.new],
        }


def compare_rows(by: User, campaign: Campaign, rows: Sequence[TableRow]) -> Comparison:
    """Compare; the number of queries does not grow with the rows."""
    return _Comparing(by, campaign).run(rows)


class _Comparing:
    def __init__(self, by: User, campaign: Campaign) -> None:
        tasks = Task.objects.for_user(by).filter(campaign=campaign).select_related("phase")
        found = list(tasks.prefetch_related("owners__unit", "owners__person"))
        self.by_uid = {str(task.uid): task for task in found}
        self.by_number = {task.number: task for task in found}
        self.matcher: UnitMatcher = campaign_matcher(campaign)
        self.early_only = early_only(campaign.pk)
        self.today = timezone.localdate()
        self.result = Comparison()
        self.untaken = Untaken(campaign, self.by_uid)
        self.events: dict[str, list[AuditEvent]] = {}

    def run(self, rows: Sequence[TableRow]) -> Comparison:
        groups: dict[str, list[TableRow]] = defaultdict(list)
        for row in rows:
            task = self._task_of(row)
            if task is not None:
                groups[str(task.uid)].append(row)
        self.events = _events([self.by_uid[uid] for uid, found in groups.items() if any(row.version for row in found)])
        for uid, found in groups.items():
            self._compare_task(self.by_uid[uid], found)
            for row in found:
                self.untaken.look(self.by_uid[uid], row)
        self.result.untaken = self.untaken.cells
        return self.result

    def _task_of(self, row: TableRow) -> Task | None:
        """The task a row is about; rows about none are sorted out here."""
        task = self.by_uid.get(row.uid) if row.uid else self.by_number.get(row.number)
        if task is None and not row.uid and not row.number:
            self._add_new(row)
        elif task is None:
            self.result.unknown.append((row, "本活动的台账里没有这项任务。"))
        elif task.withdrawn_at is not None:
            self.result.unknown.append((row, "这项任务已从台账撤回。"))
        elif row.uid and row.number and row.number != task.number:
            reason = f"这一行的系统编号是{task.number}的，两个编号对不上。可能只给部分列排了序，请撤销排序再传。"
            self._error(row, "编号", row.number, reason)
        elif row.version is not None and row.version > task.version:
            self._error(row, "版本", str(row.version), "版本比台账里的还新，请不要改动隐藏的列。")
        else:
            return task
        return None

    def _compare_task(self, task: Task, rows: list[TableRow]) -> None:
        first_of_sheet: dict[str, TableRow] = {}
        merged: dict[str, tuple[Any, TableRow]] = {}
        change: RowChange | None = None
        for row in rows:
            edits, newer, by = self._edits(task, row)
            if row.sheet in first_of_sheet and edits:
                if not row.number:
                    self._add_new(row)
                else:
                    reason = f"与第{first_of_sheet[row.sheet].row}行是同一项任务，像是复制出来的。要新增，请清空这一行的编号。"
                    self._error(row, "编号", row.number, reason)
                continue
            first_of_sheet.setdefault(row.sheet, row)
            for name, value in edits.items():
                if name in merged and merged[name][0] != value:
                    other = merged[name][1]
                    reason = f"与工作表“{other.sheet}”第{other.row}行改得不一样。"
                    self._error(row, HEADS[name], plain_text(row.cells[name]), reason)
                merged[name] = (value, row)
            if edits:
                change = change or RowChange(task, row.sheet, row.row, {})
                change.edits |= edits
                change.newer += newer
                change.newer_by = by or change.newer_by
        if change is None:
            self.result.unchanged += 1
        else:
            self._finish(change)

    def _edits(self, task: Task, row: TableRow) -> tuple[dict[str, Any], list[Change], str]:
        """What a person changed in the row, and what the ledger changed in the same cells since."""
        now_snapshot = task_snapshot(task, task.owners.all())
        then_snapshot, by = self._at_version(task, now_snapshot, row.version)
        now, then = shown_cells(now_snapshot), shown_cells(then_snapshot)
        year = base_year(now_snapshot, self.today)
        edits: dict[str, Any] = {}
        newer: list[Change] = []
        for name, cell in row.cells.items():
            if is_same(name, cell, then[name], year) or is_same(name, cell, now[name], year):
                continue
            try:
                edits[name] = read_cell(name, cell, year, self.matcher)
            except Invalid as error:
                self._error(row, HEADS[name], plain_text(cell), str(error))
                continue
            if row.version is None:
                newer.append((HEADS[name], "", now[name]))
            elif then[name] != now[name]:
                newer.append((HEADS[name], then[name], now[name]))
        return edits, newer, by if row.version is not None else "（表格里没有版本，不知道是不是旧表）"

    def _at_version(self, task: Task, now: dict[str, Any], version: int | None) -> tuple[dict[str, Any], str]:
        """The task as it was at ``version``, put together from the record, and who changed it last since."""
        then, by = dict(now), ""
        for event in self.events.get(str(task.pk), []):  # newest first
            if version is not None and event.after.get(VERSION, 0) > version:
                then.update({name: value for name, value in event.before.items() if name in then})
                by = by or event.actor_name
        return then, by

    def _finish(self, change: RowChange) -> None:
        task = change.task
        before = shown_cells(task_snapshot(task, task.owners.all()))
        change.words = [(HEADS[name], before[name], _show(name, value)) for name, value in change.edits.items()]
        if "due_on" in change.edits:
            due: date | None = change.edits["due_on"]
            change.needs_reason = postpones(task.due_on, due)
            change.waits = change.needs_reason and self.early_only.covers(task)
            try:
                check_order(task.start_on, due)
            except Invalid as error:
                self.result.errors.append(CellError(change.sheet, change.row, HEADS["due_on"], str(due), str(error)))
        self.result.changed.append(change)

    def _add_new(self, row: TableRow) -> None:
        title = plain_text(row.cells.get("title", ""))
        if not title:
            self._error(row, HEADS["title"], "", "新增的行没有写工作任务。")
            return
        self.untaken.look_at_new(row)
        edits: dict[str, Any] = {}
        for name, cell in row.cells.items():
            if not plain_text(cell):
                continue
            try:
                edits[name] = read_cell(name, cell, self.today.year, self.matcher)
            except Invalid as error:
                self._error(row, HEADS[name], plain_text(cell), str(error))
        words = [(HEADS[name], _show(name, value)) for name, value in edits.items()]
        self.result.new.append(NewTask(row.key, row.sheet, row.row, title, words, task_values(edits, [])))

    def _error(self, row: TableRow, column: str, value: str, reason: str) -> None:
        self.result.errors.append(CellError(row.sheet, row.row, column, value, reason))


def task_values(edits: dict[str, Any], owners: list[dict[str, Any]]) -> dict[str, Any]:
    """The fields of a task that the edited cells write."""
    values: dict[str, Any] = {}
    for name, value in edits.items():
        if name in _ROLES:
            owners = merged_owners(owners, _ROLES[name], value)
            values["owners"] = owners
        elif name == "target":
            values |= value
        elif name == "recurrence_text":
            values |= _rhythm(value)
        else:
            values[name] = value
    return values


def _rhythm(text: str) -> dict[str, Any]:
    """The words of a rhythm with the rule or the number of times that they mean."""
    rrule, quota = "", None
    for when in read_when(text, None) if text else ():
        rrule = rrule or when.recurrence or ""
        quota = quota or when.count
    return {"recurrence_text": text, "rrule": rrule, "quota": quota}


def _show(name: str, value: Any) -> str:
    if name in _ROLES:
        return "、".join(str(unit) for unit in value)
    if name == "target":
        return target_words(value)
    if name == "category":
        return str(Category(value).label)
    return str(value or "")


def _owner_dicts(task: Task) -> list[dict[str, Any]]:
    return [
        {
            "text": str(owner.unit),
            "unit": owner.unit_id,
            "role": owner.role,
            "person_id": owner.person_id,
            "via": owner.via,
        }
        for owner in task.owners.all()
    ]


def _events(tasks: Iterable[Task]) -> dict[str, list[AuditEvent]]:
    """The changes of the tasks, newest first."""
    found: dict[str, list[AuditEvent]] = defaultdict(list)
    pks = [str(task.pk) for task in tasks if task.version > 1]
    events = AuditEvent.objects.filter(object_type=Task._meta.label_lower, object_id__in=pks).order_by("-id")
    for event in events.only("object_id", "before", "after", "actor_name"):
        found[event.object_id].append(event)
    return found
