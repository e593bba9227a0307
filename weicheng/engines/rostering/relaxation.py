"""The best roster if nobody needed rest between days: a flow of least cost, exact, and a bound for the real one.

Heads flow from people through their weekdays and weekends, and the weeks of these, to shifts. Rising costs on the arcs out
of a person make equal loads cheapest; an arc that keeps a place of the previous roster is cheaper than one that does not.
Only the rest between days has no place in a flow; where no rest is hurt, the flow is the optimum itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from weicheng.engines.rostering.case import LACK, Case, Cell, Roster

Arc = tuple[int, int, int, int]  # tail, head, capacity, cost


@dataclass(slots=True)
class Network:
    """Numbers of the nodes: source, sink, then per person three, then days with a choice, shifts, weeks."""

    case: Case
    cells: dict[Cell, int]
    stands: dict[tuple[int, int], int]  # (person, day) -> node
    weeks: dict[tuple[int, int, bool], int]  # (person, week, weekend) -> node

    @classmethod
    def of(cls, case: Case) -> Network:
        first = 2 + 3 * len(case.options)
        stands: dict[tuple[int, int], int] = {}
        for person, row in enumerate(case.options):
            for day in row:
                stands[person, day] = first + len(stands)
        first += len(stands)
        cells = {cell: first + i for i, cell in enumerate(case.needs)}
        first += len(cells)
        groups = dict.fromkeys((person, case.week[day], case.heavy[day]) for person, day in stands)
        return cls(case, cells, stands, {group: first + i for i, group in enumerate(groups)})

    def arcs(self) -> Iterator[Arc]:
        case = self.case
        for person, row in enumerate(case.options):
            whole, light, heavy = 2 + 3 * person, 3 + 3 * person, 4 + 3 * person
            heavy_days = sum(case.heavy[day] for day in row)
            for count in range(1, len(row) + 1):
                yield 0, whole, 1, case.load_step(person, case.base[person] + count)
            for count in range(1, heavy_days + 1):
                yield whole, heavy, 1, case.heavy_step(person, case.base_heavy[person] + count)
            yield whole, light, len(row), 0
            for day, shifts in row.items():
                yield self.weeks[person, case.week[day], case.heavy[day]], self.stands[person, day], 1, 0
                for shift in shifts:
                    kept = case.kept[person].get(day) == shift
                    yield self.stands[person, day], self.cells[day, shift], 1, -case.change if kept else 0
        sizes = Counter((person, case.week[day], case.heavy[day]) for person, day in self.stands)
        for (person, week, is_heavy), node in self.weeks.items():
            for count in range(1, sizes[person, week, is_heavy] + 1):
                yield (4 if is_heavy else 3) + 3 * person, node, 1, case.week_step(count)
        for cell, need in case.needs.items():
            yield self.cells[cell], 1, need, 0
            yield 0, self.cells[cell], need, LACK


def relaxed(case: Case) -> tuple[Roster, int]:
    """The best roster without rest between days, and its cost: no roster with rest costs less."""
    network = Network.of(case)
    total = sum(case.needs.values())
    constant = case.change * sum(map(len, case.kept))
    if not total:
        return [{} for _ in case.options], constant
    listed = np.array(list(network.arcs()), dtype=np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    tails, heads = listed[:, 0].astype(np.int32), listed[:, 1].astype(np.int32)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, listed[:, 2], listed[:, 3])
    solver.set_node_supply(0, total)
    solver.set_node_supply(1, -total)
    if solver.solve() != solver.OPTIMAL:  # the arcs for missing heads always leave a way through
        raise ArithmeticError("no flow of least cost")
    flows = solver.flows(arcs)
    return _roster(network, tails[flows > 0], heads[flows > 0]), int(solver.optimal_cost()) + constant


def _roster(network: Network, tails: np.ndarray, heads: np.ndarray) -> Roster:
    stands = {node: place for place, node in network.stands.items()}
    cells = {node: cell for cell, node in network.cells.items()}
    roster: Roster = [{} for _ in network.case.options]
    for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
        if tail in stands:
            person, day = stands[tail]
            roster[person][day] = cells[head][1]
    return roster


def crowding_bound(case: Case) -> int:
    """Heads that are missing in every roster because rest lets nobody take two shifts within a few days."""
    blocked = min(case.gaps.values(), default=1)
    last = len(case.days)
    need = [0] * last
    for (day, _), count in case.needs.items():
        need[day] += count
    free: list[set[int]] = [set() for _ in range(last)]
    for person, row in enumerate(case.options):
        for day in row:
            free[day].add(person)
    best = 0
    for offset in range(min(blocked, last)):
        lacking = 0
        for start in range(offset, last, blocked):
            block = range(start, min(start + blocked, last))
            people = set().union(*(free[day] for day in block))
            lacking += max(0, sum(need[day] for day in block) - len(people))
        best = max(best, lacking)
    return best
