"""How alike two tasks are: Dice over character bigrams, found through an inverted index so that 3,000 rows take a moment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")
# Bigrams that half of all tasks share say nothing: a list longer than this is not followed.
_COMMON = 400


@dataclass(frozen=True, slots=True)
class Subject:
    """A task as it is compared: ``facts`` are what it says of owners, date, quantities."""

    key: Hashable
    title: str
    quote: str
    owners: frozenset[Hashable] = frozenset()
    due: Hashable | None = None
    amounts: frozenset[Hashable] = frozenset()


@lru_cache(maxsize=20_000)
def bigrams(text: str) -> frozenset[str]:
    plain = _NOISE.sub("", text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1)) or frozenset({plain})


def dice(first: frozenset[str], second: frozenset[str]) -> float:
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def likeness(first: Subject, second: Subject) -> float:
    """0..1: the words, raised or lowered by what the two say of owners, date and quantities where both say it."""
    words = max(
        dice(bigrams(first.title), bigrams(second.title)),
        dice(bigrams(first.quote), bigrams(second.quote)) if first.quote and second.quote else 0.0,
    )
    score = words
    for mine, other, weight in (
        (first.owners, second.owners, 0.08),
        (first.amounts, second.amounts, 0.12),
        (first.due, second.due, 0.08),
    ):
        if not mine or not other:
            continue
        same = bool(mine & other) if isinstance(mine, frozenset) and isinstance(other, frozenset) else mine == other
        score += weight if same else -weight
    return max(0.0, min(1.0, score))


class Index:
    """Subjects by the bigrams of their titles."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.subjects: Sequence[Subject] = list(subjects)
        self._grams = [bigrams(subject.title) for subject in self.subjects]
        self._where: dict[str, list[int]] = defaultdict(list)
        for place, grams in enumerate(self._grams):
            for gram in grams:
                self._where[gram].append(place)

    def like(self, subject: Subject, least: float) -> list[tuple[Subject, float]]:
        """The subjects at least so alike, best first; the subject itself is left out."""
        grams = bigrams(subject.title)
        shared: Counter[int] = Counter()
        for gram in grams:
            places = self._where.get(gram, ())
            if len(places) <= _COMMON:
                shared.update(places)
        found = []
        for place, count in shared.items():
            other = self.subjects[place]
            if other.key == subject.key or 2 * count < 0.4 * (len(grams) + len(self._grams[place])):
                continue
            score = likeness(subject, other)
            if score >= least:
                found.append((other, score))
        return sorted(found, key=lambda pair: -pair[1])
