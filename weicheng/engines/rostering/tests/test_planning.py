import random
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weicheng.engines.rostering.planning import plan
from weicheng.engines.rostering.problem import Place, Problem, Rest, Shift
from weicheng.engines.rostering.tests import checker

MONDAY = date(2026, 3, 2)
MORNING = Shift("am", "早班", 7 * 60, 11 * 60)
EVENING = Shift("pm", "晚班", 17 * 60, 21 * 60)
NIGHT = Shift("night", "夜班", 22 * 60, 6 * 60)


def span(count: int) -> list[date]:
    return [MONDAY + timedelta(days=i) for i in range(count)]


def problem_of(people: int, days: int, shifts=(MORNING,), heads: int = 1, **more) -> Problem:
    listed = span(days)
    needs = {(day, shift.key): heads for day in listed for shift in shifts}
    heavy = frozenset(day for day in listed if day.weekday() >= 5)
    return Problem([f"甲{i}" for i in range(people)], listed, shifts, **{"needs": needs, "heavy": heavy, **more})


@st.composite
def problems(draw, most_people: int = 7, most_days: int = 9) -> Problem:
    lot = random.Random(draw(st.integers(0, 10**6)))
    days = span(draw(st.integers(1, most_days)))
    people = [f"甲{i}" for i in range(draw(st.integers(1, most_people)))]
    shifts = lot.sample([MORNING, EVENING, NIGHT], lot.randint(1, 3))
    needs = {(day, shift.key): lot.choice([0, 1, 1, 2]) for day in days for shift in shifts}
    exempt = {p: frozenset({lot.choice(shifts).key}) for p in people if lot.random() < 0.25}
    leave = {p: frozenset(d for d in days if lot.random() < 0.3) for p in people if lot.random() < 0.3}
    rest = lot.choice([Rest(), Rest(hours=11), Rest(hours=24), Rest(days=1), Rest(hours=12, days=2)])
    heavy = frozenset(day for day in days if day.weekday() >= 5)
    return Problem(people, days, shifts, needs, exempt, leave, rest, heavy)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_roster_breaks_a_rule(problem):
    outcome = plan(problem, seconds=60)
    assert checker.faults(problem, outcome.places) == []
    assert sum(short.lack for short in outcome.shortages) == checker.lacking(problem, outcome.places)
    assert outcome.bound <= outcome.cost <= outcome.greedy_cost
    assert outcome.lacking_bound <= checker.lacking(problem, outcome.places)


@settings(max_examples=25, deadline=None)
@given(problems(most_people=3, most_days=3))
def test_small_rosters_lack_no_more_heads_than_the_best_of_all_rosters(problem):
    missing, _ = checker.best_by_trying_all(problem)
    outcome = plan(problem, seconds=60)
    assert checker.lacking(problem, outcome.places) == missing
    assert outcome.is_proven
    assert outcome.lacking_bound == missing


@settings(max_examples=25, deadline=None)
@given(problems(most_people=3, most_days=4))
def test_where_all_are_there_the_loads_are_as_equal_as_in_the_best_of_all_rosters(problem):
    problem = replace(problem, leave={}, exempt={})
    outcome = plan(problem, seconds=60)
    assert (checker.lacking(problem, outcome.places), checker.plain_spread(problem, outcome.places)) == (
        checker.best_by_trying_all(problem)
    )


def test_equal_people_differ_by_at_most_one_shift_on_all_days_and_on_weekends():
    problem = problem_of(9, 28, (MORNING, EVENING, NIGHT), 2, rest=Rest(hours=11))
    outcome = plan(problem, seconds=60)
    assert outcome.is_complete
    assert checker.plain_spread(problem, outcome.places) <= 1
    assert max(outcome.heavy_loads.values()) - min(outcome.heavy_loads.values()) <= 1
    assert outcome.spread <= 1


def test_who_is_away_half_of_the_time_carries_half_of_the_load():
    days = span(28)
    problem = problem_of(8, 28, heads=3, leave={"甲0": frozenset(days[:14])})
    outcome = plan(problem, seconds=60)
    full = [load for person, load in outcome.loads.items() if person != "甲0"]
    assert outcome.loads["甲0"] == pytest.approx(sum(full) / len(full) / 2, abs=1)
    assert outcome.spread <= 1


