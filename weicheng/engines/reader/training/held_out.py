"""How the reader does on papers that its models have not seen: one paper, or a few, are left out at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from weicheng.engines.reader.categories import parse_weights
from weicheng.engines.reader.items import find_items
from weicheng.engines.reader.reading import Models, read_text
from weicheng.engines.reader.rows import Row
from weicheng.engines.reader.training.categories import category_samples, train_categories
from weicheng.engines.reader.training.examples import Example
from weicheng.engines.reader.training.rows import row_model, trained


@dataclass
class Answer:
    """What the reader, trained without this paper, found in it."""

    example: Example
    rows: list[Row]
    evidence: list[tuple[float, ...]]


def answers(
    tested: list[Example], others: list[Example], wide: list[Example], folds: int | None = None
) -> Iterator[Answer]:
    """Read each tested paper with models trained on all papers but those of its fold (by default: but itself).

    ``others`` are the further near papers; the tested papers are never among the ``wide`` ones.
    """
    count = folds or len(tested)
    chain = trained(wide)
    known = category_samples(others, wide)
    for number in range(count):
        left_out = tested[number::count]
        kept = [e for i, e in enumerate(tested) if i % count != number]
        own = category_samples(kept, [])
        models = Models(row_model(kept + others, chain), parse_weights(train_categories(own + known)))
        for made in left_out:
            items = find_items(made.text, made.clauses, made.outline, models.rows)
            yield Answer(made, read_text(made.paper.text, models=models).rows, [i.evidence for i in items])


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


def calibrate(all_answers: list[Answer]) -> tuple[float, ...]:
    """Weights, and last the shift, that turn the evidence for unseen papers' rows into the chance of being right."""
    points = [(p, float(right)) for a in all_answers for p, right in zip(a.evidence, hits(a), strict=False)]
    size = len(points[0][0])
    means = [sum(p[i] for p, _ in points) / len(points) for i in range(size)]
    scales = [(sum((p[i] - means[i]) ** 2 for p, _ in points) / len(points)) ** 0.5 or 1.0 for i in range(size)]
    scaled = [([(p[i] - means[i]) / scales[i] for i in range(size)], right) for p, right in points]
    weights, shift = [0.0] * size, 0.0
    for _ in range(400):
        errors = [1 / (1 + exp(-(sum(w * x for w, x in zip(weights, p, strict=True)) + shift))) - y for p, y in scaled]
        shift -= sum(errors) / len(points)
        weights = [
            w - sum(e * p[i] for e, (p, _) in zip(errors, scaled, strict=True)) / len(points)
            for i, w in enumerate(weights)
        ]
    plain = [w / s for w, s in zip(weights, scales, strict=True)]
    return (*(round(w, 3) for w in plain), round(shift - sum(w * m for w, m in zip(plain, means, strict=True)), 3))
