"""Training of the category model: a log-linear model over single rows, by python-crfsuite."""

import tempfile
from pathlib import Path

from weicheng.engines.reader.categories import CategoryReader
from weicheng.engines.reader.sentences import fold
from weicheng.engines.reader.training.examples import Paper

L1, L2, ITERATIONS, SMALLEST = 0.3, 0.5, 200, 0.02
Sample = tuple[dict[str, float], str]


def samples(paper: Paper) -> list[Sample]:
    """Features and category of each row of a paper."""
    reader = CategoryReader(title_of_paper(paper.text), {})
    return [
        (reader.features(fold(row["quote"]).replace("\n", ""), row["section"]), row["category"]) for row in paper.rows
    ]


def title_of_paper(text: str) -> str:
    """Roughly what the reader takes for the title."""
    return "".join(text[:80].split())[:40]


def train_categories(papers: list[Paper]) -> dict[str, dict[str, float]]:
    """The content of the model file: feature -> category -> weight."""
    import pycrfsuite

    numbers: dict[str, str] = {}
    trainer = pycrfsuite.Trainer(verbose=False)
    for paper in papers:
        for features, category in samples(paper):
            trainer.append([{numbers.setdefault(f, str(len(numbers))): v for f, v in features.items()}], [category])
    trainer.set_params({"c1": L1, "c2": L2, "max_iterations": ITERATIONS, "feature.possible_states": False})
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "categories.crf")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        states = tagger.info().state_features
    names = {number: feature for feature, number in numbers.items()}
    weights: dict[str, dict[str, float]] = {}
    for (number, category), weight in states.items():
        if abs(weight) >= SMALLEST:
            weights.setdefault(names[number], {})[category] = round(weight, 3)
    return weights
