"""A revised paper against the one it replaces: which row continues which task, what changed, what is gone."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from weicheng.work.plans.choices import RowState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task, TaskSource
from weicheng.work.plans.similarity import Index, Subject, likeness

LEAST = 0.5
_SAME_SECTION, _SAME_NUMBER, _NEAR = 0.15, 0.2, 0.05


def match_revision(plan: Plan) -> int:
    """Set ``continues`` of the rows of a revision, best pairs first, each task once; how many were matched."""
    tasks = revised_tasks(plan)
    rows = list(plan.rows.exclude(state=RowState.DROPPED).order_by("order", "id"))
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
    subjects = {task.pk: _task_subject(task, sources.get(task.pk)) for task in tasks}
    owners = _owner_texts(rows)
    index = Index(subjects.values())
    by_key = {subjects[task.pk].key: task for task in tasks}
    places = {task.pk: place for place, task in enumerate(tasks)}
    pairs = []
    for place, row in enumerate(rows):
        subject = Subject(("row", row.pk), row.title, row.quote, owners.get(row.pk, frozenset()), row.due_on)
        candidates = {found.key for found, _ in index.like(subject, LEAST - 0.25)}
        candidates |= {subjects[task.pk].key for task in tasks if _same_cell(row, sources.get(task.pk))}
        for key in candidates:
            task = by_key[key]
            score = likeness(subject, subjects[task.pk]) + _context(row, task, sources.get(task.pk))
            near = abs(place / max(1, len(rows)) - places[task.pk] / max(1, len(tasks))) < _NEAR
            score += _NEAR if near else 0.0
            if score >= LEAST:
                pairs.append((score, row, task))
    return pairs


def _context(row: DraftRow, task: Task, source: TaskSource | None) -> float:
    score = _SAME_SECTION if row.section and row.section[-1:] == task.section[-1:] else 0.0
    return score + (_SAME_NUMBER if _same_cell(row, source) else 0.0)


def _same_cell(row: DraftRow, source: TaskSource | None) -> bool:
    """Both stand in the same numbered row of the same table, under the same number."""
    if source is None or "row" not in row.locator or "row" not in source.locator:
        return False
    return all(row.locator.get(part) == source.locator.get(part) for part in ("table", "row", "sheet"))


def _sources(tasks: list[Task]) -> dict[int, TaskSource]:
    found = TaskSource.objects.filter(task__in=[task.pk for task in tasks]).order_by("-id")
    return {source.task_id: source for source in found}


def _task_subject(task: Task, source: TaskSource | None) -> Subject:
    return Subject(("task", task.pk), task.title, source.quote if source else "", frozenset(), task.due_on)


def _owner_texts(rows: list[DraftRow]) -> dict[int, frozenset[Hashable]]:
    found: dict[int, set[Any]] = {}
    for row, text in DraftOwner.objects.filter(row__in=[r.pk for r in rows]).values_list("row_id", "text"):
        found.setdefault(row, set()).add(text)
    return {row: frozenset(texts) for row, texts in found.items()}
