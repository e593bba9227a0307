"""Owners, dates, rhythms and quantities on papers of our own, annotated before the reader saw them.

The annotated spans are handed to the reader in place of those that it would find, so that only the joins are measured.
"""

from bisect import bisect_right
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from weicheng.engines.reader import items, reading
from weicheng.engines.reader.corpus.papers import Paper, text_papers
from weicheng.engines.reader.corpus.score import Score
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

PAPERS = Path(__file__).parent / "fixtures" / "joins"
# A little below what was measured; on first sight of the papers it was less (see fixtures/README.md).
LEAST = {"owners": 0.94, "lead": 0.93, "deadline": 0.91, "recurrence": 0.94, "quantities": 0.96}


def rows_at(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """The rows that the reader makes of the annotated spans."""

    def given(text: str, clauses: list[Clause], outline: Outline, *_: object) -> list[items.Item]:
        assert len(text) == len(paper.text)  # else places in the raw text would be others in the clean one
        starts = [clause.start for clause in clauses]
        sure = [(1.0, 0.0, 0.0)] * len(clauses)
        found = []
        for row in paper.rows:
            first = max(0, bisect_right(starts, row["start"]) - 1)
            last = max(first, bisect_right(starts, row["end"] - 1) - 1)
            item = items._item(text, clauses, outline, first, last, sure)
            found.append(replace(item, start=row["start"], end=row["end"]))
        return found

    monkeypatch.setattr(reading, "find_items", given)
    return [asdict(row) for row in reading.read_text(paper.text).rows]


def test_what_is_joined_to_a_row_is_as_good_as_when_it_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    score = Score()
    for paper in text_papers(PAPERS):
        score.add(paper.text, paper.rows, rows_at(paper, monkeypatch))
    assert score.rows.f1 == 1
    assert {name: count.f1 for name, count in score.paired.items() if count.f1 < LEAST.get(name, 0)} == {}