def test_a_weight_of_a_half_is_half_a_load():
    outcome = plan(problem_of(6, 30, heads=2, weights={"甲0": 0.5}), seconds=60)
    assert outcome.loads["甲0"] == pytest.approx(60 / 5.5 / 2, abs=1)


def test_nobody_goes_from_a_night_into_the_morning():
    problem = problem_of(6, 20, (MORNING, NIGHT), rest=Rest(hours=12))
    outcome = plan(problem, seconds=60)
    nights = {(place.person, place.day) for place in outcome.places if place.shift == "night"}
    mornings = {(place.person, place.day) for place in outcome.places if place.shift == "am"}
    assert not {(person, day + timedelta(days=1)) for person, day in nights} & mornings
    assert outcome.is_complete


def test_a_day_with_too_few_people_is_said_with_the_reasons():
    away = frozenset({MONDAY + timedelta(days=4)})
    problem = problem_of(4, 7, heads=3, leave={"甲0": away, "甲1": away}, exempt={"甲2": frozenset({"am"})})
    outcome = plan(problem, seconds=60)
    friday = [short for short in outcome.shortages if short.day == MONDAY + timedelta(days=4)]
    assert [(short.need, short.lack, short.on_leave, short.exempt) for short in friday] == [(3, 2, 2, 1)]
    assert "3月6日（周五）早班要3人，缺2人：2人请假，1人免排此班。" in outcome.words
    assert any("怎样排都至少缺这么多" in sentence for sentence in outcome.words)


def test_too_much_rest_is_said_as_such():
    outcome = plan(problem_of(2, 6, rest=Rest(days=2)), seconds=60)
    assert outcome.lacking_bound == sum(short.lack for short in outcome.shortages) == 2
    assert any("正在休息" in sentence for sentence in outcome.words)


@pytest.mark.parametrize(
    "problem", [problem_of(0, 3), problem_of(3, 3, needs={}), problem_of(1, 0), problem_of(2, 2, shifts=())]
)
def test_empty_questions_have_answers_in_words(problem):
    outcome = plan(problem, seconds=60)
    assert outcome.places == frozenset()
    assert outcome.words


def test_fixed_places_stand_and_what_they_break_is_said():
    fixed = frozenset({Place("甲0", MONDAY, "night"), Place("甲0", MONDAY + timedelta(days=1), "am")})
    problem = problem_of(5, 7, (MORNING, NIGHT), rest=Rest(hours=12), fixed=fixed)
    outcome = plan(problem, seconds=60)
    assert fixed <= outcome.places
    assert checker.faults(problem, outcome.places) == []
    assert any("休息不够" in sentence for sentence in outcome.clashes)


def test_one_who_drops_out_leaves_the_others_where_they_are():
    problem = problem_of(30, 42, (MORNING, EVENING, NIGHT), 3, rest=Rest(hours=12))
    first = plan(problem, seconds=60)
    gone = frozenset(day for day in problem.days if day >= problem.days[14])
    past = frozenset(place for place in first.places if place.day < problem.days[14])
    again = replace(problem, leave={"甲3": gone}, fixed=past, previous=first.places)
    second = plan(again, seconds=60)
    others = {place for place in first.places - past if place.person != "甲3"}
    assert past <= second.places
    assert checker.faults(again, second.places) == []
    assert second.is_complete
    assert len(others - second.places) == second.changed <= 0.05 * len(others)
    assert second.spread <= 1


def test_the_same_seed_gives_the_same_roster():
    problem = problem_of(14, 30, (MORNING, EVENING, NIGHT), 2, rest=Rest(days=1))
    first, second = plan(problem, seed=7, seconds=600), plan(problem, seed=7, seconds=600)
    assert not first.was_cut
    assert first.places == second.places


def test_progress_is_told_on_the_way():
    told: list[tuple[int, int]] = []
    plan(problem_of(5, 10), seconds=60, report=lambda done, total: told.append((done, total)))
    assert told and all(done <= total for done, total in told)


def test_the_solver_is_not_imported_with_the_engine():
    code = "import sys, weicheng.engines.rostering.planning; sys.exit('ortools' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
