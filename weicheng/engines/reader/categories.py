"""The category of a row: its own words weigh most, then the headings above it, then the rows before it in the section.

The vocabulary gives scores; a small log-linear model corrects how they weigh against each other. ``categories.json`` holds
its corrections, made by ``training/categories.py``: feature -> category -> weight.
"""

import json
from functools import cache
from math import exp
from pathlib import Path

from weicheng.engines.reader.category_features import (
    CROSSES,
    STRONG,
    Hit,
    Scores,
    heading_turns,
    paper_features,
    turns,
    vocabulary,
    word_hits,
)  # fmt: skip
from weicheng.engines.reader.rows import CATEGORIES

FILE = Path(__file__).with_name("categories.json")
Weights = dict[str, tuple[tuple[int, float], ...]]
# what the vocabulary counts for before anything is learnt: of the whole row, of its last and first telling word (a Chinese
# clause ends in its object), of the heading, of the headings above that, of the paper's title, of the heading of a row
# without words of its own
PRIOR = {"own": 1.6, "last": 0.8, "first": 0.3, "in": 0.9, "out": 0.3, "ttl": 0.2, "wk": 0.6}
_SILENT = 0.6


class CategoryReader:
    """Reads the categories of one paper's rows, in order. ``text`` is the paper, as far as it tells its kind."""

    def __init__(self, title: str, weights: Weights | None = None, text: str = "") -> None:
        self._weights = weights if weights is not None else load_weights()
        self._paper = paper_features(title, text or title)
        self._paper |= _named("ttl", vocabulary(word_hits(title))) | {"bias": 1.0}
        self._start = score(self._paper, self._weights)
        self._headings: dict[str, Scores] = {}
        self._path: list[str] | None = None
        self._before: list[Scores] = []

    def features(self, quote: str, headings: list[str]) -> Scores:
        """Features of a row under ``headings`` (outermost first), after the rows that were read before it."""
        return self._paper | self._row(quote, headings)

    def _row(self, quote: str, headings: list[str]) -> Scores:
        hits = word_hits(quote)
        own = vocabulary(hits)
        found = _own_features(hits, own) | turns(quote) | heading_turns(headings)
        silent = max(own.values(), default=0.0) < _SILENT
        if headings:
            inner = self._heading(headings[-1])
            found |= _named("in", inner) | (_named("wk", inner) if silent else {})
        for outer in headings[:-1]:
            for name, value in _named("out", self._heading(outer)).items():
                found[name] = max(value, found.get(name, 0.0))
        self._add_rows_before(found, headings, own, silent)
        for name, one, other in CROSSES:
            if other in found:
                condition = found.get(one) or self._paper.get(one)
                if condition:
                    found[name] = condition * found[other]
        return found

    def _add_rows_before(self, found: Scores, headings: list[str], own: Scores, silent: bool) -> None:
        if headings != self._path:
            self._path, self._before = headings, []
        if self._before:
            mean: Scores = {}
            for scores in self._before:
                for category, value in scores.items():
                    mean[category] = mean.get(category, 0.0) + value / len(self._before)
            for mark, scores in (("pre", self._before[-1]), ("mean", mean)):
                found |= _named(mark, scores) | (_named(mark + "wk", scores) if silent else {})
        self._before = [*self._before[-9:], own]

    def _heading(self, heading: str) -> Scores:
        known = self._headings.get(heading)
        if known is None:
            known = self._headings[heading] = vocabulary(word_hits(heading))
        return known

    def category(self, quote: str, headings: list[str]) -> tuple[str, float]:
        """(category, its chance by the model) for the next row."""
        totals = score(self._row(quote, headings), self._weights, self._start)
        best = max(range(len(CATEGORIES)), key=totals.__getitem__)
        return CATEGORIES[best], 1 / sum(exp(t - totals[best]) for t in totals)


def _own_features(hits: list[Hit], own: Scores) -> Scores:
    telling = [hit for hit in hits if max(hit[1].values()) >= STRONG]
    return _named("own", own) | _named("first", vocabulary(telling[:1])) | _named("last", vocabulary(telling[-1:]))


def _named(mark: str, scores: Scores) -> Scores:
    return {f"{mark}:{category}": value for category, value in scores.items()}


def score(features: Scores, weights: Weights, start: list[float] | None = None) -> list[float]:
    """What the features say for each category, on top of ``start``."""
    totals = list(start) if start else [0.0] * len(CATEGORIES)
    for feature, value in features.items():
        for place, weight in weights.get(feature, ()):
            totals[place] += weight * value
    return totals


_PLACES = {category: place for place, category in enumerate(CATEGORIES)}


def parse_weights(data: dict[str, dict[str, float]]) -> Weights:
    """What the vocabulary counts for, with the corrections of the file: feature -> category -> weight."""
    merged = {f: {_PLACES[c]: w for c, w in row.items()} for f, row in data.items()}
    for mark, weight in PRIOR.items():
        for category, place in _PLACES.items():
            row = merged.setdefault(f"{mark}:{category}", {})
            row[place] = row.get(place, 0.0) + weight
    return {feature: tuple(row.items()) for feature, row in merged.items()}


@cache
def load_weights(path: Path = FILE) -> Weights:
    """The weights that come with the reader."""
    return parse_weights(json.loads(path.read_text(encoding="utf-8")))


def category_of(quote: str, headings: list[str]) -> tuple[str, float]:
    """(category, its chance by the model) of a row on its own, ``headings`` outermost first."""
    return CategoryReader("").category(quote, headings)
