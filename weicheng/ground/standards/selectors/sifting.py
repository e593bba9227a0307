"""Only what is 待核, or only what is 已核: the rows of an edition's page by the figures that stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from weicheng.ground.standards.figures import Figure

OPEN, CONFIRMED = "open", "confirmed"
STATES = (("", "全部"), (OPEN, "待核"), (CONFIRMED, "已核"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of sifting with the number of rows it leaves."""

    state: str
    label: str
    count: int


class Sieve:
    """Made once for a page; ``kept`` is asked for each list of dressed rows on it, ``choices`` after the last."""

    def __init__(self, state: str) -> None:
        self.state = state if state in (OPEN, CONFIRMED) else ""
        self._counts = {OPEN: 0, CONFIRMED: 0}

    def kept(self, rows: Iterable[Any]) -> list[Any]:
        """The rows that are asked for. A row is 待核 as long as one figure in it is."""
        found = []
        for row in rows:
            state = CONFIRMED if all(one.is_confirmed for one in figures_in(row)) else OPEN
            self._counts[state] += 1
            if self.state in ("", state):
                found.append(row)
        return found

    def choices(self) -> list[Choice]:
        whole = sum(self._counts.values())
        return [Choice(state, label, self._counts.get(state, whole)) for state, label in STATES]


def figures_in(row: Any) -> list[Figure]:
    """The figures that a dressed row of a page shows with their marks."""
    kind = row._meta.model_name
    if kind == "clause":
        return [row.number_figure, row.gist_figure, *(one.figure for one in row.readings)]
    if kind == "indicator":
        formula = [row.formula_figure] if row.formula_figure.is_known else []
        return [row.number_figure, *formula, *(target.figure for target in row.dressed_targets)]
    return list(row.grades) if kind == "limit" else [row.figure]
