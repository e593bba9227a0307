"""How the reader does on papers that its models have not seen: one paper, or a few, are left out at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

from weicheng.engines.reader.categories import parse_weights
from weicheng.engines.reader.reading import Models, read_text
from weicheng.engines.reader.rows import Row
from weicheng.engines.reader.training.categories import train_categories
from weicheng.engines.reader.training.examples import Example
from weicheng.engines.reader.training.rows import row_model


@dataclass
class Answer:
    """What the reader, trained without this paper, found in it."""

    example: Example
    rows: list[Row]


def answers(tested: list[Example], others: list[Example], folds: int | None = None) -> Iterator[Answer]:
    """Read each tested paper with models trained on all papers but those of its fold (by default: but itself)."""
    count = folds or len(tested)
    for number in range(count):
        left_out = tested[number::count]
        kept = [e for i, e in enumerate(tested) if i % count != number] + others
        models = Models(row_model(kept), parse_weights(train_categories([e.paper for e in kept if e.paper.whole])))
        for made in left_out:
            yield Answer(made, read_text(made.paper.text, models=models).rows)


def hits(answer: Answer) -> list[bool]:
    """For each row found: whether it stands on an annotated row (IoU at least a half, white space apart, one to one)."""
    text = answer.example.paper.text
    wanted = [_places(text, r["start"], r["end"]) for r in answer.example.paper.rows]
    found = [_places(text, r.start, r.end) for r in answer.rows]
    pairs = [
        (len(a & b) / len(a | b), i, j)
        for i, a in enumerate(wanted)
        for j, b in enumerate(found)
        if not a.isdisjoint(b)
    ]
    used: set[int] = set()
    right = [False] * len(found)
    for share, i, j in sorted(pairs, reverse=True):
        if share >= 0.5 and i not in used and not right[j]:
            used.add(i)
            right[j] = True
    return right


def _places(text: str, start: int, end: int) -> frozenset[int]:
    return frozenset(i for i in range(start, end) if not text[i].isspace())


def f1(all_answers: list[Answer]) -> tuple[float, float, float]:
    """(F1, precision, recall) of the rows."""
    right = sum(sum(hits(a)) for a in all_answers)
    found = sum(len(a.rows) for a in all_answers)
    wanted = sum(len(a.example.paper.rows) for a in all_answers)
    return 2 * right / max(found + wanted, 1), right / max(found, 1), right / max(wanted, 1)


def calibrate(all_answers: list[Answer]) -> tuple[float, float]:
    """Slope and shift that turn the certainty of unseen papers' rows into the chance of being right."""
    points = []
    for answer in all_answers:
        for row, right in zip(answer.rows, hits(answer), strict=True):
            certainty = min(max(row.confidence, 1e-3), 1 - 1e-3)
            points.append((log(certainty / (1 - certainty)), float(right)))
    slope, shift = 1.0, 0.0
    for _ in range(3000):
        errors = [(x, 1 / (1 + exp(-(slope * x + shift))) - y) for x, y in points]
        slope -= 0.3 * sum(x * e for x, e in errors) / len(points)
        shift -= 0.3 * sum(e for _, e in errors) / len(points)
    return round(slope, 3), round(shift, 3)
