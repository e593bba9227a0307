"""The row model: a small linear chain over clauses, its weights in a readable JSON file.

Labels: B begins a row, I goes on with it, O stands outside. ``training/train.py`` makes the file and reports how the
model does on papers that it has not seen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

LABELS = ("B", "I", "O")
Scores = tuple[float, float, float]
_KNOWN = 50_000  # groups of features whose sums are kept
FILE = Path(__file__).with_name("model.json")


@dataclass(frozen=True, slots=True)
class Model:
    """``weights[feature]`` are the scores that a feature gives to B, I, O; ``bends[label]`` those of going from a label to B, I, O.

    ``calibration`` turns what speaks for a row into the chance that it is right (see confidence.py).
    """

    weights: dict[str, tuple[float, float, float]]
    bends: tuple[tuple[float, float, float], ...]
    calibration: tuple[float, ...] = (0.2, 0.3, 1.3, -0.3, 0.6, 1.4, -5.1)
    _known: dict[tuple[str, ...], Scores] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, features: list[list[str]]) -> list[tuple[float, float, float]]:
        """Scores of B, I, O for each clause."""
        get = self.weights.get
        result: list[tuple[float, float, float]] = []
        for own in features:
            b = i = o = 0.0
            for found in map(get, own):
                if found is not None:
                    b += found[0]
                    i += found[1]
                    o += found[2]
            result.append((b, i, o))
        return result

    def scores_of_groups(self, clauses: Iterable[list[tuple[str, ...]]]) -> list[Scores]:
        """The same of features in groups, the last of which is of the clause alone; the others are summed up once."""
        get, known, result = self.weights.get, self._known, []
        for groups in clauses:
            b = i = o = 0.0
            for found in map(get, groups.pop()):
                if found is not None:
                    b += found[0]
                    i += found[1]
                    o += found[2]
            for group in groups:
                total = known.get(group)
                if total is None:
                    total = known[group] = self.scores([list(group)])[0]
                    if len(known) > _KNOWN:
                        known.clear()
                b += total[0]
                i += total[1]
                o += total[2]
            result.append((b, i, o))
        return result

    def decode(self, scores: list[tuple[float, float, float]]) -> list[int]:
        """The best labels as indexes into LABELS."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = self.bends
        back: list[tuple[int, int, int]] = []
        b, i, o = 0.0, -1e9, 0.0
        for number, (sb, si, so) in enumerate(scores):
            if number == 0:
                b, i, o = sb, -1e9, so
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
            b, i, o = to_b + sb, to_i + si, to_o + so
        if not scores:
            return []
        label = max((b, 0), (i, 1), (o, 2))[1]
        labels = [label]
        for step in reversed(back):
            label = step[label]
            labels.append(label)
        labels.reverse()
        return labels

    def marginals(self, scores: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
        """Probability of B, I, O for each clause (forward and backward sums, scaled at each step)."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = [tuple(map(exp, row)) for row in self.bends]
        forward: list[tuple[float, float, float]] = []
        local: list[tuple[float, float, float]] = []
        b, i, o = 1.0, 0.0, 0.0
        for number, (sb, si, so) in enumerate(scores):
            top = sb if sb > si and sb > so else si if si > so else so
            eb, ei, eo = exp(sb - top), exp(si - top), exp(so - top)
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


def parse_model(data: dict[str, Any]) -> Model:
    """A model from the content of its file."""
    weights = {feature: (values[0], values[1], values[2]) for feature, values in data["weights"].items()}
    bends = tuple((row[0], row[1], row[2]) for row in data["transitions"])
    return Model(weights, bends, tuple(data["calibration"])) if "calibration" in data else Model(weights, bends)


@cache
def load_model(path: Path = FILE) -> Model:
    """The model that comes with the reader."""
    return parse_model(json.loads(path.read_text(encoding="utf-8")))
