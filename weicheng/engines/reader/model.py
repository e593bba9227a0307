"""The row model: a small linear chain over clauses, its weights in a readable JSON file.

Labels: B begins a row, I goes on with it, O stands outside. ``training/train.py`` makes the file and reports how the
model does on papers that it has not seen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path
from typing import Any

from weicheng.engines.reader.features import ECHO, LETTER, PAIR, Seen
from weicheng.engines.reader.sentence_features import Group

LABELS = ("B", "I", "O")
_NOTHING = repeat(0j)
_CALIBRATION = (0.2, 0.3, 1.3, -0.3, 0.6, 1.4, -5.1)  # of a model that has not been calibrated
_KNOWN = 50_000  # groups of features whose sums are kept
FILE = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """``weights[feature]`` is what a feature says for B (real part) and for I (imaginary part) against O.

    One complex number a feature because sums of them are made at once. ``echoes``, ``letters`` and ``pairs`` are the weights of
    the features that begin so, under the rest of their names. ``bends[label]`` are the scores of going from a label to B, I, O.
    ``calibration`` turns what speaks for a row into the chance that it is right (see confidence.py).
    """

    weights: dict[str, complex]
    bends: tuple[tuple[float, float, float], ...]
    calibration: tuple[float, ...] = _CALIBRATION
    echoes: dict[str, complex] = field(default_factory=dict)
    letters: dict[str, complex] = field(default_factory=dict)
    pairs: dict[str, complex] = field(default_factory=dict)
    _known: dict[Group, complex] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, features: list[list[str]]) -> list[complex]:
        """Scores of B and I against O for each clause, from all its features by name."""
        return [_sum(self.weights, own) for own in features]

    def scores_seen(self, clauses: Iterable[Seen]) -> list[complex]:
        """The same of clauses as features.py gives them; groups that come again are summed up once."""
        known = self._known
        result: list[complex] = []
        before: Group = ()
        for seen in clauses:
            own = seen.own
            total = _sum(self.weights, own) + _sum(self.letters, seen.piece) + _sum(self.pairs, seen.pairs)
            if seen.follows:
                total += _sum(self.echoes, before)
            for group in seen.shared:
                value = known.get(group)
                if value is None:
                    if len(known) > _KNOWN:
                        known.clear()
                    value = known[group] = _sum(self.weights, group)
                total += value
            result.append(total)
            before = own
        return result

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
    parts = [
        {name[len(mark) :]: value for name, value in weights.items() if name.startswith(mark)}
        for mark in (ECHO, LETTER, PAIR)
    ]
    return Model(weights, bends, tuple(data.get("calibration", _CALIBRATION)), *parts)


@cache
def load_model(path: Path = FILE) -> Model:
    """The model that comes with the reader."""
    return parse_model(json.loads(path.read_text(encoding="utf-8")))
