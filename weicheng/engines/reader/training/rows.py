"""Training of the row model: a linear chain over clauses, by python-crfsuite."""

import tempfile
from pathlib import Path
from typing import Any

from weicheng.engines.reader.features import PAIR
from weicheng.engines.reader.model import LABELS, Model, parse_model
from weicheng.engines.reader.training.examples import Example

# The rows found should be about as many as there are: the likeliest labels join and drop a little too readily.
LEANING = {"B": 0.0, "I": -0.3, "O": -0.4}
# Groups of features, by what their names begin with, that count for less than one: their weights are held closer to nothing.
# Pairs of letters are many and rare.
SHARES = {PAIR: 0.6}
L1, L2, ITERATIONS, SMALLEST = 0.2, 4.0, 80, 0.02


def share_of(feature: str) -> float:
    """What a feature counts for in training."""
    return next((share for start, share in SHARES.items() if feature.startswith(start)), 1.0)


def train_rows(examples: list[Example]) -> dict[str, Any]:
    """The content of the model file, trained on the examples."""
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
        weights.setdefault(name, [0.0, 0.0, 0.0])[LABELS.index(label)] = round(weight * share_of(name), 3)
    return {
        "labels": list(LABELS),
        "transitions": [[round(info.transitions.get((a, b), 0.0) + LEANING[b], 3) for b in LABELS] for a in LABELS],
        "weights": {f: w for f, w in weights.items() if max(map(abs, w)) >= SMALLEST},
    }


def row_model(examples: list[Example]) -> Model:
    """A model trained on the examples, ready to use."""
    return parse_model(train_rows(examples))
