"""The row model: a small linear chain over clauses, its weights in a readable JSON file.

Labels: B begins a row, I goes on with it, O stands outside. ``training/train.py`` makes the file and reports how the
model does on papers that it has not seen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import repeat
from math import exp
from pathlib import Path
from typing import Any

from weicheng.engines.reader.feature_sums import ECHO, LETTER, PAIR, Sums

LABELS = ("B", "I", "O")
_NOTHING = repeat(0j)
_CALIBRATION = (0.2, 0.3, 1.3, -0.3, 0.6, 1.4, -5.1)  # of a model that has not been calibrated
FILE = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """``weights[feature]`` is what a feature says for B (real part) and for I (imaginary part) against O.

    One complex number a feature because sums of them are made at once. ``sums`` adds them up, those of the clause before, of
    letters and of pairs by tables of their own. ``bends[label]`` are the scores of going from a label to B, I, O.
    ``calibration`` turns what speaks for a row into the chance that it is right (see confidence.py).
    """

    weights: dict[str, complex]
    bends: tuple[tuple[float, float, float], ...]
    calibration: tuple[float, ...] = _CALIBRATION
    sums: Sums[complex] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tables = [
            {name[len(mark) :]: value for name, value in self.weights.items() if name.startswith(mark)}
            for mark in (ECHO, LETTER, PAIR)
        ]
        object.__setattr__(self, "sums", Sums(0j, *[partial(_sum, table) for table in (self.weights, *tables)]))

    def scores(self, features: Iterable[Iterable[str]]) -> list[complex]:
        """Scores of B and I against O for each clause, from all its features by name (features.py adds them up faster)."""
        return [_sum(self.weights, own) for own in features]

    def decode(self, scores: list[complex]) -> list[int]:
        """The best labels as indexes into LABELS."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = self.bends
        back: list[tuple[int, int, int]] = []
        b, i, o = 0.0, -1e9, 0.0
        for number, score in enumerate(scores):
            if number == 0:
                b, i, o = score.real, -1e9, 0.0
                continue
            to_b, from_b = b + bb, 0
            if i + ib >= to_b:
                to_b, from_b = i + ib, 1
            if o + ob >= to_b:
                to_b, from_b = o + ob, 2
            to_i, from_i = (b + bi, 0) if b + bi >= i + ii else (i + ii, 1)
            to_o, from_o = b + bo, 0
            if i + io >= to_o:
                to_o, from_o = i + io, 1
            if o + oo >= to_o:
                to_o, from_o = o + oo, 2
            back.append((from_b, from_i, from_o))
            b, i, o = to_b + score.real, to_i + score.imag, to_o
        if not scores:
            return []
        label = max((b, 0), (i, 1), (o, 2))[1]
        labels = [label]
        for step in reversed(back):
            label = step[label]
            labels.append(label)
        labels.reverse()
        return labels

    def marginals(self, scores: list[complex]) -> list[tuple[float, float, float]]:
        """Probability of B, I, O for each clause (forward and backward sums, scaled at each step)."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = [tuple(map(exp, row)) for row in self.bends]
        forward: list[tuple[float, float, float]] = []
        local: list[tuple[float, float, float]] = []
        b, i, o = 1.0, 0.0, 0.0
        for number, score in enumerate(scores):
            sb, si = score.real, score.imag
            top = max(sb, si, 0.0)
            eb, ei, eo = exp(sb - top), exp(si - top), exp(-top)
            local.append((eb, ei, eo))
            if number == 0:
                b, i, o = eb, 0.0, eo
            else:
                b, i, o = (b * bb + i * ib + o * ob) * eb, (b * bi + i * ii) * ei, (b * bo + i * io + o * oo) * eo
            total = b + i + o
            b, i, o = b / total, i / total, o / total
            forward.append((b, i, o))
        result: list[tuple[float, float, float]] = []
        rb, ri, ro = 1.0, 1.0, 1.0
        for (fb, fi, fo), (eb, ei, eo) in zip(reversed(forward), reversed(local), strict=True):
            pb, pi, po = fb * rb, fi * ri, fo * ro
            total = pb + pi + po
            result.append((pb / total, pi / total, po / total))
            xb, xi, xo = rb * eb, ri * ei, ro * eo
            rb, ri, ro = bb * xb + bi * xi + bo * xo, ib * xb + ii * xi + io * xo, ob * xb + oo * xo
            total = rb + ri + ro
            rb, ri, ro = rb / total, ri / total, ro / total
        result.reverse()
        return result


def _sum(weights: dict[str, complex], names: Iterable[str]) -> complex:
    return sum(map(weights.get, names, _NOTHING), 0j)


def parse_model(data: dict[str, Any]) -> Model:
    """A model from the content of its file."""
    weights = {feature: complex(b - o, i - o) for feature, (b, i, o) in data["weights"].items()}
    bends = tuple((row[0], row[1], row[2]) for row in data["transitions"])
    return Model(weights, bends, tuple(data.get("calibration", _CALIBRATION)))


@cache
def load_model(path: Path = FILE) -> Model:
    """The model that comes with the reader."""
    return parse_model(json.loads(path.read_text(encoding="utf-8")))
