"""Cells that were changed in a table and cannot be taken from it: 完成, 状态, 责任人, 出处. Nobody must believe they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.plans.breakdown_table import DONE, PERSON, SHOWN_ONLY, SOURCE, STATUS, done_words, mark_of
from weicheng.work.plans.choices import OwnerRole, TaskStatus
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.tasks import heads_of
from weicheng.work.plans.services.table_reading import TableRow, plain_text
from weicheng.work.plans.status import Moment, task_status

WAYS = {
    DONE.head: "打开任务，点“报进展”或“代报进展”",
    STATUS.head: "状态由进展和时限算出，打开任务报进展",
    PERSON.head: "打开任务，点“修改”，在责任单位后面选责任人",
    SOURCE.head: "出处是方案原文，要改请上传修订稿",
}


@dataclass(frozen=True, slots=True)
class UntakenCell:
    """A cell that says something else than the ledger showed. ``uid`` is empty for an inserted row."""

    uid: str
    number: str
    title: str
    sheet: str
    row: int
    column: str
    value: str

    @property
    def way(self) -> str:
        return WAYS[self.column]


class Untaken:
    """Finds such cells; what a table without marks is compared with is read once, when it is first needed."""

    def __init__(self, campaign: Campaign, tasks: Mapping[str, Task]) -> None:
        self._campaign, self._tasks = campaign, tasks
        self._moment: Moment | None = None
        self._heads: dict[int, str] = {}
        self.cells: list[UntakenCell] = []

    def look(self, task: Task, row: TableRow) -> None:
        """A row of a task that the ledger has."""
        shown = self._now(task) if len(row.marks) != len(SHOWN_ONLY) else {}
        marks = dict(zip([column.head for column in SHOWN_ONLY], row.marks, strict=False))
        for head, cell in row.shown.items():
            text = _as_shown(head, cell)
            mark = mark_of(shown[head]) if head in shown else "" if shown else marks[head]
            if mark and mark_of(text) != mark:
                self._take(str(task.uid), task.number, task.title, row, head, text)

    def look_at_new(self, row: TableRow) -> None:
        """An inserted row; one that was copied from another carries the marks of that one and says nothing by them."""
        if row.marks:
            return
        for head in (DONE.head, STATUS.head, PERSON.head):
            text = _as_shown(head, row.shown.get(head, ""))
            if text:
                self._take("", "", plain_text(row.cells.get("title", "")), row, head, text)

    def _take(self, uid: str, number: str, title: str, row: TableRow, head: str, text: str) -> None:
        self.cells.append(UntakenCell(uid, number, title, row.sheet, row.row, head, text))

    def _now(self, task: Task) -> dict[str, str]:
        if self._moment is None:
            self._moment = Moment.of(self._campaign)
            leads = {owner.unit_id for one in self._tasks.values() for owner in _leads(one)[:1]}
            self._heads = heads_of(leads, timezone.localdate())
        leads_of = _leads(task)
        named = next((owner.person.name for owner in leads_of if owner.person), "")
        person = named or (self._heads.get(leads_of[0].unit_id, "") if leads_of else "")
        status = str(TaskStatus(task_status(task, self._moment)).label)
        return {DONE.head: done_words(task), STATUS.head: status, PERSON.head: person}


def _leads(task: Task) -> list[Any]:
    found = [owner for owner in task.owners.all() if owner.role == OwnerRole.LEAD]
    return sorted(found, key=lambda owner: (owner.order, owner.pk))


def _as_shown(head: str, cell: Any) -> str:
    """Excel turns a typed 67% into the number 0.67."""
    if head == DONE.head and isinstance(cell, float) and 0 <= cell <= 1:
        return f"{round(cell * 100, 2):g}%"
    return plain_text(cell)
