"""Tasks of our own fictional papers with their clauses (examples.jsonl): what weights are fitted on, and neighbours at first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weicheng.engines.clauses.model import TaskText

FILE = Path(__file__).with_name("examples.jsonl")


@dataclass(frozen=True, slots=True)
class Example:
    document: str
    task: TaskText
    clauses: tuple[str, ...]  # the best first; none = of no clause


@cache
def own_examples() -> tuple[Example, ...]:
    return read_examples(FILE)


def read_examples(file: Path) -> tuple[Example, ...]:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return tuple(
        Example(
            row["document"],
            TaskText(row["title"], row["quote"], tuple(row["section"]), row["category"], row["paper"]),
            tuple(row["clauses"]),
        )
        for row in rows
    )
