"""Rules and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from weicheng.engines.papercheck.sources import sources_of

if TYPE_CHECKING:
    from weicheng.engines.papercheck.anatomy import Paper


class Level(Enum):
    ERROR = "error"
    WARNING = "warning"  # the standard leaves room, or the place can only be estimated without drawing the page


class Shape(Enum):
    """The layout that a paper wears: chapter 7, 10.1 or 10.3 of the standard."""

    DOCUMENT = "document"
    LETTER = "letter"
    MINUTES = "minutes"


ALL = frozenset(Shape)
WITH_RULE = frozenset({Shape.DOCUMENT, Shape.MINUTES})
SEALED = frozenset({Shape.DOCUMENT, Shape.LETTER})
# What a rule yields: where, what it should be, what it is.
Deviation = tuple[str, str, str]
Test = Callable[["Paper"], Iterable[Deviation]]


@dataclass(frozen=True, slots=True)
class Rule:
    """``place`` in GB/T 9704-2012 ("办文习惯" where the standard is silent). ``confidence``: T number and figure were read in a public
    reprint or retelling of the standard, whose codes are ``sources``; K from memory alone.
    """

    id: str
    title: str
    place: str
    confidence: str
    level: Level
    shapes: frozenset[Shape]
    test: Test
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    rule: Rule
    where: str
    should: str
    found: str

    def as_dict(self) -> dict[str, str]:
        return {
            "rule": self.rule.id,
            "title": self.rule.title,
            "level": self.rule.level.value,
            "place": self.rule.place,
            "confidence": self.rule.confidence,
            "sources": "、".join(self.rule.sources),
            "where": self.where,
            "should": self.should,
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class Report:
    shape: Shape
    findings: tuple[Finding, ...]
    checked: int  # rules that apply to this shape

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule.level is Level.ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule.level is Level.WARNING]

    @property
    def passes(self) -> bool:
        return not self.errors


class Book:
    """The rules of one module, in the order in which they are written."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def rule(
        self,
        number: str,
        title: str,
        place: str,
        *,
        unsure: bool = False,
        warn: bool = False,
        shapes: frozenset[Shape] = ALL,
    ) -> Callable[[Test], Test]:
        """Decorator. ``place``: number in the standard, or who else wants it; ``unsure``: what was read of the clause does not say it."""

        def register(test: Test) -> Test:
            known = f"GB/T 9704-2012 {place}" if place[0].isdigit() else place
            level = Level.WARNING if warn else Level.ERROR
            read = () if unsure else sources_of(place)
            self.rules.append(Rule(number, title, known, "T" if read else "K", level, shapes, test, read))
            return test

        return register

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)
