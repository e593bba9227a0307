"""What a task gets from the rows behind it: its units and its sources."""

from __future__ import annotations

from collections.abc import Iterable

from weicheng.work.plans.models import Plan, Task, TaskOwner, TaskSource
from weicheng.work.plans.publication import TaskDraft


def task_owners(draft: TaskDraft, task: Task) -> list[TaskOwner]:
    return [
        TaskOwner(task=task, unit=duty.unit, role=duty.role, person=duty.person, via=duty.via, order=place)
        for place, duty in enumerate(draft.duties)
    ]


def add_sources(plan: Plan, pairs: Iterable[tuple[TaskDraft, Task]]) -> None:
    """Every row behind a task is a source of it."""
    TaskSource.objects.bulk_create(
        TaskSource(task=task, plan=plan, row=row, quote=row.quote, start=row.start, end=row.end, locator=row.locator)
        for draft, task in pairs
        for row in draft.rows
    )
