"""What a judge is given and what it answers. Figures are Decimal, years are calendar years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    MET = "met"
    TREND = "trend"
    MISSED = "missed"
    MISSING = "missing"
    UNVERIFIED = "unverified"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    Outcome.MET: "达标",
    Outcome.TREND: "以趋势达标",
    Outcome.MISSED: "不达标",
    Outcome.MISSING: "数据缺失",
    Outcome.UNVERIFIED: "待核",
}


class TrendRule(StrEnum):
    """What 持续 means: every year better than the one before, or the last better than the first."""

    STRICT = "strict"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is asked. ``value`` is None where the standard's number is not known; ``is_verified`` False: shown as 待核."""

    judge: str  # GE, GT, LE, LT, EXISTS, LEVEL, GE_LOCAL_PLAN, ... as the standards' library has them
    value: Decimal | None = None
    grade: str = ""
    years: int = 1
    unit: str = ""
    is_verified: bool = True


@dataclass(frozen=True, slots=True)
class Rules:
    """What the standard leaves open and the campaign has settled."""

    trend: TrendRule = TrendRule.STRICT
    mean_includes_own: bool = True  # the five years of the mean end with the year that is judged


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known up to ``year``. ``by_unit`` has a line for every unit that must have a figure, None where it has not."""

    year: int
    values: Mapping[int, Decimal] = field(default_factory=dict)  # by year; EXISTS: 1 or 0
    grade: str = ""
    yardstick: Decimal | None = None  # the local plan's figure, or the mean of the province
    by_unit: Sequence[tuple[str, Decimal | None]] = ()

    @property
    def value(self) -> Decimal | None:
        return self.values.get(self.year)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``arithmetic`` is what the numbers alone say; it differs from ``outcome`` where the target is not verified."""

    outcome: Outcome
    sentence: str
    arithmetic: Outcome
