"""Rosters of 300 people over 90 days: time, equality, the gap to the bound, and what moves when one drops out."""

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from benchmarks import Figure
from weicheng.engines.rostering.planning import plan
from weicheng.engines.rostering.problem import Outcome, Place, Problem, Rest, Shift

SECONDS = 15.0
SHIFTS = (Shift("a", "早班", 420, 720), Shift("b", "中班", 840, 1140), Shift("c", "夜班", 1140, 420))


def city(rest: Rest, people: int = 300, days: int = 90, seed: int = 1) -> Problem:
    """Three shifts, more heads at weekends; one in eight takes no nights, one in five is on leave for some days."""
    lot = random.Random(seed)
    span = [date(2026, 3, 2) + timedelta(days=i) for i in range(days)]
    names = [f"甲{i:03d}" for i in range(people)]
    heavy = frozenset(day for day in span if day.weekday() >= 5)
    needs = {
        (day, key): heads + 6 * (key == "a" and day in heavy)
        for day in span
        for key, heads in zip("abc", (16, 16, 8), strict=True)
    }
    exempt = {name: frozenset("c") for name in lot.sample(names, people // 8)}
    leave = {}
    for name in lot.sample(names, people // 5):
        first = lot.randrange(days)
        leave[name] = frozenset(span[first : first + lot.randint(3, 15)])
    return Problem(names, span, SHIFTS, needs, exempt, leave, rest, heavy)


def dropped(problem: Problem, outcome: Outcome, after: int = 30) -> Problem:
    """The most loaded one leaves on day ``after``; the past stands, the future is planned anew."""
    who, since = max(outcome.loads, key=outcome.loads.__getitem__), problem.days[after]
    gone = frozenset(day for day in problem.days if day >= since)
    past = frozenset(place for place in outcome.places if place.day < since)
    leave = {**problem.leave, who: problem.leave.get(who, frozenset()) | gone}
    return replace(problem, leave=leave, fixed=past, previous=outcome.places)


def broken(problem: Problem, outcome: Outcome) -> int:
    """Rules broken, counted by a reading of its own."""
    wrong = sum(place.shift in problem.exempt.get(place.person, ()) for place in outcome.places)
    wrong += sum(place.day in problem.leave.get(place.person, ()) for place in outcome.places)
    shifts = {shift.key: shift for shift in SHIFTS}
    for one, then in pairwise(sorted(outcome.places)):
        if one.person == then.person:
            rested = (then.day - one.day).days * 1440 + shifts[then.shift].start
            rested -= shifts[one.shift].start + shifts[one.shift].length
            wrong += rested < problem.rest.hours * 60 or (then.day - one.day).days <= problem.rest.days
    return wrong


def _timed(problem: Problem) -> tuple[Outcome, float]:
    begun = time.perf_counter()
    outcome = plan(problem, seed=1)
    return outcome, time.perf_counter() - begun


def _figures(name: str, rest: Rest) -> list[Figure]:
    problem = city(rest)
    first, seconds = _timed(problem)
    again = dropped(problem, first)
    second, again_seconds = _timed(again)
    unequal = max(first.greedy_cost - first.bound, 1e-9)
    lack = sum(short.lack for short in (*first.shortages, *second.shortages))
    gone = next(iter(set(again.leave) - {p for p in again.leave if again.leave[p] == problem.leave.get(p)}))
    others: set[Place] = {p for p in first.places - again.fixed if p.person != gone}
    share = len(others - second.places) / len(others)
    wrong = broken(problem, first) + broken(again, second)
    return [
        Figure(f"rosters.{name}.time, s", seconds, SECONDS, "300 people, 90 days, three shifts; wanted within 15"),
        Figure(f"rosters.{name}.spread, shifts", first.spread, 1.0, "most minus least loaded for their availability"),
        Figure(f"rosters.{name}.weekend spread", first.heavy_spread, None, "second aim"),
        Figure(f"rosters.{name}.gap, shifts", first.gap, None, "above the proven bound; 1 = one shift moved"),
        Figure(f"rosters.{name}.unequal", first.cost - first.bound, unequal, "above the bound, against the greedy"),
        Figure(f"rosters.{name}.drop-out time, s", again_seconds, SECONDS, "one leaves on day 30"),
        Figure(f"rosters.{name}.drop-out changed", share, 0.05, "share of the others' later shifts that moved"),
        Figure(f"rosters.{name}.drop-out spread", second.spread, 1.0, "of those who are still there"),
        Figure(f"rosters.{name}.faults", wrong + lack, None, "rules broken or heads missing; wanted 0"),
    ]


def by_hours() -> list[Figure]:
    return _figures("hours", Rest(hours=12))


def by_days() -> list[Figure]:
    return _figures("days", Rest(days=1))


def tight() -> list[Figure]:
    """Four free days between two shifts, where a shift falls on everybody every week: hard on purpose."""
    return _figures("tight", Rest(days=4))


BENCHMARKS = {"rosters.hours": by_hours, "rosters.days": by_days, "rosters.tight": tight}
