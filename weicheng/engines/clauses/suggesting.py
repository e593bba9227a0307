"""The best clauses for a task: the model's chances, and what a person chose for tasks worded alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from weicheng.engines.clauses.examples import own_examples
from weicheng.engines.clauses.grams import Likeness
from weicheng.engines.clauses.matching import NOTHING, Matcher
from weicheng.engines.clauses.model import Advice, ClauseText, Suggestion, TaskText
from weicheng.engines.clauses.weighing import chances, load_weights, totals

MOST = 3
SURE = 0.95  # chance from which a suggestion may be taken in bulk; measured, see docs/reference/benchmarks.md
_NEAREST, _ALIKE, _LEAD = 5, 0.45, 3.0


class Neighbours:
    """Tasks whose clause a person chose: title and clause key of each."""

    def __init__(self, chosen: Iterable[tuple[str, str]]) -> None:
        pairs = list(chosen)
        self._keys = [key for _, key in pairs]
        self._titles = Likeness({i: title for i, (title, _) in enumerate(pairs)})

    def vote(self, title: str) -> dict[str, float]:
        """0 to 1 by clause: how like the nearest are, shared among the clauses they were given."""
        alike = [(value, i) for i, value in self._titles.of(title).items() if value >= _ALIKE]
        nearest = sorted(alike, reverse=True)[:_NEAREST]
        whole = sum(value**2 for value, _ in nearest)
        votes: dict[str, float] = defaultdict(float)
        for value, i in nearest:
            votes[self._keys[i]] += nearest[0][0] ** 2 * value**2 / whole
        return dict(votes)


class Suggester:
    """Made once for the clauses of an edition."""

    def __init__(self, clauses: Iterable[ClauseText]) -> None:
        self._matcher = Matcher(clauses, own_examples())

    def advice(self, task: TaskText, neighbours: Neighbours | None = None) -> Advice:
        """The best three, or none where the task more likely belongs to no clause."""
        scores = totals(self._matcher.features(task), load_weights())
        if neighbours is not None:
            scores = _pulled(scores, neighbours.vote(task.title))
        found = chances(scores)
        none = found.pop(NOTHING)
        best = sorted(found.items(), key=lambda item: -item[1])[:MOST]
        if not best or none > best[0][1]:
            return Advice((), none)
        return Advice(tuple(Suggestion(key, chance) for key, chance in best), none)


def _pulled(scores: Mapping[str, float], votes: Mapping[str, float]) -> dict[str, float]:
    """A clause chosen for the same wording is lifted past the model's favourite; a likeness lifts it in proportion."""
    top = max(scores.values())
    return {
        key: score + vote * (_LEAD + max(0.0, top - score)) if (vote := votes.get(key, 0.0)) else score
        for key, score in scores.items()
    }
