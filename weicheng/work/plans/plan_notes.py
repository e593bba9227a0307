"""What rooms above say of a plan on its pages: they register here, so that this room need not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from weicheng.ground.org.models import User
from weicheng.work.plans.models import Plan


@dataclass(frozen=True, slots=True)
class PlanNote:
    """``word`` is the entry in the menu of the plan; ``sentence()`` says what is still open before publishing, or nothing.

    The sentence is worked out only when it is asked for: counting may be work.
    """

    word: str
    icon: str
    url: str
    sentence: Callable[[], str] = lambda: ""


Source = Callable[[Plan, User], PlanNote | None]
_sources: list[Source] = []


def plan_note(source: Source) -> Source:
    """Decorator: ``source(plan, user)`` says what the room has to say of a plan, None for nothing."""
    _sources.append(source)
    return source


def notes_on(plan: Plan, user: User) -> list[PlanNote]:
    return [note for source in _sources if (note := source(plan, user)) is not None]


def open_matters(plan: Plan, user: User) -> list[tuple[str, str]]:
    """(sentence, address) of what is still open before the plan is published."""
    return [(sentence, note.url) for note in notes_on(plan, user) if (sentence := note.sentence())]
