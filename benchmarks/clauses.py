"""Clauses suggested for the rows of the shared papers, against the labels of data/clauses.jsonl and a plain keyword count.

The labels were made by somebody else before the suggester was written. Only totals are printed.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks import Absent, Figure
from weicheng.engines.clauses import Advice, ClauseText, Suggester, TaskText, is_sure
from weicheng.engines.clauses.training.fit import clauses_of
from weicheng.engines.reader import open_document, read_document

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT.parent / "shared" / "gold"
LABELS = Path(__file__).parent / "data" / "clauses.jsonl"
LIBRARY = ROOT / "weicheng" / "ground" / "standards" / "library" / "nat-2021-city.yaml"

Answer = tuple[list[str], bool]  # keys best first, whether it abstains


@dataclass(frozen=True, slots=True)
class Row:
    task: TaskText
    clauses: tuple[str, ...]


def _rows() -> list[Row]:
    """Each labelled row with its text; the paper's title as the reader finds it."""
    if not GOLD.exists():
        raise Absent("../shared/gold is not there")
    labels: dict[tuple[str, int], list[str]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        labels[label["document"], label["start"]] = label["clauses"]
    found = []
    for file in sorted((GOLD / "docs").glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        title = read_document(open_document(file)).plan.title or ""
        position = 0
        for line in (GOLD / f"{file.stem}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            start = text.index(row["quote"], position)
            position = start + 1
            task = TaskText(row["title"], row["quote"], tuple(row["section"]), row["category"], title)
            found.append(Row(task, tuple(labels[file.stem, start])))
    return found


def _counting(clauses: Sequence[ClauseText]) -> Callable[[TaskText], Answer]:
    """The plain way: how many of a clause's title and words stand in the text; nothing found = abstains."""

    def answer(task: TaskText) -> Answer:
        text = f"{task.title}。{task.quote}"
        counts = {clause.key: sum(word in text for word in [clause.title, *clause.words]) for clause in clauses}
        best = sorted((key for key in counts if counts[key]), key=lambda key: -counts[key])
        return best[:3], not best

    return answer


def _measured(rows: Sequence[Row], answer: Callable[[TaskText], Answer]) -> dict[str, float]:
    answers = [(row, *answer(row.task)) for row in rows]
    within = [(row.clauses, keys) for row, keys, _ in answers if row.clauses]
    without = [abstains for row, _, abstains in answers if not row.clauses]
    return {
        "top 1": sum(keys[:1] != [] and keys[0] in right for right, keys in within) / len(within),
        "top 3": sum(bool(set(keys) & set(right)) for right, keys in within) / len(within),
        "no clause, left alone": sum(without) / max(len(without), 1),
        "clause, left alone": sum(not keys for _, keys in within) / len(within),
    }


def _answer(advice: Advice) -> Answer:
    return [one.key for one in advice.suggestions], advice.abstains


def shared() -> list[Figure]:
    """Top 1 and top 3 of rows with a clause (any accepted key counts), rows without one left alone."""
    rows = _rows()
    clauses = clauses_of(LIBRARY)
    suggester = Suggester(clauses)
    plain = _measured(rows, _counting(clauses))
    full = _measured(rows, lambda task: _answer(suggester.advice(task)))
    bare = _measured(rows, lambda task: _answer(suggester.advice(replace(task, category="", section=(), paper=""))))
    note = (
        f"{sum(bool(row.clauses) for row in rows)} rows with a clause, {sum(not row.clauses for row in rows)} without"
    )
    figures = [
        Figure(f"clauses {name}", value, plain[name], note=f"{note}; reference: plain count")
        for name, value in full.items()
    ]
    figures += [Figure(f"clauses {name}, title and sentence only", value, plain[name]) for name, value in bare.items()]
    return [*figures, *_sure(rows, suggester), _speed(rows, clauses)]


def _sure(rows: Sequence[Row], suggester: Suggester) -> list[Figure]:
    """What taking all sure suggestions at once would do."""
    advice = [(row.clauses, suggester.advice(row.task)) for row in rows]
    sure = [(right, one) for right, one in advice if is_sure(one)]
    right = sum(one.suggestions[0].key in keys for keys, one in sure)
    found = right / max(len(sure), 1)
    note = f"{len(sure)} of {len(rows)} rows are sure; wanted 0.95"
    return [Figure("clauses sure ones right", found, note=note)]


def _speed(rows: Sequence[Row], clauses: Sequence[ClauseText]) -> Figure:
    start = time.perf_counter()
    suggester = Suggester(clauses)
    made = time.perf_counter() - start
    start = time.perf_counter()
    for row in rows:
        suggester.advice(row.task)
    each = (time.perf_counter() - start) / len(rows) * 1000
    return Figure("clauses ms a task", each, note=f"once for an edition {made * 1000:.0f} ms")


BENCHMARKS: dict[str, Callable[[], list[Any]]] = {"clauses": shared}
