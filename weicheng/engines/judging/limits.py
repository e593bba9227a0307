"""Limits by grade (A best, C lowest, D below): which grade a measured figure reaches."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from weicheng.engines.judging.wording import figure

_PASSES = {
    "GE": lambda value, bound: value >= bound,
    "GT": lambda value, bound: value > bound,
    "LE": lambda value, bound: value <= bound,
    "LT": lambda value, bound: value < bound,
}
_SIGNS = {"GE": "≥", "GT": ">", "LE": "≤", "LT": "<"}


@dataclass(frozen=True, slots=True)
class GradeLimits:
    """``bounds``: by grade, A to C; None where it is not known. ``verified``: the grades whose bound is sure."""

    source: str  # GB/T 27772-2025
    measure: str
    judge: str
    unit: str
    bounds: dict[str, Decimal | None]
    verified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Graded:
    """``reached`` is None where the bound of C is not known; ``is_verified`` speaks of C."""

    grade: str
    reached: bool | None
    is_verified: bool
    sentence: str


def graded(limits: GradeLimits, value: Decimal) -> Graded:
    """The best grade whose bound the value keeps; passing is C or better."""
    passes = _PASSES.get(limits.judge)
    if passes is None:  # 不得检出 and the like hold no number against a number
        return Graded("", None, False, f"{limits.source}{limits.measure}不按数值分级。")
    grade = "D"
    for one in "ABC":
        bound = limits.bounds.get(one)
        if bound is not None and passes(value, bound):
            grade = one
            break
    lowest = limits.bounds.get("C")
    sure = "C" in limits.verified
    if lowest is None:
        return Graded("", None, False, f"{limits.source}{limits.measure}的C级限值不知道，待核。")
    reached = passes(value, lowest)
    mark = "" if sure else "（限值待核）"
    said = f"按{limits.source}{limits.measure}C级{_SIGNS[limits.judge]}{figure(lowest, limits.unit)}{mark}"
    return Graded(grade, reached, sure, f"{said}：{f'达到，{grade}级' if reached else '达不到'}。")
