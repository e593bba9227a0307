"""From a start to a good roster: the whole at once where it is small, else part after part, within a measured amount of work."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weicheng.engines.rostering.case import LACK, LOAD, Case, Roster
from weicheng.engines.rostering.greedy import fill, greedy
from weicheng.engines.rostering.levelling import level
from weicheng.engines.rostering.relaxation import crowding_bound, relaxed
from weicheng.engines.rostering.repair import part_of

WHOLE = 6_000  # open places up to which the whole is solved at once
WHOLE_WORK = 6.0
PART_PLACES = 2_500  # open places of a part
PART_WORK = 0.3
ROUNDS = 40  # parts in a search
IDLE_ROUNDS = 9  # parts without a gain after which the search ends

Report = Callable[[int, int], None]


@dataclass(slots=True)
class Found:
    roster: Roster
    cost: int
    bound: int
    lacking_bound: int
    greedy_cost: int
    was_cut: bool = False


def search(case: Case, seed: int, seconds: float, report: Report) -> Found:
    """Flow, greedy start, levelling, repair; ends when the bound is reached, the work is used up or the time is over."""
    until = time.monotonic() + seconds
    simple = greedy(case, seed)
    flowed, bound = relaxed(case)
    lacking_bound = max(_lack(case, flowed), crowding_bound(case))
    report(1, ROUNDS)
    mended = fill(case, case.clash_free(flowed), seed)
    if case.change:
        # A new roster altogether may lack less, but it is the last resort: what lacks can be mended.
        kept = fill(case, case.clash_free(case.kept), seed)
        start = min(mended, kept, key=lambda roster: case.cost(roster) - LACK * _lack(case, roster))
    else:
        start = min(simple, mended, key=case.cost)
    simple_cost = case.cost(simple)
    start = level(case, [dict(row) for row in start])
    found = Found(start, case.cost(start), bound, lacking_bound, simple_cost)
    if found.cost <= found.bound + case.heavy_unit:
        return found
    if sum(len(shifts) for row in case.options for shifts in row.values()) <= WHOLE:
        _whole(case, found, seed, until)
    else:
        _parts(case, found, seed, until, report)
    if found.greedy_cost < found.cost:
        found.roster, found.cost = simple, found.greedy_cost
    return found


def _lack(case: Case, roster: Roster) -> int:
    return sum(case.lacking(roster).values())


def _whole(case: Case, found: Found, seed: int, until: float) -> None:
    part = part_of(case, found.roster, range(len(case.options)), range(len(case.days)))
    left = until - time.monotonic()
    roster, bound, is_proven = part.solved(seed, WHOLE_WORK, left)
    found.was_cut = not is_proven and time.monotonic() >= until
    if roster is not None and case.cost(roster) <= found.cost:
        found.roster, found.cost = roster, case.cost(roster)
    constant = case.change * sum(map(len, case.kept))
    found.bound = max(found.bound, round(bound) + constant)
    if is_proven:
        found.bound = found.cost
        found.lacking_bound = _lack(case, found.roster)


def _parts(case: Case, found: Found, seed: int, until: float, report: Report) -> None:
    """Large neighbourhoods: the days around what is missing, then the most and the least loaded, then days in turn."""
    idle = 0
    for number, (people, days) in enumerate(_neighbourhoods(case, found, seed), start=2):
        left = until - time.monotonic()
        if left <= 0.2:
            found.was_cut = True
            return
        roster, _, _ = part_of(case, found.roster, people, days).solved(seed + number, PART_WORK, left)
        cost = case.cost(roster) if roster is not None else found.cost
        # An equal roster is taken too: it is another place to go on from.
        idle = 0 if cost < found.cost else idle + 1
        if roster is not None and cost <= found.cost:
            found.roster, found.cost = roster, cost
        report(min(number, ROUNDS), ROUNDS)
        if found.cost <= found.bound + case.heavy_unit or idle >= IDLE_ROUNDS or number >= ROUNDS:
            return


def _neighbourhoods(case: Case, found: Found, seed: int) -> Iterator[tuple[list[int], list[int]]]:
    lot = random.Random(seed)
    everyone, span = list(range(len(case.options))), len(case.days)
    per_day = max(1, sum(len(s) for row in case.options for s in row.values()) // span)
    width = max(case.reach + 1, PART_PLACES // per_day)
    turn = 0
    while True:
        lacking = sorted(day for day, _ in case.lacking(found.roster))
        if lacking and turn % 2 == 0:
            middle = lot.choice(lacking)
            around = list(range(max(0, middle - case.reach - 2), min(span, middle + case.reach + 3)))
            count = min(len(everyone), 2 * PART_PLACES * len(everyone) // (per_day * len(around)))
            yield lot.sample(everyone, count), around
        elif turn % 3 < 2:
            yield _unequal(case, found.roster, lot, per_day * span), list(range(span))
        else:
            first = lot.randrange(max(1, span - width + 1))
            yield everyone, list(range(first, min(span, first + width)))
        turn += 1


def _unequal(case: Case, roster: Roster, lot: random.Random, places: int) -> list[int]:
    """As many people as make a part: the most and the least loaded, on weekends too, and some others by lot."""
    count = max(6, PART_PLACES * len(roster) // max(places, 1))
    pull = []
    for person, row in enumerate(roster):
        load = (case.base[person] + len(row)) / case.weights[person]
        heavy = (case.base_heavy[person] + sum(case.heavy[day] for day in row)) / case.weights[person]
        pull.append((load * LOAD + heavy * case.heavy_unit + lot.random() * case.heavy_unit, person))
    pull.sort()
    third = count // 3
    middle = [person for _, person in pull[third:-third]]
    return [p for _, p in pull[:third]] + [p for _, p in pull[-third:]] + lot.sample(middle, min(third, len(middle)))
