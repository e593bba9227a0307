"""From what was found to chances: a log-linear model whose few weights (weights.json) are shared by all clauses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path

from weicheng.engines.clauses.matching import FEATURES

FILE = Path(__file__).with_name("weights.json")


@cache
def load_weights() -> tuple[float, ...]:
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(stored["weights"][name] for name in FEATURES)


def totals(rows: Mapping[str, Sequence[float]], weights: Sequence[float]) -> dict[str, float]:
    return {
        key: sum(weight * value for weight, value in zip(weights, row, strict=True) if value)
        for key, row in rows.items()
    }


def chances(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    raised = {key: exp(score - top) for key, score in scores.items()}
    whole = sum(raised.values())
    return {key: value / whole for key, value in raised.items()}
