"""主送 as the units that are meant: 各镇（街道），区直各单位 → their names, for the distribution list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.models import Unit

# Not inside brackets: 各镇（街道、园区） is one receiver.
_BETWEEN = re.compile(r"[，,、；;\n](?![^（(]*[）)])")


@dataclass(slots=True)
class Addressees:
    """``units`` in the order of the list, each once; ``unknown``: what no unit was found for, with the reason."""

    units: list[Unit] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.unknown]


def addressees_of(text: str, campaign: Campaign, on: date | None = None) -> Addressees:
    """The units that 主送 means on a day. What is not sure is not guessed: it is left for a person, with the reason."""
    names = [name for part in _BETWEEN.split(text.strip().rstrip("：:。")) if (name := part.strip(" 　：:。"))]
    found = Addressees()
    if not names:
        return found
    matcher, there = campaign_matcher(campaign, on), set()
    for name in dict.fromkeys(names):
        match = matcher.match(name)
        units = match.units if match.kind in (MatchKind.EXACT, MatchKind.ALIAS, MatchKind.COLLECTIVE) else ()
        if not units or match.doubt:
            found.unknown.append((name, match.doubt or "名单里没有这个单位"))
            continue
        found.units += [unit for unit in units if unit.pk not in there]
        there |= {unit.pk for unit in units}
    return found
