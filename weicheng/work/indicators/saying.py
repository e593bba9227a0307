"""Values as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from weicheng.engines.judging.wording import figure, goal_words
from weicheng.ground.standards.choices import Judge
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.targets import Asked


def value_words(entry: ValueEntry, asked: Asked) -> str:
    """95.6%, B级, 有; with the decimals that were typed."""
    if asked.target.judge == Judge.LEVEL:
        return f"{entry.grade}级" if entry.grade else "—"
    if entry.value is None:
        return "—"
    if asked.target.judge == Judge.EXISTS:
        return "有" if entry.value else "没有"
    return shown(entry.value, asked.indicator.unit, entry.places)


def shown(value: Decimal, unit: str, places: int = 0) -> str:
    """A figure with at least the decimals it was typed with: 95.60% stays 95.60%."""
    least = figure(value, "")
    have = len(least.partition(".")[2])
    if places > have:
        least = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return least + (unit.removeprefix("1") if unit.startswith("1/") else unit)


def goal_text(asked: Asked) -> str:
    """≥90%；待核 where nobody confirmed it."""
    return goal_words(asked.goal) + ("" if asked.goal.is_verified else "（待核）")


def formula_words(indicator: Indicator) -> str:
    """分子÷分母×100; empty where the library has none."""
    if not (indicator.numerator and indicator.denominator):
        return ""
    factor = f"×{figure(indicator.factor)}" if indicator.factor and indicator.factor != 1 else ""
    return f"{indicator.numerator}÷{indicator.denominator}{factor}"


def source_words(entry: ValueEntry) -> str:
    """Where a value comes from: the evidence, else the paper's name, number and date."""
    if entry.evidence is not None:
        return str(entry.evidence)
    words = [word for word in (entry.source_title, entry.source_number) if word]
    if entry.source_on is not None:
        words.append(f"{entry.source_on:%Y年%-m月%-d日}")
    return "，".join(words)


def proof_of(indicator: Indicator) -> tuple[list[str], list[str]]:
    """The papers that show the figure to be right, and what else its clause asks for; all of the clause where the
    indicator itself names none."""
    of_clause = indicator.clause.evidence if indicator.clause is not None else []
    own = indicator.evidence or of_clause
    return own, [one for one in of_clause if one not in own]
