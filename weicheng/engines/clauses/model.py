"""What the suggester reads and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause of a standard as far as its words tell what belongs to it."""

    key: str
    title: str
    gist: str = ""
    words: Sequence[str] = ()
    evidence: Sequence[str] = ()
    place_types: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TaskText:
    """A task: its title, its source sentence, the headings above it (outermost first), its category or none, the title of its paper."""

    title: str
    quote: str = ""
    section: Sequence[str] = ()
    category: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    key: str
    chance: float  # by the model, 0 to 1


@dataclass(frozen=True, slots=True)
class Advice:
    """The likeliest clauses, best first; none where the task more likely belongs to no clause."""

    suggestions: tuple[Suggestion, ...]
    none_chance: float
    agreeing: int = 0  # how many independent signs name the first one too

    @property
    def abstains(self) -> bool:
        return not self.suggestions

    @property
    def best_chance(self) -> float:
        return self.suggestions[0].chance if self.suggestions else 0.0
