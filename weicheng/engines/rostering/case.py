"""A problem as numbers: people, days and shifts by index, who may stand where, what excludes what, what a roster costs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from weicheng.engines.rostering.problem import Place, Problem, Shift

Cell = tuple[int, int]  # day, shift
Roster = list[dict[int, int]]  # per person: day -> shift

# A head missing outweighs everything; one shift from the most to the least loaded is worth 2 * LOAD; then stability
# (when there is a roster to keep to), then the weekends and holidays, and last that nobody's turns crowd in one week.
LACK = 1_000_000_000
LOAD = 10_000
CHANGE = 300
HEAVY = 200
HEAVY_BESIDE_CHANGE = 10
WEEK = 5


@dataclass(slots=True)
class Case:
    """Everything the searches share; a fixed place is taken off the needs and counted into the base loads."""

    problem: Problem
    days: list[date]  # every day of the span, so that a difference of indices is a difference of days
    needs: dict[Cell, int]  # what is still to fill
    options: list[dict[int, tuple[int, ...]]]  # per person: day -> shifts that are open to him
    weights: list[float]
    base: list[int]  # loads from fixed places
    base_heavy: list[int]
    heavy: list[bool]
    week: list[int]  # of each day; the weekend of a week counts apart, so that the costs nest
    kept: list[dict[int, int]]  # the previous roster, where it is still open
    fixed: Roster
    gaps: dict[tuple[int, int], int]  # (shift, later shift) -> days that must lie between their days, at least
    clashes: list[str]
    reach: int = field(default=1)

    @property
    def change(self) -> int:
        return CHANGE if any(self.kept) else 0

    @property
    def heavy_unit(self) -> int:
        return HEAVY_BESIDE_CHANGE if self.change else HEAVY

    def load_step(self, person: int, count: int) -> int:
        """What the ``count``-th shift of a person costs: rising, so that equal loads cost least (Sainte-Lague)."""
        return round((2 * count - 1) * LOAD / self.weights[person])

    def heavy_step(self, person: int, count: int) -> int:
        return round((2 * count - 1) * self.heavy_unit / self.weights[person])

    def week_step(self, count: int) -> int:
        """What the ``count``-th shift of a person within a week costs; nothing where a roster is kept to."""
        return 0 if self.change else (2 * count - 1) * WEEK

    def excludes(self, day: int, shift: int, other_day: int, other_shift: int) -> bool:
        """Whether one person cannot take both places; on one day nobody takes two."""
        if day == other_day:
            return True
        if day > other_day:
            day, shift, other_day, other_shift = other_day, other_shift, day, shift
        return other_day - day < self.gaps[shift, other_shift]

    def fits(self, roster: Roster, person: int, day: int, shift: int) -> bool:
        """Whether the place is open to the person beside what he has already."""
        if shift not in self.options[person].get(day, ()):
            return False
        taken = roster[person]
        for other in range(day - self.reach, day + self.reach + 1):
            if other in taken and self.excludes(day, shift, other, taken[other]):
                return False
        return True

    def cost(self, roster: Roster) -> int:
        """The one figure that is minimised; missing heads, loads, changes, weekends and holidays."""
        filled: dict[Cell, int] = {}
        total = 0
        for person, row in enumerate(roster):
            load = heavy = 0
            weeks: dict[tuple[int, bool], int] = {}
            for day, shift in row.items():
                filled[day, shift] = filled.get((day, shift), 0) + 1
                load += 1
                heavy += self.heavy[day]
                here = self.week[day], self.heavy[day]
                weeks[here] = weeks.get(here, 0) + 1
                total += self.week_step(weeks[here])
            total += sum(self.load_step(person, self.base[person] + i) for i in range(1, load + 1))
            total += sum(self.heavy_step(person, self.base_heavy[person] + i) for i in range(1, heavy + 1))
            total += self.change * sum(row.get(day) != shift for day, shift in self.kept[person].items())
        return total + LACK * sum(need - filled.get(cell, 0) for cell, need in self.needs.items())

    def lacking(self, roster: Roster) -> dict[Cell, int]:
        filled: dict[Cell, int] = {}
        for row in roster:
            for cell in row.items():
                filled[cell] = filled.get(cell, 0) + 1
        return {cell: need - filled.get(cell, 0) for cell, need in self.needs.items() if need > filled.get(cell, 0)}

    def clash_free(self, roster: Roster) -> Roster:
        """The roster without the later place of every pair that rest forbids."""
        kept: Roster = []
        for row in roster:
            left: dict[int, int] = {}
            for day, shift in sorted(row.items()):
                if all(not self.excludes(day, shift, other, left[other]) for other in list(left)[-self.reach :]):
                    left[day] = shift
            kept.append(left)
        return kept


def case_of(problem: Problem) -> Case:
    """Read a problem; what is said about people, days or shifts that are not in it is left out."""
    people = {name: i for i, name in enumerate(problem.people)}
    span = _span(problem.days)
    days = {day: i for i, day in enumerate(span)}
    shifts = {shift.key: i for i, shift in enumerate(problem.shifts)}
    numbers = (people, days, shifts)
    gaps, reach = _gaps(problem.shifts, problem.rest.hours, problem.rest.days)
    options, weights = _options(problem, span, shifts)
    fixed = _rows(len(people), _placed(problem.fixed, *numbers))
    wanted = set(problem.days)
    needs = {(days[d], shifts[s]): n for (d, s), n in problem.needs.items() if d in wanted and s in shifts and n > 0}
    heavy = [day in problem.heavy for day in span]
    week = [(span[0].weekday() + i) // 7 for i in range(len(span))]
    case = Case(problem, span, needs, options, weights, [], [], heavy, week, [], fixed, gaps, [], reach)
    case.clashes = [sentence for i in range(len(people)) for sentence in _clashes(case, i)]
    _set_fixed(case)
    previous = _rows(len(people), _placed(problem.previous - problem.fixed, *numbers))
    case.kept = [{d: s for d, s in row.items() if s in options[i].get(d, ())} for i, row in enumerate(previous)]
    return case


def places_of(case: Case, roster: Roster) -> frozenset[Place]:
    """Index form back to names, with the fixed places."""
    problem = case.problem
    return problem.fixed | {
        Place(problem.people[person], case.days[day], problem.shifts[shift].key)
        for person, row in enumerate(roster)
        for day, shift in row.items()
    }


def _placed(
    places: Iterable[Place], people: Mapping[str, int], days: Mapping[date, int], shifts: Mapping[str, int]
) -> list[tuple[int, int, int]]:
    known = [p for p in places if p.person in people and p.day in days and p.shift in shifts]
    return sorted((people[p.person], days[p.day], shifts[p.shift]) for p in known)


def _rows(count: int, placed: Iterable[tuple[int, int, int]]) -> Roster:
    rows: Roster = [{} for _ in range(count)]
    for person, day, shift in placed:
        rows[person][day] = shift
    return rows


def _span(days: Sequence[date]) -> list[date]:
    first, last = min(days), max(days)
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _gaps(shifts: Sequence[Shift], hours: float, rest_days: int) -> tuple[dict[Cell, int], int]:
    """How many days later a shift may follow another, at least, and the longest of these."""
    gaps = {}
    for i, first in enumerate(shifts):
        for j, then in enumerate(shifts):
            wait = first.start + first.length + hours * 60 - then.start
            gaps[i, j] = max(1 + rest_days, math.ceil(wait / 1440), 1)
    return gaps, max(gaps.values(), default=1)


def _options(
    problem: Problem, span: list[date], shifts: dict[str, int]
) -> tuple[list[dict[int, tuple[int, ...]]], list[float]]:
    wanted_days = set(problem.days)
    wanted = [
        tuple(i for key, i in shifts.items() if day in wanted_days and problem.needs.get((day, key), 0) > 0)
        for day in span
    ]
    overnight = {i for i, shift in enumerate(problem.shifts) if shift.end <= shift.start}
    working = sum(map(bool, wanted)) or 1
    options, weights = [], []
    for person in problem.people:
        barred = {shifts[key] for key in problem.exempt.get(person, ()) if key in shifts}
        away = problem.leave.get(person, frozenset())
        row = {}
        for i, day in enumerate(span):
            left = tuple(s for s in wanted[i] if s not in barred)
            if day + timedelta(days=1) in away:
                left = tuple(s for s in left if s not in overnight)
            if left and day not in away:
                row[i] = left
        options.append(row)
        weights.append(max(problem.weights.get(person, 1.0) * len(row) / working, 1e-3))
    return options, weights


def _set_fixed(case: Case) -> None:
    """Take fixed places off the needs, and the days that they and their rest block off the options."""
    case.base = [len(row) for row in case.fixed]
    case.base_heavy = [sum(case.heavy[day] for day in row) for row in case.fixed]
    for person, row in enumerate(case.fixed):
        for day, shift in row.items():
            left = case.needs.get((day, shift), 0) - 1
            if left > 0:
                case.needs[day, shift] = left
            else:
                case.needs.pop((day, shift), None)
            for other in range(day - case.reach, day + case.reach + 1):
                free = case.options[person].get(other, ())
                open_ = tuple(s for s in free if not case.excludes(day, shift, other, s))
                if len(open_) < len(free):
                    case.options[person][other] = open_
    for choices in case.options:
        for day in list(choices):
            choices[day] = tuple(s for s in choices[day] if (day, s) in case.needs)
            if not choices[day]:
                del choices[day]


def _clashes(case: Case, person: int) -> list[str]:
    problem, row = case.problem, sorted(case.fixed[person].items())
    name = problem.people[person]
    found = []
    for day, shift in row:
        if shift not in case.options[person].get(day, (shift,)):
            found.append(f"{name}在{case.days[day]:%-m月%-d日}的{problem.shifts[shift].name}是指定的，但这个班他免排。")
        if case.days[day] in problem.leave.get(name, ()):
            found.append(f"{name}在{case.days[day]:%-m月%-d日}的{problem.shifts[shift].name}是指定的，但当天请假。")
    for (day, shift), (later, then) in pairwise(row):
        if case.excludes(day, shift, later, then):
            first, second = case.days[day], case.days[later]
            found.append(f"{name}在{first:%-m月%-d日}和{second:%-m月%-d日}的班是指定的，但两班之间休息不够。")
    return found
