"""A part of a roster solved anew by CP-SAT while the rest stands: some people on some days, or everybody on all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from weicheng.engines.rostering.case import LACK, Case, Cell, Roster


@dataclass(slots=True)
class Part:
    """The model of one part. ``x`` holds a Boolean per open place of the part."""

    case: Case
    roster: Roster
    people: list[int]
    days: set[int]
    model: Any = field(default_factory=cp_model.CpModel)
    x: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    terms: list[Any] = field(default_factory=list)

    def build(self) -> None:
        chosen = set(self.people)
        stays = [
            {d: s for d, s in row.items() if d not in self.days} if person in chosen else row
            for person, row in enumerate(self.roster)
        ]
        for person in self.people:
            self._person(person, stays)
        self._cover(stays)
        self.model.minimize(sum(self.terms))

    def _person(self, person: int, stays: Roster) -> None:
        case, mine = self.case, {}
        for day, shifts in case.options[person].items():
            if day in self.days:
                for shift in shifts:
                    if case.fits(stays, person, day, shift):
                        mine[day, shift] = self.x[person, day, shift] = self.model.new_bool_var("")
        self._rest(mine)
        for (day, shift), x in mine.items():
            if case.kept[person].get(day) == shift:
                self.terms.append(-case.change * x)
            self.model.add_hint(x, self.roster[person].get(day) == shift)
        base = len(stays[person]) + case.base[person]
        heavy_base = sum(case.heavy[day] for day in stays[person]) + case.base_heavy[person]
        self._steps(list(mine.values()), base, lambda n: case.load_step(person, n))
        self._steps(
            [x for (day, _), x in mine.items() if case.heavy[day]], heavy_base, lambda n: case.heavy_step(person, n)
        )
        if not case.change:
            self._weeks(mine, stays[person])

    def _weeks(self, mine: dict[Cell, Any], stays: dict[int, int]) -> None:
        case = self.case
        groups: dict[tuple[int, bool], list[Any]] = {}
        for (day, _), x in mine.items():
            groups.setdefault((case.week[day], case.heavy[day]), []).append(x)
        for (week, is_heavy), xs in groups.items():
            base = sum((case.week[day], case.heavy[day]) == (week, is_heavy) for day in stays)
            self._steps(xs, base, case.week_step)

    def _rest(self, mine: dict[Cell, Any]) -> None:
        """At most one of a run of days, and pairs that only some shifts exclude."""
        run = min(self.case.gaps.values())
        days = sorted({day for day, _ in mine})
        for day in days:
            self.model.add_at_most_one(x for (d, _), x in mine.items() if day <= d < day + run)
        for (day, shift), x in mine.items():
            for (later, then), y in mine.items():
                if run <= later - day <= self.case.reach and self.case.excludes(day, shift, later, then):
                    self.model.add_bool_or(~x, ~y)

    def _steps(self, xs: list[Any], base: int, price: Any) -> None:
        """A rising price per shift needs no order among the steps: the cheapest are taken first by themselves."""
        if not xs:
            return
        steps = [self.model.new_bool_var("") for _ in range(min(len(xs), len(self.days)))]
        self.model.add(sum(steps) == sum(xs))
        self.terms.extend(price(base + i) * step for i, step in enumerate(steps, start=1))

    def _cover(self, stays: Roster) -> None:
        filled: dict[Cell, int] = {}
        for row in stays:
            for cell in row.items():
                filled[cell] = filled.get(cell, 0) + 1
        heads: dict[Cell, list[Any]] = {}
        for (_, day, shift), x in self.x.items():
            heads.setdefault((day, shift), []).append(x)
        for cell, need in self.case.needs.items():
            if cell[0] in self.days:
                left = need - filled.get(cell, 0)
                lack = self.model.new_int_var(0, left, "")
                self.model.add(sum(heads.get(cell, [])) + lack == left)
                self.terms.append(LACK * lack)

    def solved(self, seed: int, work: float, seconds: float) -> tuple[Roster | None, float, bool]:
        """The roster with this part solved (None if nothing was found), the bound of the part's cost, whether it is proven.

        ``work`` is the solver's own measure, the same on every machine; ``seconds`` only guards the clock.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = work
        solver.parameters.max_time_in_seconds = max(seconds, 0.05)
        status = solver.solve(self.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, solver.best_objective_bound, False
        chosen = set(self.people)
        roster = [
            {d: s for d, s in row.items() if person not in chosen or d not in self.days}
            for person, row in enumerate(self.roster)
        ]
        for (person, day, shift), x in self.x.items():
            if solver.boolean_value(x):
                roster[person][day] = shift
        return roster, solver.best_objective_bound, status == cp_model.OPTIMAL


def part_of(case: Case, roster: Roster, people: Iterable[int], days: Iterable[int]) -> Part:
    part = Part(case, roster, list(people), set(days))
    part.build()
    return part
