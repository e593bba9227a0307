"""Difficulties as lists: filtered, for one task, for units, and as the compiled list of a campaign (M049)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.http import QueryDict
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.ui.numbers import whole
from weicheng.work.difficulties.choices import Level, Sort, State, Verb
from weicheng.work.difficulties.models import Difficulty, Step
from weicheng.work.plans.models import Task

OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class DifficultyFilter:
    """What the page asks for; words that mean nothing are left out."""

    state: str = ""  # a State, or overdue
    level: str = ""
    sort: str = ""
    unit: int | None = None

    @classmethod
    def parse(cls, sent: QueryDict) -> DifficultyFilter:
        def known(name: str, values: Iterable[str]) -> str:
            return sent.get(name, "") if sent.get(name, "") in [*values] else ""

        return cls(
            state=known("state", [*State.values, OVERDUE]),
            level=known("level", Level.values),
            sort=known("sort", Sort.values),
            unit=whole(sent.get("unit")),
        )


def difficulty_list(campaign: Campaign, user: User, chosen: DifficultyFilter) -> QuerySet[Difficulty]:
    """Within the user's reach, what is owed first, by date; with the steps. Two queries."""
    found = _with_relations(Difficulty.objects.for_user(user).filter(campaign=campaign))
    if chosen.state == OVERDUE:
        found = found.overdue(timezone.localdate())
    elif chosen.state:
        found = found.filter(state=chosen.state)
    for name in ("level", "sort", "unit"):
        value = getattr(chosen, name)
        if value:
            found = found.filter(**{name: value})
    # What is owed first, then what was answered and waits for the unit's word, then what is settled.
    turn = Case(When(state=State.OPEN, then=0), When(state=State.ANSWERED, then=1), default=2)
    return found.order_by(turn, "answer_due_on", "-pk")


def counts(campaign: Campaign, user: User, today: date) -> dict[str, int]:
    """How many of each kind, in one query: open, overdue, answered, settled, and open by level."""
    late = Q(state=State.OPEN, answer_due_on__lt=today)
    asked: dict[str, Any] = {state.value: Count("pk", filter=Q(state=state)) for state in State}
    asked |= {f"at_{level.value}": Count("pk", filter=Q(state=State.OPEN, level=level)) for level in Level}
    asked |= {f"late_{level.value}": Count("pk", filter=late & Q(level=level)) for level in Level}
    found = Difficulty.objects.for_user(user).filter(campaign=campaign)
    return found.aggregate(overdue=Count("pk", filter=late), all=Count("pk"), **asked)


def difficulty_for(user: User, pk: int) -> Difficulty | None:
    """One within the user's reach, with its steps."""
    return _with_relations(Difficulty.objects.for_user(user)).select_related("entry").filter(pk=pk).first()


def of_units(campaign: Campaign, units: Iterable[int]) -> QuerySet[Difficulty]:
    """What these units have raised and not settled."""
    found = Difficulty.objects.filter(campaign=campaign, unit__in=list(units)).exclude(state=State.SETTLED)
    return found.select_related("unit", "task").order_by("answer_due_on", "pk")


def awaiting(campaign: Campaign, level: str) -> QuerySet[Difficulty]:
    """What waits for an answer of ``level``, the longest owed first; for the leader's page and the weekly report."""
    found = Difficulty.objects.owed().filter(campaign=campaign, level=level)
    return _with_relations(found).order_by("answer_due_on", "pk")


def of_task(task: Task) -> QuerySet[Difficulty]:
    return _with_relations(Difficulty.objects.filter(task=task)).order_by("-pk")


def compiled(campaign: Campaign, user: User, chosen: DifficultyFilter) -> list[Difficulty]:
    """The compiled list: by unit, in the order of the units."""
    found = list(difficulty_list(campaign, user, chosen))
    return sorted(found, key=lambda one: (one.unit.order, one.unit_id, one.pk))


def last_answer(difficulty: Difficulty) -> Step | None:
    """The newest answer, from the steps that came with the list."""
    return next((step for step in reversed(difficulty.steps.all()) if step.verb == Verb.ANSWERED), None)


def _with_relations(found: Any) -> Any:
    steps = Prefetch("steps", Step.objects.select_related("by").order_by("id"))
    return found.select_related("unit", "task", "campaign", "counterpart", "raised_by").prefetch_related(steps)
