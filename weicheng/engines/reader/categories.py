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
    QUOTE,
    Hit,
    Scores,
    alone,
    heading_turns,
    hits_of,
    paper_features,
    plain,
    tells,
    turns_of,
    vocabulary,
    word_hits,
)  # fmt: skip
from weicheng.engines.reader.rows import CATEGORIES

FILE = Path(__file__).with_name("categories.json")
Weights = dict[str, tuple[tuple[int, float], ...]]
# what the vocabulary counts for before anything is learnt: of the whole row, of its last and first telling word (a Chinese
# clause ends in its object), of the heading, of the headings above that, of the paper's title, of the heading of a row
# without words of its own, and of the row before such a row
PRIOR = {"own": 1.6, "last": 0.8, "first": 0.3, "in": 0.9, "out": 0.3, "ttl": 0.2, "wk": 0.6, "prewk": 1.3}
_SILENT = 0.6
# A guess below this chance, at a row without words of its own, gives way to the row before it where that one is this plain.
_GUESS, _PLAIN = 0.3, 1.0


class CategoryReader:
    """Reads the categories of one paper's rows, in order. ``text`` is the paper, as far as it tells its kind."""

    def __init__(self, title: str, weights: Weights | None = None, text: str = "") -> None:
        self._weights = weights if weights is not None else load_weights()
        self._paper = paper_features(title, text or title)
        self._paper |= _named("ttl", vocabulary(word_hits(title))) | {"bias": 1.0}
        self._start = score(self._paper, self._weights)
        self._headings: dict[str, Scores] = {}
        self._sections: dict[tuple[str, ...], tuple[Scores, list[float]]] = {}
        self._path: list[str] | None = None
        self._before: list[Scores] = []

    def features(self, quote: str, headings: list[str]) -> Scores:
        """Features of a row under ``headings`` (outermost first), after the rows that were read before it."""
        section, _ = self._section(headings)
        return self._paper | section | self._row(quote, headings, section)

    def _section(self, headings: list[str]) -> tuple[Scores, list[float]]:
        """What all rows of a section share, and what it says for each category on top of the paper."""
        key = tuple(headings)
        known = self._sections.get(key)
        if known is None:
            found = heading_turns(headings)
            if headings:
                found |= _named("in", self._heading(headings[-1]))
            for outer in headings[:-1]:
                for name, value in _named("out", self._heading(outer)).items():
                    found[name] = max(value, found.get(name, 0.0))
            found |= _crossed(found, found, self._paper)
            known = self._sections[key] = found, score(found, self._weights, self._start)
        return known

    def _row(self, quote: str, headings: list[str], section: Scores) -> Scores:
        """What the row itself adds to its section."""
        text = plain(quote)
        hits = hits_of(text)
        own = vocabulary(hits)
        found = _own_features(hits, own)
        found.update(turns_of(text if len(quote) <= QUOTE else plain(quote[:QUOTE])))
        silent = not own or max(own.values()) < _SILENT
        if silent and headings:
            found.update(_named("wk", self._heading(headings[-1])))
        self._add_rows_before(found, headings, own, silent)
        found |= _crossed(found, section, self._paper)
        return found

    def _add_rows_before(self, found: Scores, headings: list[str], own: Scores, silent: bool) -> None:
        if headings != self._path:
            self._path, self._before = headings, []
        before = self._before
        if before:
            mean: Scores = {}
            count = len(before)
            for scores in before:
                for category, value in scores.items():
                    mean[category] = mean.get(category, 0.0) + value / count
            for mark, scores in (("pre", before[-1]), ("mean", mean)):
                found.update(_named(mark, scores))
                if silent:
                    found.update(_named(mark + "wk", scores))
        self._before = [*before[-9:], own]

    def _heading(self, heading: str) -> Scores:
        known = self._headings.get(heading)
        if known is None:
            known = self._headings[heading] = vocabulary(word_hits(heading))
        return known

    def category(self, quote: str, headings: list[str]) -> tuple[str, float]:
        """(category, its chance by the model) for the next row."""
        section, start = self._section(headings)
        row = self._row(quote, headings, section)
        totals = score(row, self._weights, start)
        top = max(totals)
        chance = 1 / sum([exp(total - top) for total in totals])
        if chance < _GUESS:
            followed = max(_NAMES["prewk"], key=lambda name: row.get(_NAMES["prewk"][name], 0.0))
            if row.get(_NAMES["prewk"][followed], 0.0) >= _PLAIN:
                return followed, chance
        return CATEGORIES[totals.index(top)], chance


def _crossed(found: Scores, section: Scores, paper: Scores) -> Scores:
    """Features of ``found`` under the condition of others there, in its section or of its paper."""
    crossed: Scores = {}
    for other, pairs in _CROSSED.items():
        if other in found:
            for name, one in pairs:
                condition = found.get(one) or section.get(one) or paper.get(one)
                if condition:
                    crossed[name] = condition * found[other]
    return crossed


def _own_features(hits: list[Hit], own: Scores) -> Scores:
    found = _named("own", own)
    telling = [word for word, _ in hits if tells(word)]
    if telling:
        found.update(_alone("first", telling[0]))
        found.update(_alone("last", telling[-1]))
    return found


# the names of features are put together once
_NAMES = {
    mark: {category: f"{mark}:{category}" for category in CATEGORIES}
    for mark in ("own", "first", "last", "in", "out", "wk", "ttl", "pre", "prewk", "mean", "meanwk")
}
_CROSSED: dict[str, list[tuple[str, str]]] = {}
for _name, _one, _other in CROSSES:
    _CROSSED.setdefault(_other, []).append((_name, _one))


def _named(mark: str, scores: Scores) -> Scores:
    names = _NAMES[mark]
    return {names[category]: value for category, value in scores.items()}


@cache  # of the words of the vocabulary
def _alone(mark: str, word: str) -> Scores:
    return _named(mark, alone(word))


def score(features: Scores, weights: Weights, start: list[float] | None = None) -> list[float]:
    """What the features say for each category, on top of ``start``."""
    totals = list(start) if start else [0.0] * len(CATEGORIES)
    get = weights.get
    for feature, value in features.items():
        for place, weight in get(feature, ()):
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
