"""How figures, gaps and goals are said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from weicheng.engines.judging.model import Goal

SIGNS = {"GE": "≥", "GT": ">", "LE": "≤", "LT": "<", "GE_OR_TREND_UP": "≥", "LE_OR_TREND_DOWN": "≤", "MIN_OVER_UNITS": "≥"}  # fmt: skip
_FIXED = {
    "EXISTS": "有",
    "GE_LOCAL_PLAN": "达到当地规划",
    "GE_PROVINCE_MEAN": "不低于全省平均",
    "TREND_UP": "逐年上升",
    "TREND_DOWN": "逐年下降",
    "LE_OWN_MEAN5": "不高于自身五年平均",
}
_TAILS = {"GE_OR_TREND_UP": "或持续提高", "LE_OR_TREND_DOWN": "或持续降低", "MIN_OVER_UNITS": "（每个街道、乡镇）"}


def plain(value: Decimal) -> str:
    """Without trailing zeros and without an exponent: 95.60 is 95.6, 1E+2 is 100."""
    text = format(value.normalize(), "f")
    return "0" if text in ("-0", "") else text


def figure(value: Decimal, unit: str = "") -> str:
    """95.6%, 18/10万, 320天."""
    return plain(value) + (unit.removeprefix("1") if unit.startswith("1/") else unit)


def difference(value: Decimal, unit: str) -> str:
    """How far apart two figures are; percentages lie points apart."""
    return f"{plain(abs(value))}个百分点" if unit == "%" else figure(abs(value), unit)


def rounded(value: Decimal, places: int = 2) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def goal_words(goal: Goal) -> str:
    """≥90%, ≤5.6‰或持续降低, 不低于C级; a number that is not known is said to be unknown."""
    if goal.judge in _FIXED:
        return _FIXED[goal.judge]
    if goal.judge == "LEVEL":
        return f"不低于{goal.grade}级" if goal.grade else "等级未知"
    number = SIGNS.get(goal.judge, "") + figure(goal.value, goal.unit) if goal.value is not None else "数值未知"
    return number + _TAILS.get(goal.judge, "")


def listed(words: Sequence[str], most: int = 5) -> str:
    """甲、乙、丙等8个."""
    return "、".join(words[:most]) + (f"等{len(words)}个" if len(words) > most else "")


def years_words(years: Sequence[int]) -> str:
    """2023、2025年."""
    return "、".join(map(str, years)) + "年"


def span(first: int, last: int) -> str:
    return f"{first}—{last}年"
