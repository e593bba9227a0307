"""Every judge of the standards as a function of goal, facts and rules. ``judge`` asks the right one.

An unverified goal is never met: the outcome is 待核 and the sentence gives the arithmetic beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from weicheng.engines.judging.model import Facts, Goal, Outcome, Rules, Verdict
from weicheng.engines.judging.trends import against_own_mean, trend_of
from weicheng.engines.judging.wording import difference, figure, goal_words, listed

Answer = tuple[Outcome, str]
_REACHED = {Outcome.MET: "达到", Outcome.TREND: "以趋势达到", Outcome.MISSED: "达不到"}
GRADES = "ABCD"


def judge(goal: Goal, facts: Facts, rules: Rules | None = None) -> Verdict:
    """Hold the facts against the goal. KeyError for a judge that nobody knows: the library refuses such an edition."""
    outcome, sentence = JUDGES[goal.judge](goal, facts, rules or Rules())
    if goal.is_verified or outcome not in _REACHED:
        return Verdict(outcome, sentence, outcome)
    # "未知" is no number to reckon with; such goals never get here with a result unless their number plays no part.
    said = f"按待核的目标（{goal_words(goal)}）算，{_REACHED[outcome]}。{sentence}"
    return Verdict(Outcome.UNVERIFIED, said, outcome)


def _missing(facts: Facts) -> Answer:
    return Outcome.MISSING, f"还没有{facts.year}年的数。"


def _unknown(facts: Facts, value: Decimal, unit: str) -> Answer:
    return Outcome.UNVERIFIED, f"{facts.year}年{figure(value, unit)}；目标值还不知道，待核，没法比。"


def compared(goal: Goal, value: Decimal, target: Decimal) -> tuple[bool, str]:
    """Whether the value reaches the target, and the words for it: 不低于90%; 低于90%，差2个百分点."""
    said, gap = figure(target, goal.unit), difference(value - target, goal.unit)
    match goal.judge:
        case "GT":
            if value > target:
                return True, f"高于{said}"
            return False, f"要高于{said}，正好相等不算" if value == target else f"低于{said}，差{gap}"
        case "LT":
            if value < target:
                return True, f"低于{said}"
            return False, f"要低于{said}，正好相等不算" if value == target else f"高于{said}，多{gap}"
        case "LE" | "LE_OR_TREND_DOWN":
            return (True, f"不高于{said}") if value <= target else (False, f"高于{said}，多{gap}")
        case _:
            return (True, f"不低于{said}") if value >= target else (False, f"低于{said}，差{gap}")


def by_number(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """GE, GT, LE, LT: the value of the year against one number."""
    if facts.value is None:
        return _missing(facts)
    if goal.value is None:
        return _unknown(facts, facts.value, goal.unit)
    reached, words = compared(goal, facts.value, goal.value)
    return _answer(reached), f"{facts.year}年{figure(facts.value, goal.unit)}，{words}。"


def by_existence(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """EXISTS: 1 is 有, 0 is 没有."""
    if facts.value is None:
        return Outcome.MISSING, f"还没有说明{facts.year}年有没有。"
    return (Outcome.MET, f"{facts.year}年有。") if facts.value else (Outcome.MISSED, f"{facts.year}年没有。")


def by_grade(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """LEVEL: A is best, D is worse than the lowest limit."""
    if not facts.grade:
        return Outcome.MISSING, f"还没有{facts.year}年的等级。"
    if not goal.grade:
        return Outcome.UNVERIFIED, f"{facts.year}年{facts.grade}级；要求的等级还不知道，待核，没法比。"
    reached = GRADES.index(facts.grade) <= GRADES.index(goal.grade)
    return _answer(reached), f"{facts.year}年{facts.grade}级，{'不低于' if reached else '低于'}{goal.grade}级。"


def by_yardstick(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """GE_LOCAL_PLAN, GE_PROVINCE_MEAN: the value beside a figure that is handed in with it."""
    name = "当地规划值" if goal.judge == "GE_LOCAL_PLAN" else "全省平均"
    if facts.value is None:
        return _missing(facts)
    actual = f"{facts.year}年{figure(facts.value, goal.unit)}"
    if facts.yardstick is None:
        return Outcome.MISSING, f"{actual}；还没有填{name}，没法比。"
    _, words = compared(goal, facts.value, facts.yardstick)
    return _answer(facts.value >= facts.yardstick), f"{actual}，{words.replace('低于', f'低于{name}', 1)}。"


def by_trend(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """TREND_UP, TREND_DOWN: the direction alone is asked."""
    if facts.value is None:
        return _missing(facts)
    held, words = trend_of(goal, facts, rules.trend)
    return (Outcome.MISSING if held is None else _answer(held)), words + "。"


def by_number_or_trend(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """GE_OR_TREND_UP, LE_OR_TREND_DOWN: the number, else the direction of the years."""
    if facts.value is None:
        return _missing(facts)
    if goal.value is None:
        return _unknown(facts, facts.value, goal.unit)
    reached, words = compared(goal, facts.value, goal.value)
    said = f"{facts.year}年{figure(facts.value, goal.unit)}，{words}"
    if reached:
        return Outcome.MET, said + "。"
    held, trend = trend_of(goal, facts, rules.trend)
    if held is None:
        return Outcome.MISSING, f"{said}；要看趋势，{trend}。"
    return (Outcome.TREND, f"{said}；但{trend}。") if held else (Outcome.MISSED, f"{said}；{trend}。")


def by_own_mean(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """LE_OWN_MEAN5: not above the mean of its own five years."""
    if facts.value is None:
        return _missing(facts)
    held, words = against_own_mean(goal, facts, rules.mean_includes_own)
    return (Outcome.MISSING if held is None else _answer(held)), words + "。"


def by_every_unit(goal: Goal, facts: Facts, rules: Rules) -> Answer:
    """MIN_OVER_UNITS: the worst unit decides; one that fails is not hidden by others that are missing."""
    known = [(name, value) for name, value in facts.by_unit if value is not None]
    absent = [name for name, value in facts.by_unit if value is None]
    if not known:
        return Outcome.MISSING, f"还没有{facts.year}年按街道（乡、镇）填的数。"
    worst = min(known, key=lambda pair: pair[1])
    lowest = f"{len(known)}个街道（乡、镇）里最低的是{worst[0]}{figure(worst[1], goal.unit)}"
    lack = f"还缺{listed(absent)}" if absent else ""
    if goal.value is None:
        return Outcome.UNVERIFIED, f"{lowest}；目标值还不知道，待核，没法比。"
    target, wanted = goal.value, figure(goal.value, goal.unit)
    below = [f"{name}{figure(value, goal.unit)}" for name, value in sorted(known, key=_second) if value < target]
    if below:
        return Outcome.MISSED, f"{facts.year}年{listed(below)}低于{wanted}{'；' + lack if lack else ''}。"
    if absent:
        return Outcome.MISSING, f"{lowest}，不低于{wanted}；{lack}。"
    return Outcome.MET, f"{facts.year}年{lowest}，都不低于{wanted}。"


def _second(pair: tuple[str, Decimal]) -> Decimal:
    return pair[1]


def _answer(reached: bool) -> Outcome:
    return Outcome.MET if reached else Outcome.MISSED


JUDGES: dict[str, Callable[[Goal, Facts, Rules], Answer]] = {
    "GE": by_number,
    "GT": by_number,
    "LE": by_number,
    "LT": by_number,
    "EXISTS": by_existence,
    "LEVEL": by_grade,
    "GE_LOCAL_PLAN": by_yardstick,
    "GE_PROVINCE_MEAN": by_yardstick,
    "TREND_UP": by_trend,
    "TREND_DOWN": by_trend,
    "GE_OR_TREND_UP": by_number_or_trend,
    "LE_OR_TREND_DOWN": by_number_or_trend,
    "LE_OWN_MEAN5": by_own_mean,
    "MIN_OVER_UNITS": by_every_unit,
}
