"""The same values under two editions: what would be reached, what is asked anew, what is asked no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from weicheng.engines.judging.model import Outcome
from weicheng.ground.standards.models import Edition
from weicheng.work.indicators.choices import OUTCOMES
from weicheng.work.indicators.kin import kin_of
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.targets import editions_to_judge

__all__ = ["Comparison", "Pair", "compared", "editions_to_judge"]


@dataclass(frozen=True, slots=True)
class Pair:
    """An indicator now and then; one side is missing where only one edition asks it."""

    now: Judged | None
    then: Judged | None

    @property
    def changes(self) -> bool:
        return self.now is None or self.then is None or self.now.outcome != self.then.outcome

    @property
    def name(self) -> str:
        row = self.then or self.now
        return str(row.indicator) if row else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    edition: Edition
    pairs: list[Pair]
    totals: list[tuple[Outcome, int, int]]

    @property
    def only_then(self) -> int:
        return sum(pair.now is None for pair in self.pairs)

    @property
    def only_now(self) -> int:
        return sum(pair.then is None for pair in self.pairs)

    @property
    def changed(self) -> int:
        return sum(pair.now is not None and pair.then is not None and pair.changes for pair in self.pairs)


def compared(board: Board, edition: Edition, year: int) -> Comparison:
    """Every indicator of the other edition, then those that only the campaign's own has."""
    own = board.judged(year)
    other = Board(board.campaign, edition, board.today).judged(year)
    mine = {row.indicator.pk: row for row in own}
    kin = kin_of(edition)
    used: set[int] = set()
    pairs: list[Pair] = []
    for row in other:
        match = next((mine[pk] for pk in kin[row.indicator.pk] if pk in mine), None)
        if match is not None:
            used.add(match.indicator.pk)
        pairs.append(Pair(match, row))
    pairs += [Pair(row, None) for row in own if row.indicator.pk not in used]
    now, then = Counter(row.outcome for row in own), Counter(row.outcome for row in other)
    return Comparison(edition, pairs, [(outcome, now[outcome], then[outcome]) for outcome in OUTCOMES])
