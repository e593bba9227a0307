"""Which clauses the engine suggests for tasks: from their words, and from what was chosen for tasks worded alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from weicheng.engines.clauses import Advice, ClauseText, Neighbours, Suggester, TaskText, is_sure
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.standards.models import Clause
from weicheng.work.plans.models import Task, TaskClause

NEIGHBOURS = 2000  # the latest choices; older ones rarely differ, and each costs a hundredth of a millisecond


class Adviser:
    """Made once for a page: one query, whatever the number of tasks that are asked about."""

    def __init__(self, campaign: Campaign, clauses: Sequence[Clause]) -> None:
        self._by_key = {clause.key: clause for clause in clauses}
        self._suggester = _suggester(tuple(_text(clause) for clause in clauses))
        self._neighbours = _neighbours(campaign)

    def clauses_for(self, task: Task) -> list[Clause]:
        """The likeliest three, best first; none where the task more likely belongs to no clause."""
        return [self._by_key[one.key] for one in self._advice(task).suggestions]

    def sure_clause(self, task: Task) -> Clause | None:
        """The clause, where it is so likely that a person may take many such at once."""
        advice = self._advice(task)
        return self._by_key[advice.suggestions[0].key] if is_sure(advice) else None

    def _advice(self, task: Task) -> Advice:
        return self._suggester.advice(_task_text(task), self._neighbours)


@lru_cache(maxsize=4)
def _suggester(clauses: tuple[ClauseText, ...]) -> Suggester:
    return Suggester(clauses)


def _text(clause: Clause) -> ClauseText:
    return ClauseText(
        clause.key, clause.title, clause.gist, tuple(clause.words), tuple(clause.evidence), tuple(clause.place_types)
    )


def _task_text(task: Task) -> TaskText:
    """A task without a source was written by hand: its category is nobody's reading."""
    source = next(iter(task.sources.all()), None)
    if source is None:
        return TaskText(task.title, section=tuple(task.section))
    return TaskText(task.title, source.quote, tuple(task.section), task.category, source.plan.title)


def _neighbours(campaign: Campaign) -> Neighbours:
    chosen = TaskClause.objects.filter(
        is_primary=True, clause__edition=campaign.edition_id, task__campaign=campaign, task__withdrawn_at=None
    )
    return Neighbours(chosen.order_by("-id").values_list("task__title", "clause__key")[:NEIGHBOURS])
