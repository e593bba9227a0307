"""Who owes which indicator, and whom the standard's usual owner would mean among the units of this place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators.models import DataOwner
from weicheng.work.indicators.selectors.board import Board

_BRACKET = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """``unit``: suggested and sure; ``maybe``: alike, for a person to decide. Both None where somebody owes it already."""

    indicator: Indicator
    owner: DataOwner | None
    unit: Unit | None = None
    maybe: tuple[Unit, ...] = ()

    @property
    def moved_to(self) -> Unit | None:
        """The unit that answers today, where the owner has merged."""
        if self.owner is None:
            return None
        now = heir_of(self.owner.unit)
        return now if now.pk != self.owner.unit_id else None


def owner_rows(board: Board) -> list[OwnerRow]:
    """Every indicator that is asked, with its owner or a suggestion; a fixed number of queries."""
    matcher = campaign_matcher(board.campaign, board.today) if len(board.owners) < len(board.asked) else None
    rows = []
    for asked in board.asked:
        owner = board.owners.get(asked.indicator.pk)
        if owner is not None or matcher is None:
            rows.append(OwnerRow(asked.indicator, owner))
        else:
            unit, maybe = suggested(asked.indicator, matcher)
            rows.append(OwnerRow(asked.indicator, None, unit, maybe))
    return rows


def suggestions(campaign: Campaign) -> list[OwnerRow]:
    """The indicators that nobody owes."""
    return [row for row in owner_rows(Board(campaign)) if row.owner is None]


def suggested(indicator: Indicator, matcher: UnitMatcher) -> tuple[Unit | None, tuple[Unit, ...]]:
    """The first of the usual owners that is surely a unit of ours; else up to three that are alike."""
    alike: dict[int, Unit] = {}
    for text in (way for owner in indicator.owners for way in _ways(str(owner))):
        match = matcher.match(text)
        if match.unit is not None:
            return match.unit, ()
        alike.update({unit.pk: unit for unit, _ in match.suggestions})
    return None, tuple(alike.values())[:3]


def _ways(owner: str) -> list[str]:
    """卫健委（控烟） as written, without the bracket, and as a district has it: 卫健局."""
    bare = _BRACKET.sub("", owner)
    return list(dict.fromkeys([owner, bare, f"{bare.removesuffix('委')}局" if bare.endswith("委") else bare]))
