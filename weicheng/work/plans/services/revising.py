"""A revised paper against the one it replaces: which row continues which task, what changed, what is gone."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from weicheng.work.plans.choices import RowState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task, TaskOwner, TaskSource
from weicheng.work.plans.similarity import Index, Subject, likeness

LEAST = 0.5
_SAME_SECTION, _SAME_NUMBER, _NEAR = 0.15, 0.2, 0.05


def match_revision(plan: Plan) -> int:
    """Set ``continues`` of the rows of a revision, best pairs first, each task once; how many were matched."""
    tasks = revised_tasks(plan)
    rows = list(plan.rows.exclude(state=RowState.DROPPED).select_related("plan").order_by("order", "id"))
    taken_rows: set[int] = set()
    taken_tasks: set[int] = set()
    for _, row, task in sorted(_pairs(rows, tasks), key=lambda pair: -pair[0]):
        if row.pk in taken_rows or task.pk in taken_tasks:
            continue
        taken_rows.add(row.pk)
        taken_tasks.add(task.pk)
        row.continues = task
    DraftRow.objects.bulk_update([row for row in rows if row.pk in taken_rows], ["continues"], batch_size=500)
    return len(taken_rows)


def revised_tasks(plan: Plan) -> list[Task]:
    """The live tasks of the paper that ``plan`` revises, in the order of that paper."""
    if plan.revises_id is None:
        return []
    found = Task.objects.live().filter(sources__plan=plan.revises_id).order_by("sources__start", "number")
    return list({task.pk: task for task in found}.values())


def _pairs(rows: list[DraftRow], tasks: list[Task]) -> list[tuple[float, DraftRow, Task]]:
    sources = _sources(tasks)
    held = _held(tasks)
    subjects = {task.pk: _task_subject(task, sources.get(task.pk), held.get(task.pk, frozenset())) for task in tasks}
    owners = _owner_texts(rows)
    index = Index(subjects.values())
    by_key: dict[Hashable, Task] = {subjects[task.pk].key: task for task in tasks}
    places = {task.pk: place for place, task in enumerate(tasks)}
    serials = _Serials()
    by_serial: dict[str, list[Hashable]] = {}
    for task in tasks:
        serial = serials.of_source(sources.get(task.pk))
        if serial:
            by_serial.setdefault(serial, []).append(subjects[task.pk].key)
    pairs = []
    for place, row in enumerate(rows):
        subject = Subject(("row", row.pk), row.title, row.quote, owners.get(row.pk, frozenset()), row.due_on)
        serial = serials.of_row(row)
        numbered = set(by_serial.get(serial, ())) if serial else set()
        for key in {found.key for found, _ in index.like(subject, LEAST - 0.25)} | numbered:
            task = by_key[key]
            score = likeness(subject, subjects[task.pk])
            score += _SAME_SECTION if row.section and row.section[-1:] == task.section[-1:] else 0.0
            score += _SAME_NUMBER if key in numbered else 0.0
            score += _NEAR if abs(place / len(rows) - places[task.pk] / len(tasks)) < _NEAR else 0.0
            if score >= LEAST:
                pairs.append((score, row, task))
    return pairs


class _Serials:
    """The serial number (序号) of the table row in which a sentence stands; "" outside of tables."""

    def __init__(self) -> None:
        self._known: dict[int, list[tuple[int, int, str]]] = {}

    def of_row(self, row: DraftRow) -> str:
        return self._at(row.plan, row.start)

    def of_source(self, source: TaskSource | None) -> str:
        return self._at(source.plan, source.start) if source else ""

    def _at(self, plan: Plan, offset: int) -> str:
        if plan.pk not in self._known:
            self._known[plan.pk] = [line for table in plan.tables for line in _numbered_lines(plan.text, table)]
        return next((serial for start, end, serial in self._known[plan.pk] if start <= offset < end), "")


def _numbered_lines(text: str, table: dict[str, Any]) -> list[tuple[int, int, str]]:
    """(start, end, serial) of the rows of a table whose first cell is a number."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for cell in table["cells"]:
        lines.setdefault(cell["row"], []).append(cell)
    found = []
    for cells in lines.values():
        first = next((cell for cell in cells if cell["column"] == 0), None)
        serial = text[first["start"] : first["end"]].strip() if first else ""
        if serial.isdecimal():
            found.append((first["start"] if first else 0, max(cell["end"] for cell in cells), serial))
    return found


def _sources(tasks: list[Task]) -> dict[int, TaskSource]:
    """The latest source of each task."""
    found = TaskSource.objects.filter(task__in=[task.pk for task in tasks]).select_related("plan").order_by("id")
    return {source.task_id: source for source in found}


def _task_subject(task: Task, source: TaskSource | None, owners: frozenset[Hashable]) -> Subject:
    return Subject(("task", task.pk), task.title, source.quote if source else "", owners, task.due_on)


def _held(tasks: list[Task]) -> dict[int, frozenset[Hashable]]:
    """The owner strings that the tasks came with: the words that a revised paper repeats when the owners stay."""
    found: dict[int, set[Any]] = {}
    for task, text in TaskOwner.objects.filter(task__in=[t.pk for t in tasks]).values_list("task_id", "via"):
        found.setdefault(task, set()).add(text)
    return {task: frozenset(texts - {""}) for task, texts in found.items()}


def _owner_texts(rows: list[DraftRow]) -> dict[int, frozenset[Hashable]]:
    found: dict[int, set[Any]] = {}
    for row, text in DraftOwner.objects.filter(row__in=[r.pk for r in rows]).values_list("row_id", "text"):
        found.setdefault(row, set()).add(text)
    return {row: frozenset(texts) for row, texts in found.items()}
