"""What a roster is asked to be, in the words of the office: people, days, shifts, heads, who cannot and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """One head on one shift of one day."""

    person: str
    day: date
    shift: str


@dataclass(frozen=True, slots=True)
class Shift:
    """``start`` and ``end`` are minutes of the day; an end that is not after the start lies on the next day."""

    key: str
    name: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return (self.end - self.start - 1) % 1440 + 1


@dataclass(frozen=True, slots=True)
class Rest:
    """At least so many hours between the end of one shift and the start of the next, and so many whole days without one."""

    hours: float = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """``needs`` counts heads by (day, shift key); a pair that is missing needs nobody.

    ``exempt``: shift keys a person never takes. ``leave``: days on which a person is away. ``heavy``: the weekends and
    holidays whose load is shared out as well. ``fixed``: places that stand whatever the rules say, such as the past.
    ``previous``: the roster that a new one should change as little as possible. ``weights``: the share of a full load
    that a person carries, 1 where nothing is said; leave lowers it by itself.
    """

    people: Sequence[str]
    days: Sequence[date]
    shifts: Sequence[Shift]
    needs: Mapping[tuple[date, str], int]
    exempt: Mapping[str, frozenset[str]] = field(default_factory=dict)
    leave: Mapping[str, frozenset[date]] = field(default_factory=dict)
    rest: Rest = field(default_factory=Rest)
    heavy: frozenset[date] = frozenset()
    fixed: frozenset[Place] = frozenset()
    previous: frozenset[Place] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shortage:
    """A shift that lacks heads, and what keeps the others from it."""

    day: date
    shift: Shift
    need: int
    lack: int
    on_leave: int
    exempt: int
    busy: int  # on another shift of the day, or resting from one nearby


@dataclass(frozen=True, slots=True)
class Outcome:
    """A roster with what is known about the best possible one.

    ``cost`` and ``bound`` are in units in which one shift moved from the most to the least loaded is worth 1: no roster
    has a lower cost than ``bound``. ``spread`` is the difference between the most and the least loaded, in shifts, after
    taking their availability into account; ``lacking_bound`` heads are missing in every roster.
    """

    places: frozenset[Place]
    loads: Mapping[str, int]
    heavy_loads: Mapping[str, int]
    spread: float
    heavy_spread: float
    cost: float
    bound: float
    greedy_cost: float
    shortages: tuple[Shortage, ...]
    lacking_bound: int
    changed: int  # places of ``previous`` that are gone although their person could still take them
    kept_from: int  # how many such places there were
    clashes: tuple[str, ...]  # sentences about fixed places that break a rule
    was_cut: bool  # the clock, not the amount of work, ended the search: another run may differ
    words: tuple[str, ...] = ()

    @property
    def gap(self) -> float:
        return max(0.0, self.cost - self.bound)

    @property
    def is_proven(self) -> bool:
        return self.gap < 1e-6

    @property
    def is_complete(self) -> bool:
        return not self.shortages
