"""Targets and limits in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from weicheng.ground.standards.choices import Judge

SIGNS = {Judge.GE: "≥", Judge.GT: ">", Judge.LE: "≤", Judge.LT: "<", Judge.GE_OR_TREND_UP: "≥",
         Judge.LE_OR_TREND_DOWN: "≤", Judge.MIN_OVER_UNITS: "≥"}  # fmt: skip
TAILS = {Judge.GE_OR_TREND_UP: "或持续提高", Judge.LE_OR_TREND_DOWN: "或持续降低", Judge.MIN_OVER_UNITS: "，每个都要达到"}  # fmt: skip
WORDS = {
    Judge.EXISTS: "有",
    Judge.TREND_UP: "逐年上升",
    Judge.TREND_DOWN: "逐年下降",
    Judge.GE_LOCAL_PLAN: "达到当地区域卫生规划",
    Judge.GE_PROVINCE_MEAN: "不低于全省平均",
    Judge.LE_OWN_MEAN5: "不高于自身前五年平均",
}


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def value_words(field: str, value: Any) -> str:
    """A value of any field as a person reads it: 是, 不低于或持续提高, 5.6."""
    if isinstance(value, bool):
        return "是" if value else "不是"
    if field == "judge" and value in Judge.values:
        return Judge(value).label
    return plain(value) if isinstance(value, Decimal) else str(value if value is not None else "")


def target_words(target: Any) -> str:
    """≥75%或持续提高; the number is the shown one. A number nobody knows is 待核, never guessed."""
    judge = Judge(target.judge)
    if judge == Judge.LEVEL:
        return f"达到{target.shown_value}级" if target.shown_value else "等级待核"
    if judge in WORDS:
        return WORDS[judge]
    if target.shown_value is None:
        return f"数值待核{TAILS.get(judge, '')}"
    return f"{SIGNS[judge]}{plain(target.shown_value)}{target.indicator.unit}{TAILS.get(judge, '')}"


def limit_words(limit: Any, figure: Any) -> str:
    if figure.shown is None:
        return "待核"
    return f"{SIGNS[Judge(limit.judge)]}{plain(figure.shown)}{limit.unit}"


def sample_words(sample: Any) -> str:
    least, most = sample.least, sample.most
    if sample.verification is not None and sample.figure.field == "least":
        least = int(sample.shown_value)
    if sample.most_figure.verification is not None:
        most = int(sample.most_figure.shown)
    if least is None and most is None:
        return "待核"
    if most is None:
        return f"至少{least}个"
    return f"至多{most}个" if least is None else f"{least}至{most}个" if least != most else f"{least}个"


def population_words(sample: Any) -> str:
    low, high = sample.population_from, sample.population_to
    if low and high:
        return f"{low}至{high}万人"
    return f"{low}万人以上" if low else f"不到{high}万人" if high else ""
