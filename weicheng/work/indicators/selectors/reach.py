"""Which units a reader stands for, read once for a whole list."""

from __future__ import annotations

from dataclasses import dataclass

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit, User
from weicheng.work.indicators.querysets import READERS


@dataclass(frozen=True, slots=True)
class Reach:
    everything: bool
    units: frozenset[int] = frozenset()

    def has(self, unit: Unit) -> bool:
        """The unit or the one it merged into."""
        return self.everything or unit.pk in self.units or (unit.merged_into_id or 0) in self.units


def reach_of(user: User) -> Reach:
    """One query for a reader of some units, none for one of all."""
    scope = scope_of(user)
    if scope.sees_everything:
        return Reach(True)
    return Reach(False, frozenset(scope.units(*READERS).values_list("pk", flat=True)))


def living(unit: Unit) -> Unit:
    """The unit that answers today for what ``unit`` owed."""
    seen: set[int] = set()
    while unit.merged_into_id and unit.merged_into is not None and unit.pk not in seen:
        seen.add(unit.pk)
        unit = unit.merged_into
    return unit
