"""Which units a reader stands for, read once for a whole list."""

from __future__ import annotations

from dataclasses import dataclass

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.heirs import with_absorbed
from weicheng.ground.org.models import Unit, User
from weicheng.work.indicators.querysets import READERS


@dataclass(frozen=True, slots=True)
class Reach:
    everything: bool
    units: frozenset[int] = frozenset()

    def has(self, unit: Unit) -> bool:
        return self.everything or unit.pk in self.units


def reach_of(user: User) -> Reach:
    """No query for a reader of all; else what became part of the reader's units belongs to them."""
    scope = scope_of(user)
    if scope.sees_everything:
        return Reach(True)
    return Reach(False, frozenset(with_absorbed(scope.units(*READERS)).values_list("pk", flat=True)))
