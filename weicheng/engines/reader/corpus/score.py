"""How well read rows agree with annotated ones: the definitions of the project's gold scorer, written anew.

A read row stands for an annotated one when their characters (blanks ignored) overlap by at least half of their union; pairs
are made one to one, the largest overlap first. A field is scored end to end (rows without a partner count as missed or as
wrong) and on the paired rows alone.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Fact = Any


@dataclass(slots=True)
class Count:
    """Right answers, given answers, wanted answers."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def add(self, wanted: set[Fact], given: set[Fact]) -> None:
        self.right += len(wanted & given)
        self.given += len(given)
        self.wanted += len(wanted)

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else float(not self.wanted)

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else float(not self.given)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _rule(text: str | None) -> set[Fact]:
    if not text:
        return set()
    parts = (part.partition("=") for part in text.upper().removeprefix("RRULE:").split(";") if part)
    return {
        frozenset(
            (name, ",".join(sorted(value.split(",")))) for name, _, value in parts if (name, value) != ("INTERVAL", "1")
        )
    }


def _deadline(value: Any) -> set[Fact]:
    if value is None:
        return set()
    return {(value.get("start"), value.get("end"))} if isinstance(value, dict) else {value}


def _quantity(quantity: Row) -> Fact:
    return (round(float(quantity["value"]), 2), unicodedata.normalize("NFKC", quantity["unit"]), quantity["comparator"])


def _owners(row: Row, *roles: str) -> set[Fact]:
    return {owner["name"] for owner in row["owners"] if owner.get("role", "lead") in roles}


FIELDS: dict[str, Callable[[Row], set[Fact]]] = {
    "owners": lambda row: _owners(row, "lead", "coop"),
    "lead": lambda row: _owners(row, "lead"),
    "report": lambda row: _owners(row, "report"),
    "deadline": lambda row: _deadline(row.get("deadline")),
    "recurrence": lambda row: _rule(row.get("recurrence")),
    "quantities": lambda row: {_quantity(quantity) for quantity in row.get("quantities") or ()},
    "category": lambda row: {row["category"]} if row.get("category") else set(),
    "section": lambda row: {row["section"][-1]} if row.get("section") else set(),
}


@dataclass(slots=True)
class Score:
    """Counts over any number of papers; ``fields`` end to end, ``paired`` on paired rows alone."""

    rows: Count = field(default_factory=Count)
    characters: Count = field(default_factory=Count)
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    paired: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    titles: list[bool] = field(default_factory=list)

    def add(self, text: str, wanted: Sequence[Row], given: Sequence[Row]) -> None:
        """Count one paper; every row carries start and end, its place in ``text``."""
        theirs, ours = [_places(text, row) for row in wanted], [_places(text, row) for row in given]
        partner = pair(theirs, ours)
        self.rows.right += len(partner)
        self.rows.given += len(given)
        self.rows.wanted += len(wanted)
        self.characters.add(set().union(*theirs), set().union(*ours))
        for name, facts in FIELDS.items():
            for number, row in enumerate(wanted):
                found = facts(given[partner[number]]) if number in partner else set()
                self.fields[name].right += len(facts(row) & found)
                self.fields[name].wanted += len(facts(row))
                if number in partner:
                    self.paired[name].add(facts(row), found)
            self.fields[name].given += sum(len(facts(row)) for row in given)
        taken = set(partner.values())
        self.confidences += [
            (row["confidence"], number in taken) for number, row in enumerate(given) if "confidence" in row
        ]
        self.titles += [_is_title(row) for row in given]

    @property
    def auc(self) -> float | None:
        """How well confidence tells paired from unpaired rows; None when one of the kinds is missing."""
        right = [value for value, hit in self.confidences if hit]
        wrong = [value for value, hit in self.confidences if not hit]
        if not right or not wrong:
            return None
        wins = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
        return wins / (len(right) * len(wrong))


def _places(text: str, row: Row) -> frozenset[int]:
    return frozenset(place for place in range(row["start"], row["end"]) if not text[place].isspace())


def _is_title(row: Row) -> bool:
    title = row.get("title") or ""
    return 6 <= len(title) <= 30 and not (len(row["quote"]) > 30 and row["quote"].startswith(title))


def pair(wanted: Sequence[frozenset[int]], given: Sequence[frozenset[int]], least: float = 0.5) -> dict[int, int]:
    """Partners by number: one to one, the largest overlap first."""
    overlaps = sorted(
        (
            (len(left & right) / len(left | right), number, other)
            for number, left in enumerate(wanted)
            for other, right in enumerate(given)
            if left & right
        ),
        reverse=True,
    )
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, number, other in overlaps:
        if overlap >= least and number not in chosen and other not in taken:
            chosen[number] = other
            taken.add(other)
    return chosen


def table(score: Score) -> Iterable[str]:
    """The figures, line by line."""
    yield f"rows {score.rows.f1:.3f} ({score.rows.right} of {score.rows.wanted}, {score.rows.given} read)"
    yield f"characters {score.characters.f1:.3f}"
    for name in FIELDS:
        yield f"{name} {score.fields[name].f1:.3f}, on paired rows {score.paired[name].f1:.3f}"
    yield f"confidence AUC {score.auc}, titles in shape {sum(score.titles) / max(1, len(score.titles)):.3f}"
