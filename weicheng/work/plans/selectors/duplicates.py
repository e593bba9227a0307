"""The same task in several papers of a campaign, or in a body and its table: pairs that a person may join."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from weicheng.work.plans.choices import PlanState, RowState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan, Task, TaskOwner, TaskSource
from weicheng.work.plans.similarity import Index, Subject

LEAST = 0.62
NEARLY = 0.2  # a task of the ledger so much less alike is preferred to a row that nobody has published yet


@dataclass(frozen=True, slots=True)
class Proposal:
    """``row`` may be the same task as ``other``: another row under review, or a task of the ledger. ``score`` 0..1."""

    row: DraftRow
    other: DraftRow | Task
    score: float

    @property
    def is_task(self) -> bool:
        return isinstance(self.other, Task)

    @property
    def where(self) -> str:
        """In which paper the other stands."""
        if isinstance(self.other, Task):
            return f"台账{self.other.number}"
        if self.other.plan_id == self.row.plan_id:
            return "本文另一处"
        return f"《{self.other.plan.title}》"


def in_ledger(proposals: list[Proposal]) -> int:
    """How many of the rows stand in the ledger already, by the look of it."""
    return sum(proposal.is_task for proposal in proposals)


def duplicate_proposals(plan: Plan) -> list[Proposal]:
    """The best counterpart of each row of the plan that has one and was neither joined nor turned down; best first.

    A task of the ledger comes before a row under review: whichever paper is published first, the ledger keeps one task.
    Within one paper the later row is proposed to join the earlier. Six queries, whatever the number of rows.
    """
    rows = _open_rows(plan)
    tasks = _tasks(plan)
    owners = _row_owners(rows)
    subjects = {("row", row.pk): _of_row(row, owners.get(row.pk, frozenset())) for row in rows}
    index = Index([*subjects.values(), *_of_tasks(tasks)])
    things: dict[Hashable, DraftRow | Task] = {("row", row.pk): row for row in rows}
    things.update({("task", task.pk): task for task in tasks})
    proposals = [_best(row, subjects["row", row.pk], index, things) for row in rows if _is_asked(row, plan, things)]
    return sorted((found for found in proposals if found), key=lambda proposal: -proposal.score)


def _is_asked(row: DraftRow, plan: Plan, things: dict[Hashable, DraftRow | Task]) -> bool:
    if row.plan_id != plan.pk or row.same_as_task_id or row.continues_id:
        return False  # of another paper, or a task of the ledger already
    return not row.same_as_id or _leads_elsewhere(row, things)


def _leads_elsewhere(row: DraftRow, things: dict[Hashable, DraftRow | Task]) -> bool:
    """Joined to a row of another paper that is no task yet: the ledger may have the task all the same."""
    root = things.get(("row", row.same_as_id))
    return isinstance(root, DraftRow) and root.plan_id != row.plan_id and not root.same_as_task_id


def _best(row: DraftRow, subject: Subject, index: Index, things: dict[Hashable, DraftRow | Task]) -> Proposal | None:
    found = [
        Proposal(row, things[other.key], score)
        for other, score in index.like(subject, LEAST)
        if _may_join(row, things[other.key], other.key)
    ]
    if not found:
        return None
    near = (one for one in found if one.is_task and one.score >= found[0].score - NEARLY)
    return next(near, found[0])


def _may_join(row: DraftRow, other: DraftRow | Task, key: Hashable) -> bool:
    kind, pk = key if isinstance(key, tuple) else ("", 0)
    if f"{kind}:{pk}" in row.rejected:
        return False
    if isinstance(other, Task):
        return True
    if row.same_as_id or f"row:{row.pk}" in other.rejected or other.same_as_id:
        return False
    # Of two rows of one paper only one is asked about, and neighbours cut from one sentence are two tasks.
    if other.plan_id == row.plan_id:
        apart = other.end <= row.start - 60 or other.reading.get("basis") != row.reading.get("basis")
        return (other.order, other.pk) < (row.order, row.pk) and apart
    return other.plan_id < row.plan_id


def _open_rows(plan: Plan) -> list[DraftRow]:
    return list(
        DraftRow.objects.filter(plan__campaign=plan.campaign_id, plan__state=PlanState.REVIEW)
        .exclude(state=RowState.DROPPED)
        .select_related("plan")
        .defer("plan__text", "plan__blocks", "plan__tables", "plan__facts")
        .order_by("plan", "order", "id")
    )


def _tasks(plan: Plan) -> list[Task]:
    """Tasks of the ledger; those of the paper that is being revised are matched by the revision, not here."""
    tasks = Task.objects.live().filter(campaign=plan.campaign_id)
    if plan.revises_id:
        tasks = tasks.exclude(sources__plan=plan.revises_id)
    return list(tasks)


def _row_owners(rows: list[DraftRow]) -> dict[int, frozenset[Hashable]]:
    found: dict[int, set[Hashable]] = {}
    pairs = DraftOwner.objects.filter(row__in=[row.pk for row in rows]).values_list("row_id", "unit_id", "text")
    for row, unit, text in pairs:
        found.setdefault(row, set()).add(unit or text)
    return {row: frozenset(owners) for row, owners in found.items()}


def _of_row(row: DraftRow, owners: frozenset[Hashable]) -> Subject:
    return Subject(("row", row.pk), row.title, row.quote, owners, row.due_on, _amounts(row.quantities))


def _of_tasks(tasks: list[Task]) -> list[Subject]:
    owners: dict[int, set[Hashable]] = {}
    pks = [task.pk for task in tasks]
    for task, unit in TaskOwner.objects.filter(task__in=pks).values_list("task_id", "unit_id"):
        owners.setdefault(task, set()).add(unit)
    quotes = dict(TaskSource.objects.filter(task__in=pks).order_by("-id").values_list("task_id", "quote"))
    return [
        Subject(
            ("task", task.pk),
            task.title,
            quotes.get(task.pk, ""),
            frozenset(owners.get(task.pk, ())),
            task.due_on,
            _amounts(task.quantities),
        )
        for task in tasks
    ]


def _amounts(quantities: list[dict[str, object]]) -> frozenset[Hashable]:
    return frozenset((str(entry.get("value")), str(entry.get("unit"))) for entry in quantities)
