"""Tasks that carry no clause yet, each with what a person needs to choose one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.standards.models import Clause
from weicheng.work.coverage.selectors.standing import decided_none, unclassified
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.plans.models import Task, TaskClause, TaskSource
from weicheng.work.plans.services.clauses import NONE, Pick, clauses_seen

PAGE_SIZE = 20
MOST_AT_ONCE = 200  # tasks looked at for sure suggestions that are taken together


@dataclass(slots=True)
class Line:
    """A task with its first source sentence; ``picked`` once a clause was chosen on this page. ``problem``: why what was
    chosen was not written; ``seen``: what its clauses were when this was shown."""

    task: Task
    quote: str = ""
    suggestions: list[Clause] = field(default_factory=list)
    picked: list[TaskClause] = field(default_factory=list)
    problem: str = ""

    @property
    def seen(self) -> str:
        return clauses_seen(self.task)

    @property
    def is_none(self) -> bool:
        return self.seen == NONE


def edition_clauses(campaign: Campaign) -> list[Clause]:
    found = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter", "edition")
    return list(found.order_by("chapter__number", "order"))


def lines_to_classify(campaign: Campaign, adviser: Adviser, after: str = "", size: int = PAGE_SIZE) -> list[Line]:
    """The first tasks without a clause behind the number ``after``, each with its suggestions."""
    found = unclassified(campaign).filter(number__gt=after).order_by("number")[:size]
    return dressed(with_sources(found), adviser)


def lines_decided_none(campaign: Campaign, adviser: Adviser, after: str = "", size: int = PAGE_SIZE) -> list[Line]:
    """Tasks that somebody decided belong to no clause, so that this can be looked over and taken back."""
    found = decided_none(campaign).filter(number__gt=after).order_by("number")[:size]
    return dressed(with_sources(found), adviser)


def sure_picks(campaign: Campaign, adviser: Adviser) -> list[tuple[Task, Clause]]:
    """Of the first tasks without a clause those whose clause is very likely, with it."""
    tasks = with_sources(unclassified(campaign).order_by("number")[:MOST_AT_ONCE])
    return [(task, clause) for task in tasks if (clause := adviser.sure_clause(task)) is not None]


def with_sources(tasks: Iterable[Task]) -> list[Task]:
    first = TaskSource.objects.order_by("id").select_related("plan").only("task_id", "quote", "plan__title")
    found = tasks.select_related("no_clause")  # type: ignore[attr-defined]
    return list(found.prefetch_related(Prefetch("sources", queryset=first), "clauses"))


def dressed(tasks: Sequence[Task], adviser: Adviser) -> list[Line]:
    return [Line(task, quote_of(task), adviser.clauses_for(task)) for task in tasks]


def pick_of(task: Task, clause: Clause) -> Pick:
    """The clause with those of its place types that the task names."""
    return Pick(clause, places_in(f"{task.title} {quote_of(task)}", clause))


def quote_of(task: Task) -> str:
    return next((source.quote for source in task.sources.all()), "")


def places_in(text: str, clause: Clause) -> list[str]:
    """The place types of the clause that the text names."""
    return [name for name in clause.place_types if name in text]
