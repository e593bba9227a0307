"""Series of years: whether they rise or fall as 持续 means it, the mean of five, and which years a judge needs."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from weicheng.engines.judging.model import Facts, Goal, Rules, TrendRule
from weicheng.engines.judging.wording import figure, plain, rounded, span, years_words

RISING = ("TREND_UP", "GE_OR_TREND_UP")
FALLING = ("TREND_DOWN", "LE_OR_TREND_DOWN")
SERIES = 3
MEAN = 5


def years_needed(goal: Goal, year: int, rules: Rules) -> list[int]:
    """The years that must be known to judge ``year``, the oldest first."""
    if goal.judge in RISING + FALLING:
        return list(range(year - _length(goal) + 1, year + 1))
    if goal.judge == "LE_OWN_MEAN5":
        return list(range(year - MEAN + (1 if rules.mean_includes_own else 0), year + 1))
    return [year]


def _length(goal: Goal) -> int:
    return goal.years if goal.years > 1 else SERIES


def trend_of(goal: Goal, facts: Facts, rule: TrendRule) -> tuple[bool | None, str]:
    """Whether the years go the way that is asked; None where a missing year leaves it open. Equal is not better.

    A pair of known years that goes the wrong way settles it, whatever stands in the years between.
    """
    up = goal.judge in RISING
    way = "上升" if up else "下降"
    first = facts.year - _length(goal) + 1
    wanted = [first, facts.year] if rule == TrendRule.ENDS else list(range(first, facts.year + 1))
    known = [(year, facts.values[year]) for year in wanted if year in facts.values]
    for (earlier, old), (later, new) in pairwise(known):
        if not (new > old if up else new < old):
            step = "持平" if new == old else f"反而{'下降' if up else '上升'}了"
            return False, f"{later}年{figure(new, goal.unit)}，比{earlier}年{figure(old, goal.unit)}{step}，没有{way}"
    absent = [year for year in wanted if year not in facts.values]
    if absent:
        return None, f"还缺{years_words(absent)}的数"
    values = "、".join(figure(value, goal.unit) for _, value in known)
    if rule == TrendRule.ENDS:
        return True, f"{first}年到{facts.year}年由{values.replace('、', '到')}，{way}"
    return True, f"{span(first, facts.year)}{values}，逐年{way}"


def against_own_mean(goal: Goal, facts: Facts, includes_own: bool) -> tuple[bool | None, str]:
    """The value of the year against the mean of five years: those that end with it, or those before it."""
    last = facts.year if includes_own else facts.year - 1
    years = list(range(last - MEAN + 1, last + 1))
    value = facts.values[facts.year]
    said = f"{facts.year}年{figure(value, goal.unit)}"
    absent = [year for year in years if year not in facts.values]
    if absent:
        return None, f"{said}；要和五年平均比，还缺{years_words(absent)}的数"
    total = sum((facts.values[year] for year in years), Decimal(0))
    mean = rounded(total / MEAN)
    around = "约" if mean * MEAN != total else ""
    words = f"{span(years[0], years[-1])}平均{around}{figure(mean, goal.unit)}"
    # Compared without rounding: a mean of 185.625 is not 185.63.
    if value * MEAN <= total:
        return True, f"{said}，{words}，不高于平均"
    over = plain(rounded(value - total / MEAN))
    return False, f"{said}，{words}，高出{over}"
