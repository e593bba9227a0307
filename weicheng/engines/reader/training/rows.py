"""Training of the row model: a linear chain over clauses, by python-crfsuite.

Two chains are trained apart and their weights added up: one on the papers marked most like the annotated real ones, one on the
many more papers of wide/, which hold more sorts of paper and of matter but are marked a little otherwise. Trained on all
papers at once the chain does worse on real papers than on the near ones alone (docs/reference/benchmarks.md).
"""

import tempfile
from pathlib import Path
from typing import Any

from weicheng.engines.reader.features import PAIR
from weicheng.engines.reader.model import LABELS, Model, parse_model
from weicheng.engines.reader.training.examples import Example

Chain = dict[str, Any]  # {"labels", "transitions", "weights"}: the content of the model file but for the calibration

# The rows found should be about as many as there are: the likeliest labels join and drop a little too readily.
LEANING = {"B": 0.0, "I": -0.5, "O": -0.6}
# What the two chains count for.
NEAR, WIDE = 0.7, 0.3
# Groups of features, by what their names begin with, that count for less than one: their weights are held closer to nothing.
# Pairs of letters are many and rare.
SHARES = {PAIR: 0.6}
L1, L2, ITERATIONS, SMALLEST = 0.2, 8.0, 80, 0.02


def share_of(feature: str) -> float:
    """What a feature counts for in training."""
    return next((share for start, share in SHARES.items() if feature.startswith(start)), 1.0)


def train_rows(near: list[Example], wide: list[Example]) -> Chain:
    """The content of the model file, trained on the examples."""
    return added(trained(near), trained(wide))


def added(near: Chain, wide: Chain) -> Chain:
    """Both chains as one, leaning to as many rows as there are; weights that say next to nothing are left out."""
    names = {**near["weights"], **wide["weights"]}
    nothing = [0.0] * len(LABELS)
    weights = {
        name: [
            round(NEAR * a + WIDE * b, 3)
            for a, b in zip(near["weights"].get(name, nothing), wide["weights"].get(name, nothing), strict=True)
        ]
        for name in names
    }
    transitions = [
        [
            round(NEAR * near["transitions"][i][j] + WIDE * wide["transitions"][i][j] + LEANING[label], 3)
            for j, label in enumerate(LABELS)
        ]
        for i in range(len(LABELS))
    ]
    return {
        "labels": list(LABELS),
        "transitions": transitions,
        "weights": {name: own for name, own in weights.items() if max(map(abs, own)) >= SMALLEST},
    }


def trained(examples: list[Example]) -> Chain:
    """One chain, trained on the examples."""
    import pycrfsuite

    numbers: dict[str, str] = {}

    def coded(features: list[str]) -> dict[str, float]:
        return {numbers.setdefault(f, str(len(numbers))): share_of(f) for f in features}

    trainer = pycrfsuite.Trainer(verbose=False)
    for made in examples:
        trainer.append([coded(f) for f in made.features], made.labels)
    trainer.set_params({"c1": L1, "c2": L2, "max_iterations": ITERATIONS, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "rows.crf")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
    names = {number: feature for feature, number in numbers.items()}
    weights: dict[str, list[float]] = {}
    for (number, label), weight in info.state_features.items():
        name = names[number]
        weights.setdefault(name, [0.0, 0.0, 0.0])[LABELS.index(label)] = weight * share_of(name)
    transitions = [[info.transitions.get((a, b), 0.0) for b in LABELS] for a in LABELS]
    return {"labels": list(LABELS), "transitions": transitions, "weights": weights}


def row_model(near: list[Example], wide: Chain) -> Model:
    """A model trained on the near examples, with a chain of the wide ones, ready to use."""
    return parse_model(added(trained(near), wide))
