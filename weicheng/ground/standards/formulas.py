"""The formula of a rate as people write it: 分子 ÷ 分母 × 100."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from weicheng.ground.kernel.errors import Invalid

_SHAPE = re.compile(
    r"(?P<numerator>[^÷]+?)\s*÷\s*(?P<denominator>[^÷×]+?)(?:\s*[×xX*＊]\s*(?P<factor>\d+)\s*(?P<unit>[%‰]?))?"
)
# A unit says what the quotient must be multiplied by.
FACTORS = {"%": 100, "‰": 1000, "1/10万": 100000}
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Formula:
    numerator: str
    denominator: str
    factor: Decimal


def formula_in(text: str) -> Formula | None:
    """The parts of a stored formula; None where it is none."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        return None
    return Formula(found["numerator"].strip(), found["denominator"].strip(), Decimal(found["factor"] or 1))


def clean_formula(text: str, unit: str) -> str:
    """As it is stored. Raises Invalid where it is no quotient, or its factor does not fit the unit of the indicator."""
    plain = text.translate(str.maketrans("０１２３４５６７８９／", "0123456789÷")).replace("/", "÷")
    plain = re.sub(r"([×xX*＊]\s*)(100\s*%|1000\s*‰)", lambda match: match[0].rstrip("%‰ "), plain)
    parts = formula_in(plain)
    if parts is None:
        raise Invalid("算法要写成“分子 ÷ 分母 × 倍数”，例如：有路灯的道路长度 ÷ 应装灯的道路长度 × 100。", "value")
    if max(len(parts.numerator), len(parts.denominator)) > _LONGEST:
        raise Invalid(f"分子、分母各不超过{_LONGEST}个字。", "value")
    wanted = FACTORS.get(unit)
    if wanted is not None and parts.factor != wanted:
        raise Invalid(f"指标的单位是“{unit}”，倍数应当是{wanted}，现在是{parts.factor}。", "value")
    if not 1 <= parts.factor < 10**9:
        raise Invalid("倍数要在1和10亿之间。", "value")
    times = f" × {parts.factor}" if parts.factor != 1 else ""
    return f"{parts.numerator} ÷ {parts.denominator}{times}"
