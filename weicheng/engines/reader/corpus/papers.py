"""The papers of the corpus with their rows, each row placed in its text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Misplaced(Exception):
    """A quote of the annotation does not stand in its paper, or not in order."""


@dataclass(frozen=True, slots=True)
class Paper:
    """``rows`` are annotated rows; each carries start and end, its place in ``text``."""

    name: str
    text: str
    rows: tuple[dict[str, Any], ...]


def text_papers(folder: Path = HERE) -> Iterator[Paper]:
    """Papers of running text, in order of name."""
    for source in sorted((folder / "docs").glob("*.txt")):
        text = source.read_text(encoding="utf-8")
        lines = (folder / f"{source.stem}.jsonl").read_text(encoding="utf-8").splitlines()
        yield Paper(source.stem, text, placed(text, [json.loads(line) for line in lines if line.strip()]))


def table_sources(folder: Path = HERE) -> list[Path]:
    """JSON sources of the Word and Excel papers."""
    return sorted((folder / "tables").glob("*.json"))


def table_rows(source: Path) -> list[dict[str, Any]]:
    """The annotated rows of a Word or Excel paper; they find their place when the paper is read."""
    rows: list[dict[str, Any]] = json.loads(source.read_text(encoding="utf-8"))["rows"]
    return rows


def placed(text: str, rows: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Rows with the place of each quote, sought from the end of the one before it."""
    found: list[dict[str, Any]] = []
    position = 0
    for row in rows:
        start = text.find(row["quote"], position)
        if start < 0:
            raise Misplaced(row["quote"])
        position = start + len(row["quote"])
        found.append({**row, "start": start, "end": position})
    return tuple(found)
