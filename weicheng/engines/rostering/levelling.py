"""One place at a time from who carries much to who carries little: in a fraction of a second what the solver needs many for."""

from __future__ import annotations

from collections import Counter

from weicheng.engines.rostering.case import Case, Roster

PASSES = 6
TAKERS = 60  # how many of the least loaded are asked for each place


class Levels:
    """What each person carries, kept in step with the roster."""

    def __init__(self, case: Case, roster: Roster) -> None:
        self.case, self.roster = case, roster
        self.loads = [case.base[person] + len(row) for person, row in enumerate(roster)]
        self.heavies = [case.base_heavy[p] + sum(case.heavy[day] for day in row) for p, row in enumerate(roster)]
        self.weeks = [Counter((case.week[day], case.heavy[day]) for day in row) for row in roster]

    def gain(self, giver: int, taker: int, day: int, shift: int) -> int:
        """By how much the cost falls if ``taker`` has the place instead of ``giver``."""
        case, here = self.case, (self.case.week[day], self.case.heavy[day])
        found = case.load_step(giver, self.loads[giver]) - case.load_step(taker, self.loads[taker] + 1)
        if case.heavy[day]:
            found += case.heavy_step(giver, self.heavies[giver]) - case.heavy_step(taker, self.heavies[taker] + 1)
        found += case.week_step(self.weeks[giver][here]) - case.week_step(self.weeks[taker][here] + 1)
        was_kept, is_kept = (case.kept[person].get(day) == shift for person in (giver, taker))
        return found + case.change * (is_kept - was_kept)

    def most_beside_load(self, giver: int, day: int) -> int:
        """What weekend, week and kept places can at most add to the gain of the load."""
        case, here = self.case, (self.case.week[day], self.case.heavy[day])
        heavy = case.heavy_step(giver, self.heavies[giver]) if case.heavy[day] else 0
        return heavy + case.week_step(self.weeks[giver][here]) - case.week_step(1) + case.change

    def move(self, giver: int, taker: int, day: int) -> None:
        here = self.case.week[day], self.case.heavy[day]
        self.roster[taker][day] = self.roster[giver].pop(day)
        for person, step in ((giver, -1), (taker, 1)):
            self.loads[person] += step
            self.heavies[person] += step * self.case.heavy[day]
            self.weeks[person][here] += step


def level(case: Case, roster: Roster) -> Roster:
    """The roster with places moved for as long as a move makes it better, in place; never against a rule."""
    levels = Levels(case, roster)
    for _ in range(PASSES):
        givers = sorted(range(len(roster)), key=lambda p: (-case.load_step(p, levels.loads[p]), p))
        if not sum(_relieve(levels, giver) for giver in givers if roster[giver]):
            break
    return roster


def _relieve(levels: Levels, giver: int) -> int:
    """Move places away from one person while that helps; how many."""
    moved = 0
    while best := _best_move(levels, giver):
        levels.move(giver, *best)
        moved += 1
    return moved


def _best_move(levels: Levels, giver: int) -> tuple[int, int] | None:
    """The best taker and day; takers come by their load, so that the first who cannot gain enough ends the search."""
    case, roster = levels.case, levels.roster
    given = case.load_step(giver, levels.loads[giver])
    steps = sorted((case.load_step(p, levels.loads[p] + 1), p) for p in range(len(roster)) if p != giver)[:TAKERS]
    best, chosen = 0, None
    for day, shift in roster[giver].items():
        most = levels.most_beside_load(giver, day)
        for step, taker in steps:
            if given - step + most <= best:
                break
            gain = levels.gain(giver, taker, day, shift)
            if gain > best and case.fits(roster, taker, day, shift):
                best, chosen = gain, (taker, day)
    return chosen
