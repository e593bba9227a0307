"""When will a counted piece of work be finished, judged by what was reported of it so far.

The pace is a local level model: it drifts as a random walk, and what is done between two reports scatters about it (Harvey,
Forecasting, Structural Time Series Models and the Kalman Filter, 1989, section 4.1; West and Harrison, Bayesian Forecasting
and Dynamic Models, 1997, chapter 2). Neither the drift nor the scatter is known from a handful of reports: both are taken
from a grid, each pair weighted by how well it explains the reports. The finish is the first passage of the simulated sums
through the target. ``WIDTH`` was set once, so that 80 % intervals hold the true day of about 80 % of the histories of
tests/histories.py taken all together; kinds that are steadier get wider intervals than they need, work that slows down
only after the last report is missed more often, because nothing in its past says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

LEAST_REPORTS = 4
FARTHEST_DAYS = 3650
WIDTH = 0.9
_DRIFTS = np.array([0.0, 0.01, 0.02, 0.04, 0.07, 0.11])  # of the mean pace, by the square root of a day
_DRIFT_WEIGHTS = np.array([0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
_SCATTERS = np.geomspace(0.35, 2.0, 9)  # times the scatter seen
_PATHS, _STEPS = 1000, 40
_SLOWEST, _FASTEST = np.log(0.05), np.log(20.0)  # times the mean pace: nothing stands still for ever

Floats = NDArray[np.float64]


class Unknown(StrEnum):
    """Why nothing can be said."""

    FEW = "few"  # fewer than four reports
    STILL = "still"  # nothing was done between the reports
    FAR = "far"  # so slow that no day can be named
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The day of finishing: as likely before as after ``finish``; with 80 % between ``low`` and ``high``."""

    finish: date
    low: date
    high: date
    reports: int


@dataclass(frozen=True, slots=True)
class _Posterior:
    """For each pair of drift and scatter: its weight, the pace now and how well it is known."""

    weight: Floats
    pace: Floats
    variance: Floats
    drift: Floats
    scatter: Floats


def forecast(reports: Sequence[tuple[date, float]], target: float, begun_on: date | None = None) -> Forecast | Unknown:
    """``reports``: (day, total done by then), one a day counts; ``begun_on``: the day at which nothing was done.

    Deterministic: the same reports give the same answer.
    """
    days = sorted(dict(sorted(reports)).items())
    if days and days[-1][1] >= target:
        return Unknown.DONE
    if len(days) < LEAST_REPORTS:
        return Unknown.FEW
    if begun_on is not None and begun_on < days[0][0]:
        days = [(begun_on, 0.0), *days]
    gaps = np.array([(after - before).days for (before, _), (after, _) in pairwise(days)], dtype=float)
    steps = np.array([after - before for (_, before), (_, after) in pairwise(days)], dtype=float)
    mean = float(steps.sum() / gaps.sum())
    if mean <= 0:
        return Unknown.STILL
    left = (target - days[-1][1]) / mean
    if left > FARTHEST_DAYS:
        return Unknown.FAR
    random = np.random.default_rng(len(days) * 7919 + int(left * 100))
    low, middle, high = np.quantile(_passages(_filtered(gaps, steps / mean), left, random), [0.1, 0.5, 0.9])
    if high > FARTHEST_DAYS:
        return Unknown.FAR
    last = days[-1][0]
    return Forecast(
        finish=last + timedelta(days=max(1, round(float(middle)))),
        low=last + timedelta(days=max(1, floor(float(low)))),
        high=last + timedelta(days=max(1, ceil(float(high)))),
        reports=len(days) - (days[0][1] == 0.0 and begun_on == days[0][0]),
    )


def _filtered(gaps: Floats, steps: Floats) -> _Posterior:
    """The Kalman filter for every pair of the grid at once; ``steps`` in days of mean pace."""
    seen = np.sqrt(max(float((((steps / gaps - 1) ** 2) * gaps).sum()) / max(len(gaps) - 1, 1), 1e-6))
    drift, scatter = (grid.ravel() for grid in np.meshgrid(_DRIFTS, seen * _SCATTERS, indexing="ij"))
    likely = np.log(np.repeat(_DRIFT_WEIGHTS, len(_SCATTERS))) - np.log(scatter)
    pace, variance = np.ones_like(drift), np.ones_like(drift)
    before = 0.0
    for gap, step in zip(gaps, steps, strict=True):
        variance = variance + drift**2 * (before + gap) / 2 * (before > 0)
        spread = variance * gap**2 + scatter**2 * gap
        error = step - pace * gap
        likely = likely - 0.5 * np.log(spread) - 0.5 * error**2 / spread
        gain = variance * gap / spread
        pace, variance = pace + gain * error, variance * (1 - gain * gap)
        before = float(gap)
    weight = np.exp(likely - likely.max())
    return _Posterior(weight / weight.sum(), pace, variance + drift**2 * before / 2, drift, scatter)


def _passages(known: _Posterior, left: float, random: np.random.Generator) -> Floats:
    """Days until each of the simulated sums passes ``left``."""
    pick = random.choice(len(known.weight), _PATHS, p=known.weight)
    now = known.pace[pick] + WIDTH * np.sqrt(known.variance[pick]) * random.normal(size=_PATHS)
    pace = np.log(np.maximum(now, 0.05))
    drift, scatter = WIDTH * known.drift[pick], WIDTH * known.scatter[pick]
    span = max(0.5, 2 * float(np.median(left / np.maximum(known.pace[pick], 0.1))) / _STEPS)
    rest, passed = np.full(_PATHS, left), np.full(_PATHS, np.nan)
    for step in range(_STEPS * 6):
        pace = np.clip(pace + drift * np.sqrt(span) * random.normal(size=_PATHS), _SLOWEST, _FASTEST)
        done = np.exp(pace) * span + scatter * np.sqrt(span) * random.normal(size=_PATHS)
        over = np.isnan(passed) & (rest <= done)
        share = np.clip(rest[over] / np.maximum(done[over], 1e-9), 0, 1)
        passed[over] = (step + share) * span
        rest = rest - done
        if not np.isnan(passed).any():
            return passed
    return np.where(np.isnan(passed), 2 * _STEPS * 6 * span, passed)
