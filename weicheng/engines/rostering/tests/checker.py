"""A judge of rosters that shares nothing with the engine but the shape of question and answer; and an exhaustive search."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations, product

from weicheng.engines.rostering.problem import Place, Problem


def faults(problem: Problem, places: frozenset[Place]) -> list[str]:
    """Every rule that a roster breaks, as sentences; fixed places are let be."""
    free = places - problem.fixed
    by_key = {shift.key: shift for shift in problem.shifts}
    found = []
    for person, day, key in sorted(free):
        if person not in problem.people or day not in problem.days or key not in by_key:
            found.append(f"unknown: {person} {day} {key}")
            continue
        if key in problem.exempt.get(person, ()):
            found.append(f"exempt: {person} {key}")
        begun, ended = hours(problem, day, key)
        lasts = {begun.date(), (ended - timedelta(minutes=1)).date()}
        if lasts & set(problem.leave.get(person, ())):
            found.append(f"on leave: {person} {day}")
    for (day, key), count in Counter((place.day, place.shift) for place in free).items():
        there = sum(1 for place in problem.fixed if (place.day, place.shift) == (day, key))
        if count + there > max(problem.needs.get((day, key), 0), there):
            found.append(f"too many: {day} {key}")
    for one, other in combinations(sorted(places, key=lambda place: (place.person, place.day)), 2):
        if one.person == other.person and not (one in problem.fixed and other in problem.fixed):
            found += too_close(problem, one, other)
    return found


def too_close(problem: Problem, one: Place, other: Place) -> list[str]:
    apart = (other.day - one.day).days
    rested = hours(problem, other.day, other.shift)[0] - hours(problem, one.day, one.shift)[1]
    if apart == 0 or apart <= problem.rest.days or rested < timedelta(hours=problem.rest.hours):
        return [f"too close: {one} {other}"]
    return []


def hours(problem: Problem, day, key):
    shift = next(shift for shift in problem.shifts if shift.key == key)
    midnight = datetime(day.year, day.month, day.day)
    begun = midnight + timedelta(minutes=shift.start)
    return begun, midnight + timedelta(minutes=shift.end, days=shift.end <= shift.start)


def lacking(problem: Problem, places: frozenset[Place]) -> int:
    filled = Counter((place.day, place.shift) for place in places)
    return sum(max(0, need - filled[cell]) for cell, need in problem.needs.items())


def plain_spread(problem: Problem, places: frozenset[Place]) -> int:
    loads = Counter(place.person for place in places)
    counts = [loads[person] for person in problem.people]
    return max(counts) - min(counts)


def best_by_trying_all(problem: Problem) -> tuple[int, int]:
    """(heads missing, plain spread) of the best roster, by going through all of them."""
    per_person = []
    for person in problem.people:
        keys = [None, *(shift.key for shift in problem.shifts)]
        rows = []
        for chosen in product(keys, repeat=len(problem.days)):
            row = frozenset(Place(person, d, k) for d, k in zip(problem.days, chosen, strict=True) if k)
            if not [f for f in faults(problem, row) if not f.startswith("too many")]:
                rows.append(row)
        per_person.append(rows)
    best = (10**6, 10**6)
    for rows in product(*per_person):
        places = frozenset().union(*rows)
        filled = Counter((place.day, place.shift) for place in places)
        if all(count <= problem.needs.get(cell, 0) for cell, count in filled.items()):
            best = min(best, (lacking(problem, places), plain_spread(problem, places)))
    return best
