"""How many materials hang on each clause in each year. What a material is, judgement/archive says, once for its completeness
matrix and for this room: it registers its count in its ready(), for this room may not know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from weicheng.ground.campaigns.models import Campaign

# (clause of the campaign's edition, year or 0 where it has none) -> how many.
Count = Callable[[Campaign], Mapping[tuple[int, int], int]]
_counts: list[Count] = []


def register(count: Count) -> None:
    """The last one that registered counts."""
    _counts[:] = [count]


def count_of(campaign: Campaign) -> Mapping[tuple[int, int], int]:
    return _counts[0](campaign)
