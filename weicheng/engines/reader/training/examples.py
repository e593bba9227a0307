"""Annotated papers from disk, and what the models learn from them."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weicheng.engines.reader.features import clause_features
from weicheng.engines.reader.outline import Outline, build_outline
from weicheng.engines.reader.script import Clean, clean
from weicheng.engines.reader.sentences import Clause, fold, split_clauses
from weicheng.engines.reader.spacing import gaps

HERE = Path(__file__).parent
PAPERS, WIDE, ANNOTATED, CORPUS = HERE / "papers", HERE / "wide", HERE / "annotated", HERE.parent / "corpus"

_ROW = re.compile(r"⟦(?:(?P<code>[a-z]{3,4})\|)?(?P<quote>[^⟦⟧]*)⟧")
CODES = {
    "org": "organisation", "edu": "publicity_education", "app": "city_appearance", "env": "environment", "pub": "public_places",
    "food": "food_water", "dis": "disease_control", "vec": "vector_control", "unit": "units_communities",
    "inf": "infrastructure", "sup": "supervision", "arc": "archives", "rep": "reporting", "fund": "funding", "oth": "other",
}  # fmt: skip


@dataclass
class Paper:
    """A paper with its annotated rows, each with start and end in the text; ``whole`` when their categories are known too."""

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
    """Papers whose rows stand in ⟦…⟧ or, with their category, in ⟦code|…⟧."""
    return [_marked(file.stem, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.txt"))]


def _marked(name: str, text: str) -> Paper:
    whole, position = "", 0
    rows: list[dict[str, Any]] = []
    for found in _ROW.finditer(text):
        whole += text[position : found.start()]
        row: dict[str, Any] = {"start": len(whole), "quote": found["quote"]}
        whole += found["quote"]
        row["end"] = len(whole)
        if found["code"]:
            row["category"] = CODES[found["code"]]
        rows.append(row)
        position = found.end()
    return Paper(name, whole + text[position:], rows, whole=all("category" in row for row in rows))


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
    for row in paper.rows:
        row.setdefault("section", _section(made, row["start"]))
    return made


def _section(made: Example, start: int) -> list[str]:
    """The headings above a place of the paper."""
    for clause, path in zip(made.clauses, made.outline.path, strict=True):
        if made.cleaned.original(clause.start, clause.end)[1] > start:
            return [made.text[h.start : h.end] for h in (made.outline.headings[i] for i in path)]
    return []


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
