"""Day by day, whoever carries least: fast, and never against a rule; the start of the search and what it is measured against."""

from __future__ import annotations

import random

from weicheng.engines.rostering.case import Case, Cell, Roster


def greedy(case: Case, seed: int) -> Roster:
    """Fill every shift with those who carry least for their availability so far; equal ones by lot."""
    roster: Roster = [{} for _ in case.options]
    fill(case, roster, seed)
    return roster


def fill(case: Case, roster: Roster, seed: int) -> Roster:
    """Fill what the roster lacks, in place; the shifts with the fewest candidates of a day come first."""
    lot = random.Random(seed)
    ranks = list(range(len(case.options)))
    lot.shuffle(ranks)
    loads = [case.base[person] + len(row) for person, row in enumerate(roster)]
    heavies = [case.base_heavy[p] + sum(case.heavy[day] for day in row) for p, row in enumerate(roster)]
    lacking = case.lacking(roster)
    able = _able(case)
    for day, shift in sorted(lacking, key=lambda cell: (cell[0], len(able[cell]), cell[1])):
        ready = [person for person in able[day, shift] if case.fits(roster, person, day, shift)]
        if case.heavy[day]:
            ready.sort(key=lambda p: ((heavies[p] + 1) / case.weights[p], (loads[p] + 1) / case.weights[p], ranks[p]))
        else:
            ready.sort(key=lambda p: ((loads[p] + 1) / case.weights[p], ranks[p]))
        for person in ready[: lacking[day, shift]]:
            roster[person][day] = shift
            loads[person] += 1
            heavies[person] += case.heavy[day]
    return roster


def _able(case: Case) -> dict[Cell, list[int]]:
    able: dict[Cell, list[int]] = {cell: [] for cell in case.needs}
    for person, row in enumerate(case.options):
        for day, shifts in row.items():
            for shift in shifts:
                able[day, shift].append(person)
    return able
