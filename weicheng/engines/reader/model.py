"""The row model: a small linear chain over clauses, its weights in a readable JSON file.

Labels: B begins a row, I goes on with it, O stands outside. ``training/train.py`` makes the file and reports how the
model does on papers that it has not seen.
"""

import json
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

LABELS = ("B", "I", "O")
FILE = Path(__file__).with_name("model.json")
_ZERO = (0.0,) * 9


@dataclass(frozen=True, slots=True)
class Model:
    """``weights[feature]`` are nine numbers: for the labels of the clause itself, of the next one, of the one before.

    ``bends[label]`` are the transition scores from that label to B, I, O.
    """

    weights: dict[str, tuple[float, ...]]
    bends: tuple[tuple[float, float, float], ...]
    calibration: tuple[float, float] = (1.0, 0.0)

    def scores(self, features: list[list[str]]) -> list[tuple[float, float, float]]:
        """Emission scores of B, I, O for each clause."""
        vectors = [self._sum(own) for own in features]
        vectors_before = [_ZERO, *vectors[:-1]]
        vectors_after = [*vectors[1:], _ZERO]
        return [
            (own[0] + before[3] + after[6], own[1] + before[4] + after[7], own[2] + before[5] + after[8])
            for own, before, after in zip(vectors, vectors_before, vectors_after, strict=True)
        ]

    def _sum(self, own: list[str]) -> tuple[float, ...]:
        get = self.weights.get
        found = [w for w in map(get, own) if w is not None]
        return tuple(map(sum, zip(*found, strict=True))) if found else _ZERO

    def decode(self, scores: list[tuple[float, float, float]]) -> list[int]:
        """The best labels as indexes into LABELS."""
        (bb, bi, bo), (ib, ii, io), (ob, _, oo) = self.bends
        back: list[tuple[int, int, int]] = []
        b, i, o = 0.0, -1e9, 0.0
        for number, (sb, si, so) in enumerate(scores):
            if number == 0:
                b, i, o = sb, -1e9, so
                continue
            to_b, from_b = max((b + bb, 0), (i + ib, 1), (o + ob, 2))
            to_i, from_i = (b + bi, 0) if b + bi >= i + ii else (i + ii, 1)
            to_o, from_o = max((b + bo, 0), (i + io, 1), (o + oo, 2))
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


def parse_model(data: dict) -> Model:  # type: ignore[type-arg]
    """A model from the content of its file."""
    merged: dict[str, list[float]] = {}
    for feature, values in data["weights"].items():
        offset = {"<": 3, ">": 6}.get(feature[0], 0)
        row = merged.setdefault(feature[1:] if offset else feature, [0.0] * 9)
        row[offset : offset + 3] = values
    bends = tuple(tuple(row) for row in data["transitions"])
    return Model({f: tuple(v) for f, v in merged.items()}, bends, tuple(data.get("calibration", (1.0, 0.0))))  # type: ignore[arg-type]


@cache
def load_model(path: Path = FILE) -> Model:
    """The model that comes with the reader."""
    return parse_model(json.loads(path.read_text(encoding="utf-8")))
