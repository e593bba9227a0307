"""Forecasts of finishing: the interval holds what it promises, and where nothing can be said it says so."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from weicheng.engines.statistics.forecast import Forecast, Unknown, forecast
from weicheng.engines.statistics.tests.histories import FIRST, KINDS, TARGET, history

DAY = timedelta(days=1)


def weekly(*totals: float) -> list[tuple[date, float]]:
    return [(FIRST + 7 * place * DAY, total) for place, total in enumerate(totals, 1)]


def coverage(kind: str, number: int) -> float:
    random = np.random.default_rng(20260607)
    hits = 0
    for _ in range(number):
        one = history(kind, random)
        found = forecast(one.reports, TARGET, FIRST)
        hits += isinstance(found, Forecast) and found.low <= one.finished_on <= found.high
    return hits / number


@pytest.fixture(scope="module")
def covered() -> dict[str, float]:
    return {kind: coverage(kind, 150) for kind in KINDS}


def test_the_interval_of_80_percent_holds_the_true_day_of_75_to_85_percent_of_all_histories(covered):
    assert 0.75 <= sum(covered.values()) / len(covered) <= 0.85, covered


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_history_is_missed_much_more_often_than_was_measured(covered, kind):
    """Measured figures of each kind, with three standard errors of 150 histories below them."""
    measured = MEASURED[kind]
    assert covered[kind] >= measured - 3 * (measured * (1 - measured) / 150) ** 0.5, covered


MEASURED = {"steady": 0.92, "varied": 0.68, "noisy": 0.88, "bursts": 0.72, "weekends": 0.94, "slowing": 0.60}


def test_fewer_than_four_reports_say_nothing():
    assert forecast(weekly(10, 20, 30), 100, FIRST) is Unknown.FEW
    assert isinstance(forecast(weekly(10, 20, 30, 40), 100, FIRST), Forecast)


def test_two_reports_of_one_day_count_once():
    twice = [*weekly(10, 20, 30), (FIRST + 21 * DAY, 31.0)]
    assert forecast(twice, 100, FIRST) is Unknown.FEW


def test_an_even_pace_goes_on():
    found = forecast(weekly(10, 20, 30, 40, 50), 100, FIRST)
    assert isinstance(found, Forecast)
    even = FIRST + 70 * DAY
    assert abs((found.finish - even).days) <= 7
    assert found.low <= found.finish <= found.high


def test_work_that_stands_still_or_is_done_or_takes_for_ever_has_no_day():
    assert forecast(weekly(5, 5, 5, 5), 100, FIRST + 7 * DAY) is Unknown.STILL
    assert forecast(weekly(20, 40, 80, 100), 100, FIRST) is Unknown.DONE
    assert forecast(weekly(0.01, 0.02, 0.03, 0.04), 100, FIRST) is Unknown.FAR


def test_a_total_that_was_put_right_downwards_is_no_stumbling_block():
    found = forecast(weekly(10, 25, 20, 30, 40), 100, FIRST)
    assert isinstance(found, Forecast) and found.finish > FIRST + 35 * DAY


def test_the_same_reports_give_the_same_day():
    reports = weekly(3, 9, 14, 22, 31)
    assert forecast(reports, 100, FIRST) == forecast(list(reversed(reports)), 100, FIRST)
