"""Annotated papers from disk, and what the models learn from them."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weicheng.engines.reader.features import clause_features
from weicheng.engines.reader.outline import Outline, build_outline
from weicheng.engines.reader.script import Clean, clean
from weicheng.engines.reader.sentences import Clause, fold, split_clauses
from weicheng.engines.reader.spacing import gaps

HERE = Path(__file__).parent
PAPERS, ANNOTATED, CORPUS = HERE / "papers", HERE / "annotated", HERE.parent / "corpus"


@dataclass
class Paper:
    """A paper with its annotated rows, each with start and end in the text; ``whole`` when all fields are annotated."""

    name: str
    text: str
    rows: list[dict[str, Any]]
    whole: bool = True


@dataclass
class Example:
    """A paper as the row model sees it."""

    paper: Paper
    cleaned: Clean
    text: str
    clauses: list[Clause]
    outline: Outline
    features: list[list[str]]
    labels: list[str] = field(default_factory=list)


def marked_papers(folder: Path = PAPERS) -> list[Paper]:
    """Papers whose rows stand in ⟦…⟧."""
    return [_marked(file.stem, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.txt"))]


def _marked(name: str, text: str) -> Paper:
    plain: list[str] = []
    rows: list[dict[str, Any]] = []
    for character in text:
        if character == "⟦":
            rows.append({"start": len(plain)})
        elif character == "⟧":
            rows[-1]["end"] = len(plain)
        else:
            plain.append(character)
    whole = "".join(plain)
    for row in rows:
        row["quote"] = whole[row["start"] : row["end"]]
    return Paper(name, whole, rows, whole=False)


def annotated_papers(folder: Path) -> list[Paper]:
    """Papers in the form of the annotation guide."""
    papers = []
    for file in sorted((folder / "docs").glob("*.txt")):
        rows_file = folder / f"{file.stem}.jsonl"
        if not rows_file.exists():
            continue
        text = file.read_text(encoding="utf-8")
        rows = [json.loads(line) for line in rows_file.read_text(encoding="utf-8").splitlines() if line.strip()]
        position = 0
        for row in rows:
            row["start"] = text.find(row["quote"], position)
            row["end"] = position = row["start"] + len(row["quote"])
        papers.append(Paper(file.stem, text, rows))
    return papers


def example(paper: Paper) -> Example:
    """Clauses, features and labels of a paper."""
    cleaned = clean(paper.text, wrapped=True)
    text = fold(cleaned.text)
    clauses = split_clauses(text, gaps(cleaned))
    outline = build_outline(text, clauses)
    made = Example(paper, cleaned, text, clauses, outline, clause_features(text, clauses, outline))
    made.labels = _labels(made)
    return made


def _labels(made: Example) -> list[str]:
    """B, I, O: a clause belongs to the row that covers half of it, or half of which it covers."""
    labels: list[str] = []
    last = -1
    for clause in made.clauses:
        start, end = made.cleaned.original(clause.start, clause.end)
        shared = [(min(end, r["end"]) - max(start, r["start"]), -n) for n, r in enumerate(made.paper.rows)]
        most, number = max(shared, default=(0, 0))
        row = made.paper.rows[-number] if shared else None
        if row is None or most < 0.5 * min(end - start, row["end"] - row["start"]):
            labels.append("O")
            last = -1
        else:
            labels.append("I" if last == -number else "B")
            last = -number
    return labels
