"""The door of this engine: ``plan`` makes a roster, says how good it is, and says in words what cannot be had."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from weicheng.engines.rostering.case import LOAD, Case, Roster, case_of, places_of
from weicheng.engines.rostering.problem import Outcome, Problem, Shortage
from weicheng.engines.rostering.words import words_of

if TYPE_CHECKING:
    from weicheng.engines.rostering.search import Found

SECONDS = 10.0


def plan(
    problem: Problem, *, seed: int = 0, seconds: float = SECONDS, report: Callable[[int, int], None] | None = None
) -> Outcome:
    """A roster for the problem; the same for the same seed as long as the clock does not cut the search (``was_cut``).

    Nothing raises: what cannot be filled is in ``shortages`` and in ``words``. ``report(done, total)`` is called on the way.
    """
    begun = time.monotonic()  # the time is the caller's: on a busy machine the import alone may take seconds of it
    # The solver takes a second to import; nothing but this call needs it.
    from weicheng.engines.rostering.search import search

    if not problem.days or not problem.shifts:
        return _empty(problem)
    case = case_of(problem)
    found = search(case, seed, seconds - (time.monotonic() - begun), report or _silent)
    return _outcome(case, found)


def _silent(done: int, total: int) -> None:
    pass


def _outcome(case: Case, found: Found) -> Outcome:
    problem, roster = case.problem, found.roster
    loads = [case.base[i] + len(row) for i, row in enumerate(roster)]
    heavy = [case.base_heavy[i] + sum(case.heavy[day] for day in row) for i, row in enumerate(roster)]
    unit = 2 * LOAD
    outcome = Outcome(
        places=places_of(case, roster),
        loads=dict(zip(problem.people, loads, strict=True)),
        heavy_loads=dict(zip(problem.people, heavy, strict=True)),
        spread=spread_of(*_movable(case, loads)),
        heavy_spread=spread_of(*_movable(case, heavy)),
        cost=found.cost / unit,
        bound=min(found.bound, found.cost) / unit,
        greedy_cost=found.greedy_cost / unit,
        shortages=_shortages(case, roster),
        lacking_bound=found.lacking_bound,
        changed=sum(row.get(day) != shift for i, row in enumerate(roster) for day, shift in case.kept[i].items()),
        kept_from=sum(map(len, case.kept)),
        clashes=tuple(case.clashes),
        was_cut=found.was_cut,
    )
    return replace(outcome, words=words_of(problem, outcome))


def _movable(case: Case, loads: list[int]) -> tuple[list[int], list[float]]:
    """Those who can still be given something; where the whole roster is fixed, everybody."""
    rows = [row for row in zip(loads, case.weights, case.options, strict=True) if row[2]]
    rows = rows or list(zip(loads, case.weights, case.options, strict=True))
    return [row[0] for row in rows], [row[1] for row in rows]


def spread_of(loads: list[int], weights: list[float]) -> float:
    """Most minus least loaded, in shifts, each measured from his share; the common level is the one that flatters least.

    With equal weights this is the plain difference. People who can take nothing at all are left out.
    """
    rows = [(load, weight) for load, weight in zip(loads, weights, strict=True) if weight > 0.01 or load]
    if not rows:
        return 0.0
    low, high = 0.0, max(load / weight for load, weight in rows)
    for _ in range(60):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, b) if _width(rows, a) <= _width(rows, b) else (a, high)
    return round(_width(rows, (low + high) / 2), 3)


def _width(rows: list[tuple[int, float]], level: float) -> float:
    away = [load - level * weight for load, weight in rows]
    return max(away) - min(away)


def _shortages(case: Case, roster: Roster) -> tuple[Shortage, ...]:
    problem, found = case.problem, []
    for (day, shift), lack in sorted(case.lacking(roster).items()):
        date, on = case.days[day], problem.shifts[shift]
        away = [p for p in problem.people if date in problem.leave.get(p, ())]
        barred = [p for p in problem.people if p not in away and on.key in problem.exempt.get(p, ())]
        there = sum(row.get(day) == shift for row in roster) + sum(row.get(day) == shift for row in case.fixed)
        busy = len(problem.people) - len(away) - len(barred) - there
        need = problem.needs[date, on.key]
        found.append(Shortage(date, on, need, lack, len(away), len(barred), max(busy, 0)))
    return tuple(found)


def _empty(problem: Problem) -> Outcome:
    none = dict.fromkeys(problem.people, 0)
    words = ("没有要排的日子或班次。",)
    return Outcome(frozenset(), none, none, 0, 0, 0, 0, 0, (), 0, 0, 0, (), False, words)
