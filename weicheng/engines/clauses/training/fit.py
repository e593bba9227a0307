"""Fits weights.json, and says how well the model does on papers that it has not seen.

    python -m weicheng.engines.clauses.training.fit CLAUSES.json [--write]

CLAUSES.json is a list of the clauses of the edition whose keys the examples name (key, title, gist, words, evidence,
place_types), or the library's YAML file itself. A paper left out gives neither examples nor weights to its own rows.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from weicheng.engines.clauses.examples import Example, own_examples, read_examples
from weicheng.engines.clauses.matching import FEATURES, NOTHING, Matcher
from weicheng.engines.clauses.model import ClauseText
from weicheng.engines.clauses.weighing import FILE

HELD_OUT = Path(__file__).with_name("held_out.jsonl")  # papers that nobody looked at while writing the words
FOLDS, STEPS, RATE, PENALTY = 8, 600, 0.1, 0.3
Array = Any


def clauses_of(file: Path) -> list[ClauseText]:
    """The clauses of a library file."""
    import yaml

    edition = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = ("key", "title", "gist", "words", "evidence", "place_types")
    return [
        ClauseText(**{name: clause.get(name) or "" for name in names})
        for chapter in edition["chapters"]
        for clause in chapter["clauses"]
    ]


def tables(matcher: Matcher, examples: list[Example], blind: bool = False) -> tuple[Array, Array]:
    """Values (row x clause x feature) and which clauses are right; ``blind`` hides the category."""
    values = np.zeros((len(examples), len(matcher.keys), len(FEATURES)))
    right = np.zeros((len(examples), len(matcher.keys)))
    for i, example in enumerate(examples):
        task = example.task
        if blind:
            task = replace(task, category="")
        rows = matcher.features(task, without=example.document)
        for j, key in enumerate(matcher.keys):
            values[i, j] = rows[key]
            right[i, j] = key in (example.clauses or (NOTHING,))
    return values, right


def fitted(values: Array, right: Array) -> Array:
    """Weights under which the right clauses are likeliest, with a quadratic penalty (Adam)."""
    weights, first, second = (np.zeros(values.shape[2]) for _ in range(3))
    for step in range(1, STEPS + 1):
        p = _chances(values, weights)
        inside = p * right
        slope = np.einsum("ij,ijk->k", p - inside / inside.sum(1, keepdims=True), values) / len(values)
        slope += PENALTY * weights / len(values)
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def _chances(values: Array, weights: Array) -> Array:
    scores = values @ weights
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def left_out(values: Array, right: Array, documents: list[str]) -> Array:
    """Chances of each row by weights that were fitted without its paper."""
    names = sorted(set(documents))
    fold = np.array([names.index(name) % FOLDS for name in documents])
    found = np.zeros(right.shape)
    for number in range(FOLDS):
        weights = fitted(values[fold != number], right[fold != number])
        found[fold == number] = _chances(values[fold == number], weights)
    return found


def report(found: Array, right: Array) -> dict[str, Any]:
    """Top 1 and top 3 of rows with a clause, rows without rightly left alone, precision by threshold."""
    has = right[:, -1] == 0
    order = np.argsort(-found[:, :-1], axis=1)
    hit = np.take_along_axis(right[:, :-1], order[:, :3], axis=1)
    abstains = found[:, -1] > found[:, :-1].max(1)
    top = found[:, :-1].max(1)
    answer: dict[str, Any] = {
        "rows": int(has.sum()),
        "top 1": float((hit[has, 0] * ~abstains[has]).mean()),
        "top 3": float((hit[has].max(1) * ~abstains[has]).mean()),
        "rows without": int((~has).sum()),
        "rightly left alone": float(abstains[~has].mean()) if (~has).any() else None,
        "wrongly left alone": float(abstains[has].mean()),
    }
    for limit in (0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97):
        sure = (top >= limit) & ~abstains
        answer[f"at {limit}"] = (round(float(hit[sure, 0].mean()), 3), int(sure.sum()))
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clauses", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = list(own_examples())
    matcher = Matcher(clauses_of(options.clauses), examples)
    values, right = tables(matcher, examples)
    names = [example.document for example in examples]
    found = left_out(values, right, names)
    figures = report(found, right)
    weights = fitted(values, right)
    held = tables(matcher, list(read_examples(HELD_OUT)))
    held_figures = report(_chances(held[0], weights), held[1])
    blind = tables(matcher, list(read_examples(HELD_OUT)), blind=True)
    blind_figures = report(_chances(blind[0], weights), blind[1])
    out = {
        "rows": len(examples),
        "left out": figures,
        "held out": held_figures,
        "held out, no category": blind_figures,
        "weights": dict(zip(FEATURES, map(float, weights), strict=True)),
    }
    sys.stdout.write(json.dumps(out, ensure_ascii=False, indent=1) + "\n")
    if options.write:
        FILE.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
