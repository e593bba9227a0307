"""Training of the category model: a log-linear correction of what the vocabulary says, by stochastic gradient descent."""

import re
from collections import Counter
from math import exp, sqrt

from weicheng.engines.reader.categories import PRIOR, CategoryReader, parse_weights, score
from weicheng.engines.reader.rows import CATEGORIES
from weicheng.engines.reader.script import clean
from weicheng.engines.reader.sentences import fold
from weicheng.engines.reader.training.examples import Example, Paper

EPOCHS, STEP, SMALLEST = 14, 0.12, 0.04
# how strongly a correction is held near nothing: of the vocabulary's scores, of turns of phrase and kinds of paper
HELD_SCORES, HELD_TURNS = 10.0, 3.0
_SCORES = {*PRIOR, "pre", "prewk", "mean", "meanwk"}
Sample = tuple[dict[str, float], str]
_HYGIENE = re.compile("卫生|创卫|四害|病媒|健康|环境整治|市容|垃圾|洁")


def of_hygiene(paper: Paper) -> bool:
    """Whether the opening of a paper speaks of hygiene. Of other campaigns most rows are "other", which must not be learnt here."""
    return _HYGIENE.search(paper.text[:200]) is not None


def category_samples(near: list[Example], wide: list[Example]) -> list[Sample]:
    """What the categories are learnt from: rows of near papers, which count three times, and of the wide ones on hygiene."""
    wider = [e for e in wide if of_hygiene(e.paper)]
    own, others = ([row for e in part if e.paper.whole for row in samples(e.paper)] for part in (near, wider))
    return own * 3 + others


def samples(paper: Paper) -> list[Sample]:
    """Features and category of each row of a paper."""
    text = plain_text(paper.text)
    reader = CategoryReader(title_of_paper(text), {}, text=text)
    return [
        (reader.features(plain_text(row["quote"]), [plain_text(h) for h in row["section"]]), row["category"])
        for row in paper.rows
    ]


def plain_text(text: str) -> str:
    """``text`` as the reader hands it to the model: simplified, folded, without line breaks."""
    return fold(clean(text).text).replace("\n", "")


def title_of_paper(text: str) -> str:
    """Roughly what the reader takes for the title."""
    return "".join(text[:80].split())[:40]


def train_categories(rows: list[Sample]) -> dict[str, dict[str, float]]:
    """The content of the model file, feature -> category -> weight: corrections learnt from rows with their categories.

    By AdaGrad; each weight is held near nothing.
    """
    counts = Counter(feature for features, _ in rows for feature in features)
    held = {feature: _held(feature) / count for feature, count in counts.items()}
    weights = {feature: [0.0] * len(CATEGORIES) for feature in counts}
    squares = {feature: [1e-2] * len(CATEGORIES) for feature in counts}
    vocabulary = parse_weights({})
    before = [score(features, vocabulary) for features, _ in rows]
    for epoch in range(EPOCHS):
        for number in _order(len(rows), epoch):
            features, category = rows[number]
            wrong = _errors(features, weights, before[number], CATEGORIES.index(category))
            for feature, value in features.items():
                own, sums, pull = weights[feature], squares[feature], held[feature]
                for place, error in enumerate(wrong):
                    slope = error * value + pull * own[place]
                    sums[place] += slope * slope
                    own[place] -= STEP * slope / sqrt(sums[place])
    return {
        feature: kept
        for feature, own in sorted(weights.items())
        if (kept := {c: round(w, 3) for c, w in zip(CATEGORIES, own, strict=True) if abs(w) >= SMALLEST})
    }


def _errors(
    features: dict[str, float], weights: dict[str, list[float]], before: list[float], right: int
) -> list[float]:
    totals = list(before)
    for feature, value in features.items():
        totals = [t + value * w for t, w in zip(totals, weights[feature], strict=True)]
    top = max(totals)
    chances = [exp(t - top) for t in totals]
    whole = sum(chances)
    return [chance / whole - (place == right) for place, chance in enumerate(chances)]


def _order(count: int, epoch: int) -> list[int]:
    """All rows in an order that changes with the epoch and is the same on every machine."""
    step = 7919 + 2 * epoch
    while count % step == 0:
        step += 2
    return sorted(range(count), key=lambda number: (number * step + epoch) % max(count, 1) if count else 0)


def _held(feature: str) -> float:
    return HELD_SCORES if feature.partition(":")[0] in _SCORES else HELD_TURNS
