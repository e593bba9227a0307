"""What a revised paper changes against the one it replaces: added, changed, gone, the same.

A field counts as changed when the two papers differ in it, not when the office has changed the task meanwhile: a deadline
that was put off stays put off as long as the new paper repeats the old one's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import DraftRow, Task, TaskOwner, TaskSource
from weicheng.work.plans.publication import COPIED, Publication, TaskDraft, owner_units
from weicheng.work.plans.services.revising import revised_tasks
from weicheng.work.plans.task_words import owners_snapshot, plain
from weicheng.work.plans.wording import Change, change_words

Duties = frozenset[tuple[int, str]]


@dataclass(slots=True)
class ChangedTask:
    """A task that goes on with other values: ``values`` to write, ``duties`` whether its units change, words for the page."""

    task: Task
    draft: TaskDraft
    values: dict[str, Any]
    duties_change: bool
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def changes(self) -> list[Change]:
        return change_words(self.before, self.after)


@dataclass(slots=True)
class RevisionDiff:
    added: list[TaskDraft] = field(default_factory=list)
    changed: list[ChangedTask] = field(default_factory=list)
    same: list[TaskDraft] = field(default_factory=list)
    gone: list[Task] = field(default_factory=list)


def revision_diff(publication: Publication) -> RevisionDiff:
    """The four lists, in the order of the papers."""
    plan = publication.plan
    tasks = {task.pk: task for task in revised_tasks(plan)}
    old_rows = _old_rows(publication)
    owners = _owners(list(tasks))
    diff = RevisionDiff(added=publication.new)
    kept: set[int] = set()
    for draft in publication.drafts:
        task = draft.continues
        if task is None:
            kept |= {draft.existing.pk} if draft.existing else set()
            continue
        kept.add(task.pk)
        changed = _changed(publication, draft, task, old_rows.get(task.pk), owners.get(task.pk, []))
        if changed is None:
            diff.same.append(draft)
        else:
            diff.changed.append(changed)
    elsewhere = _given_elsewhere(publication, list(tasks))
    diff.gone = [task for pk, task in tasks.items() if pk not in kept and pk not in elsewhere]
    return diff


def _changed(
    publication: Publication, draft: TaskDraft, task: Task, old: DraftRow | None, owners: list[TaskOwner]
) -> ChangedTask | None:
    base: DraftRow | Task = old or task
    values = {
        name: getattr(draft.row, name)
        for name in COPIED
        if getattr(draft.row, name) != getattr(base, name) and getattr(draft.row, name) != getattr(task, name)
    }
    now: Duties = frozenset((duty.unit.pk, duty.role) for duty in draft.duties)
    held: Duties = frozenset((owner.unit_id, owner.role) for owner in owners)
    was = _duties_of(publication, old) if old else held
    duties_change = now not in (was, held)
    if not values and not duties_change:
        return None
    before = {name: plain(getattr(task, name)) for name in values}
    after = {name: plain(value) for name, value in values.items()}
    if duties_change:
        before["owners"] = owners_snapshot(owners)
        after["owners"] = [
            {"text": str(duty.unit), "unit": duty.unit.pk, "role": duty.role, "person": str(duty.person or "")}
            for duty in draft.duties
        ]
    return ChangedTask(task, draft, values, duties_change, before, after)


def _duties_of(publication: Publication, row: DraftRow) -> Duties:
    return frozenset(
        (unit.pk, owner.role) for owner in row.owners.all() for unit in owner_units(owner, publication.matcher, {})
    )


def _old_rows(publication: Publication) -> dict[int, DraftRow]:
    """The row of the old paper behind each task."""
    sources = (
        TaskSource.objects.filter(plan=publication.plan.revises_id, row__isnull=False)
        .select_related("row")
        .prefetch_related("row__owners__unit")
        .order_by("-id")
    )
    return {source.task_id: source.row for source in sources if source.row is not None}


def _owners(tasks: list[int]) -> dict[int, list[TaskOwner]]:
    found: dict[int, list[TaskOwner]] = {}
    for owner in TaskOwner.objects.filter(task__in=tasks).select_related("unit", "person").order_by("order", "id"):
        found.setdefault(owner.task_id, []).append(owner)
    return found


def _given_elsewhere(publication: Publication, tasks: list[int]) -> set[int]:
    """Tasks that another published paper gives as well: they are not gone."""
    plan = publication.plan
    sources = TaskSource.objects.filter(task__in=tasks, plan__state=PlanState.PUBLISHED)
    return set(sources.exclude(plan__in=[plan.pk, plan.revises_id]).values_list("task_id", flat=True))
