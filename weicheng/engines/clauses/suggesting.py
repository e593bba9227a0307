"""The best clauses for a task: the model's chances, and what a person chose for tasks worded alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from weicheng.engines.clauses.examples import own_examples
from weicheng.engines.clauses.grams import Likeness
from weicheng.engines.clauses.matching import FEATURES, NOTHING, Matcher, Row
from weicheng.engines.clauses.model import Advice, ClauseText, Suggestion, TaskText
from weicheng.engines.clauses.topic import GENERAL, is_elsewhere
from weicheng.engines.clauses.weighing import chances, load_weights, totals

MOST = 3
# From which chance, and with how many signs of one mind, a suggestion may be taken in bulk; measured, see benchmarks.md.
SURE, AGREEING = 0.95, 3
# Signs that are independent of each other: own words, likeness to the clause, to known tasks, what the heading says.
_SIGNS = (("title", "quote"), ("gist",), ("example",), ("heading", "heading_gist", "heading_example"))
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
        rows = self._matcher.features(task)
        scores = totals(rows, load_weights())
        votes = neighbours.vote(task.title) if neighbours is not None else {}
        if is_elsewhere(task.paper, task.section, task.title, task.quote):
            # A meeting of another matter is no meeting of the campaign, however it is worded; a person may know better.
            scores = {key: score for key, score in scores.items() if key not in GENERAL or key in votes}
        if votes:
            scores = _pulled(scores, votes)
        found = chances(scores)
        none = found.pop(NOTHING)
        best = sorted(found.items(), key=lambda item: -item[1])[:MOST]
        if not best or none > best[0][1]:
            return Advice((), none)
        return Advice(tuple(Suggestion(key, chance) for key, chance in best), none, _agreeing(rows, best[0][0], votes))


def is_sure(advice: Advice) -> bool:
    """Whether the first suggestion may be taken together with many others: likely, and not for one reason alone."""
    return advice.best_chance >= SURE and advice.agreeing >= AGREEING


def _agreeing(rows: Mapping[str, Row], key: str, votes: Mapping[str, float]) -> int:
    """How many signs name this clause before all others; what people chose for the same wording settles it."""
    if votes and max(votes, key=lambda one: votes[one]) == key:
        return AGREEING
    count = 0
    for names in _SIGNS:
        places = [FEATURES.index(name) for name in names]
        values = {one: sum(row[place] for place in places) for one, row in rows.items()}
        count += values[key] > 0 and values[key] >= max(values.values())
    return count


def _pulled(scores: Mapping[str, float], votes: Mapping[str, float]) -> dict[str, float]:
    """A clause chosen for the same wording is lifted past the model's favourite; a likeness lifts it in proportion."""
    top = max(scores.values())
    return {
        key: score + vote * (_LEAD + max(0.0, top - score)) if (vote := votes.get(key, 0.0)) else score
        for key, score in scores.items()
    }
