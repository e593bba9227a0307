"""Tasks that carry no clause yet, each with what a person needs to choose one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.standards.models import Clause
from weicheng.work.coverage.selectors.standing import unclassified
from weicheng.work.plans.models import Task, TaskClause, TaskSource

PAGE_SIZE = 20


@dataclass(slots=True)
class Line:
    """A task with its first source sentence; ``picked`` once a clause was chosen on this page."""

    task: Task
    quote: str = ""
    suggestions: list[Clause] = field(default_factory=list)
    picked: list[TaskClause] = field(default_factory=list)


def edition_clauses(campaign: Campaign) -> list[Clause]:
    found = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter", "edition")
    return list(found.order_by("chapter__number", "order"))


def lines_to_classify(campaign: Campaign, size: int = PAGE_SIZE) -> list[Line]:
    """The first tasks without a clause, in the order of their numbers."""
    return dressed(with_sources(unclassified(campaign).order_by("number")[:size]))


def with_sources(tasks: Iterable[Task]) -> list[Task]:
    first = TaskSource.objects.order_by("id").only("task_id", "quote")
    return list(tasks.prefetch_related(Prefetch("sources", queryset=first)))  # type: ignore[attr-defined]


def dressed(tasks: Sequence[Task]) -> list[Line]:
    return [Line(task, quote_of(task)) for task in tasks]


def quote_of(task: Task) -> str:
    return next((source.quote for source in task.sources.all()), "")


def places_in(text: str, clause: Clause) -> list[str]:
    """The place types of the clause that the text names."""
    return [name for name in clause.place_types if name in text]
