"""Generated histories of work whose true day of finishing is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

TARGET = 100.0
FIRST = date(2026, 1, 5)
KINDS = ("steady", "varied", "noisy", "bursts", "weekends", "slowing")
_HORIZON = 2000


@dataclass(frozen=True, slots=True)
class History:
    reports: list[tuple[date, float]]
    finished_on: date


def history(kind: str, random: np.random.Generator) -> History:
    """Work of 50 to 200 days, reported 4 to 15 times, seen when between a quarter and four fifths of it are done."""
    while True:
        found = _one(kind, random)
        if found is not None:
            return found


def _one(kind: str, random: np.random.Generator) -> History | None:
    sums = np.cumsum(_days_of(kind, TARGET / random.uniform(50, 200), random))
    finish = int(np.searchsorted(sums, TARGET))
    number, last = int(random.integers(4, 16)), int(np.searchsorted(sums, random.uniform(0.25, 0.8) * TARGET))
    if last < 8:
        return None
    shares = np.cumsum(random.dirichlet(np.full(number, 3.0)))
    days = np.unique(np.clip(np.round(shares * last).astype(int), 1, last))
    if len(days) < 4:
        return None
    done = sums[days]
    if kind == "noisy":  # and counted badly
        done = np.maximum.accumulate(np.clip(done + random.normal(0, 0.02 * TARGET, len(done)), 0, 0.97 * TARGET))
    if done[-1] >= TARGET:
        return None
    reports = [(FIRST + timedelta(days=int(day)), float(sum_)) for day, sum_ in zip(days, done, strict=True)]
    return History(reports, FIRST + timedelta(days=finish))


def _days_of(kind: str, pace: float, random: np.random.Generator) -> np.ndarray:
    """What is done on each day."""
    even = pace * random.gamma(4, 0.25, _HORIZON)
    if kind == "varied":  # the pace wanders, and is drawn back slowly
        wander = np.zeros(_HORIZON)
        for day in range(1, _HORIZON):
            wander[day] = 0.97 * wander[day - 1] + 0.12 * random.normal()
        return pace * np.exp(wander - wander.var() / 2)
    if kind == "noisy":
        return pace * random.gamma(0.5, 2, _HORIZON)
    if kind == "bursts":  # nothing on nine days of ten
        return pace * 10 * (random.random(_HORIZON) < 0.1) * random.gamma(2, 0.5, _HORIZON)
    if kind == "weekends":
        even[(np.arange(_HORIZON) + random.integers(7)) % 7 >= 5] = 0
        return even * 7 / 5
    if kind == "slowing":  # to 40-80 % of the pace, somewhere between a fifth and four fifths of the work
        even[int(np.searchsorted(np.cumsum(even), random.uniform(0.2, 0.8) * TARGET)) :] *= random.uniform(0.4, 0.8)
    return even
