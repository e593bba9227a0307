"""What a text holds for each clause: words, likeness to its gist, likeness to tasks whose clause is known, its category."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log

import ahocorasick

from weicheng.engines.clauses.examples import Example
from weicheng.engines.clauses.grams import Likeness
from weicheng.engines.clauses.model import ClauseText, TaskText
from weicheng.engines.clauses.topic import GENERAL, is_topical
from weicheng.engines.clauses.words import NONE, WORDS
from weicheng.engines.reader.word_lists import as_bytes, automaton_of

NOTHING = ""  # the key that stands for "belongs to no clause"
FEATURES = (
    "title", "quote", "heading", "share", "paper", "gist", "heading_gist", "example", "heading_example", "category",
    "none", "none_paper", "silent", "off_paper", "off_topic", "off_both", "off_alone",
)  # fmt: skip
OWN = 7  # the last features stand in the row of "no clause" alone
_FULL = 3.0  # hits at which half of what words can say is said
_DOUBT = 4  # rows of a category before it counts for half
_LIBRARY, _TITLE, _PLACE = 2.0, 3.0, 1.0
_PAPER = FEATURES.index("paper")
Row = list[float]


class Matcher:
    """Made once for the clauses of an edition; ``features`` is then asked for each task."""

    def __init__(self, clauses: Iterable[ClauseText], examples: Sequence[Example]) -> None:
        clauses = list(clauses)
        self.keys = [*(clause.key for clause in clauses), NOTHING]
        self._words = _automaton(clauses)
        self._gists = Likeness({clause.key: _all_text(clause) for clause in clauses})
        self._set_examples([example for example in examples if self._known(example)])

    def _known(self, example: Example) -> bool:
        return not example.clauses or example.clauses[0] in self.keys

    def _set_examples(self, examples: Sequence[Example]) -> None:
        self._examples = examples
        self._titles = Likeness({i: one.task.title for i, one in enumerate(examples)})
        self._headings = Likeness({i: "".join(one.task.section[-1:]) for i, one in enumerate(examples)})
        self._counts = Counter((one.task.category, _first(one)) for one in examples)
        self._by_document: dict[str, list[int]] = defaultdict(list)
        for i, one in enumerate(examples):
            self._by_document[one.document].append(i)

    def features(self, task: TaskText, without: str = "") -> dict[str, Row]:
        """Clause key -> its values in the order of FEATURES; ``without`` leaves out the examples of one document."""
        hidden = self._by_document.get(without, [])
        columns = [
            *self._word_columns(task),
            self._gists.of(task.title + "。" + task.quote),
            self._gists.of("".join(task.section[-1:])),
            self._best_example(self._titles.of(task.title, hidden)),
            self._best_example(self._headings.of("".join(task.section[-1:]), hidden)),
            self._category_column(task.category, hidden),
        ]
        rows = {key: [*(column.get(key, 0.0) for column in columns), *[0.0] * OWN] for key in self.keys}
        silent = 0.0 if columns[0] or columns[1] else 1.0
        rows[NOTHING][-OWN:] = [1.0, columns[_PAPER].get(NOTHING, 0.0), silent, *_off(task, columns[:2])]
        return rows

    def _word_columns(self, task: TaskText) -> list[Mapping[str, float]]:
        title, quote = self._hits(task.title), self._hits(task.quote)
        heading = self._hits("".join(task.section[-1:]))
        both = _sum([*title, *quote])
        total = sum(both.values()) or 1.0
        share = {key: value / total for key, value in both.items()}
        paper = _squeezed(_sum(self._hits(task.paper)))
        return [*(_squeezed(_sum(hits)) for hits in (title, quote, heading)), share, paper]

    def _hits(self, text: str) -> list[Mapping[str, float]]:
        return [values for _, values in self._words.iter_long(as_bytes(text))] if text else []

    def _best_example(self, likeness: Mapping[int, float]) -> Mapping[str, float]:
        best: dict[str, float] = {}
        for i, value in likeness.items():
            key = _first(self._examples[i])
            best[key] = max(value, best.get(key, 0.0))
        return best

    def _category_column(self, category: str, hidden: Sequence[int]) -> Mapping[str, float]:
        """How much more usual each clause is in the category than everywhere (logarithm)."""
        counts = self._counts.copy()
        counts.subtract((self._examples[i].task.category, _first(self._examples[i])) for i in hidden)
        of_key: Counter[str] = Counter()
        for (_, key), count in counts.items():
            of_key[key] += count
        within = {key: counts[category, key] for key in self.keys}
        size, total = sum(within.values()), sum(of_key.values())
        if not category or not size:
            return {}
        usual = {key: (of_key[key] + 1) / (total + len(self.keys)) for key in self.keys}
        return {key: log((within[key] / usual[key] + _DOUBT) / (size + _DOUBT)) for key in self.keys}


def _off(task: TaskText, spoken: Sequence[Mapping[str, float]]) -> Row:
    """How the task stands outside the campaign: by its paper's title, by its own words, by both, by itself without a paper."""
    of_clauses = any(key not in GENERAL and key != NOTHING for column in spoken for key in column)
    own = not of_clauses and not is_topical(task.title + task.quote)
    paper = bool(task.paper) and not is_topical(task.paper)
    alone = own and not task.paper and not is_topical("".join(task.section))
    return [float(paper), float(own), float(own and paper), float(alone)]


def _first(example: Example) -> str:
    return example.clauses[0] if example.clauses else NOTHING


def _automaton(clauses: Sequence[ClauseText]) -> ahocorasick.Automaton:
    """Each word with what it says for which clause; a word of many clauses says less for each."""
    found: dict[str, dict[str, float]] = defaultdict(dict)

    def add(word: str, key: str, weight: float) -> None:
        found[word][key] = max(weight, found[word].get(key, 0.0))

    for clause in clauses:
        own = WORDS.get(clause.key, {})
        for weight, words in own.items():
            for word in words.split():
                add(word, clause.key, weight)
        for weight, names in ((_LIBRARY, clause.words), (_PLACE, clause.place_types), (_TITLE, [clause.title])):
            for word in names:
                add(word, clause.key, weight)
    for weight, words in NONE.items():
        for word in words.split():
            add(word, NOTHING, weight)
    return automaton_of({word: _shared(values) for word, values in found.items()})


def _shared(values: Mapping[str, float]) -> dict[str, float]:
    total = sum(values.values())
    return {key: weight * weight / total for key, weight in values.items()}


def _all_text(clause: ClauseText) -> str:
    return "。".join([clause.title, clause.title, clause.gist, *clause.words, *clause.evidence])


def _sum(hits: Iterable[Mapping[str, float]]) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for values in hits:
        for key, value in values.items():
            totals[key] += value
    return dict(totals)


def _squeezed(totals: Mapping[str, float]) -> dict[str, float]:
    """More words say more, but less and less so."""
    return {key: value / (value + _FULL) * 2 for key, value in totals.items()}
