"""The start of a search is level already: a machine that has no time for the solver still shares fairly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.rosters import broken, city, dropped
from weicheng.engines.rostering.case import case_of
from weicheng.engines.rostering.greedy import greedy
from weicheng.engines.rostering.levelling import level
from weicheng.engines.rostering.planning import plan
from weicheng.engines.rostering.problem import Rest


@pytest.mark.parametrize("rest", [Rest(hours=12), Rest(days=1)])
def test_without_time_for_the_solver_nobody_has_two_shifts_more_than_another(rest) -> None:
    problem = city(rest, people=150, days=40)
    problem = replace(problem, needs={cell: heads // 2 for cell, heads in problem.needs.items()})
    outcome = plan(problem, seconds=0)
    assert outcome.spread <= 1
    assert broken(problem, outcome) == 0
    assert not outcome.shortages


@pytest.mark.parametrize("rest", [Rest(hours=12), Rest(days=2)])
def test_levelling_fills_the_same_places_breaks_no_rule_and_costs_less(rest) -> None:
    problem = city(rest, people=60, days=30)
    case = case_of(replace(problem, needs={cell: heads // 4 for cell, heads in problem.needs.items()}))
    start = greedy(case, 3)
    levelled = level(case, [dict(row) for row in start])
    assert case.lacking(levelled) == case.lacking(start)
    assert case.cost(levelled) < case.cost(start)
    assert all(case.clash_free([row]) == [row] for row in levelled)
    allowed = [set(row) <= set(case.options[person]) for person, row in enumerate(levelled)]
    assert all(allowed)


def test_a_roster_that_is_kept_to_is_hardly_moved() -> None:
    problem = city(Rest(days=1), people=150, days=40)
    problem = replace(problem, needs={cell: heads // 2 for cell, heads in problem.needs.items()})
    first = plan(problem, seconds=0)
    again = dropped(problem, first, after=10)
    second = plan(again, seconds=0)
    others = first.places - again.fixed
    assert len(others - second.places) / len(others) < 0.05
    assert second.spread <= 2
