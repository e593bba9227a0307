"""What was typed for a value, made into what is stored, or refused with every fault by field."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from weicheng.engines.judging.plausibility import Claim, impossible, improbable
from weicheng.engines.judging.typed import BadFigure, read_figure
from weicheng.engines.judging.wording import rounded
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.choices import Span
from weicheng.work.indicators.errors import Faulty
from weicheng.work.indicators.models import ValueEntry, period_of
from weicheng.work.indicators.targets import Asked

_YES, _NO = {"有", "是", "1", "已出台", "有。"}, {"无", "没有", "否", "0", "未出台"}
_PLACES = 2  # of a value that is reckoned
_KEPT = 6  # decimals that the database keeps


@dataclass(frozen=True, slots=True)
class Period:
    """Of what a value is: a year, a quarter or a month, of the whole area or of one subdistrict."""

    year: int
    span: str = Span.YEAR.value
    number: int = 1
    subject: Unit | None = None

    @property
    def slot(self) -> tuple[int, str, int, int | None]:
        return self.year, str(self.span), self.number, self.subject.pk if self.subject else None


@dataclass(slots=True)
class Typed:
    """A form or a row of the table, as typed."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    yardstick: str = ""
    scope: str = ""
    measured_on: date | None = None
    evidence: Evidence | None = None
    source_number: str = ""
    source_title: str = ""
    source_on: date | None = None
    note: str = ""
    reason: str = ""

    @property
    def has_source(self) -> bool:
        return bool(self.evidence or self.source_number.strip() or self.source_title.strip())


@dataclass(frozen=True, slots=True)
class Read:
    """The numbers of a value. ``is_empty``: nothing that could be judged was typed."""

    claim: Claim
    grade: str = ""
    places: int = 0

    @property
    def is_empty(self) -> bool:
        return self.claim.value is None and not self.grade


def read_typed(asked: Asked, period: Period, typed: Typed, today: date) -> Read:
    """The numbers as they will be stored. Raises Faulty with everything that is impossible in them."""
    faults: list[tuple[str, str]] = []
    numbers: dict[str, Decimal | None] = {}
    unit = asked.indicator.unit
    judge = asked.target.judge
    for name, of_unit in (("numerator", ""), ("denominator", ""), ("yardstick", unit)):
        numbers[name] = _figure(getattr(typed, name), of_unit, name, faults)
    grade = ""
    if judge == Judge.LEVEL:
        grade = _grade(typed.value, faults)
        numbers["value"] = None
    elif judge == Judge.EXISTS:
        numbers["value"] = _existence(typed.value, faults)
    else:
        numbers["value"] = _figure(typed.value, unit, "value", faults)
    starts, ends = period_of(period.year, period.span, period.number)
    claim = Claim(starts, ends, unit, asked.indicator.factor, **numbers)
    faults += impossible(claim, today)
    if faults:
        raise Faulty(faults)
    value, places = claim.value, _decimals(claim.value)
    if value is None and claim.reckoned is not None and not grade:
        value = rounded(claim.reckoned, _PLACES)
        claim = Claim(starts, ends, unit, asked.indicator.factor, **{**numbers, "value": value})
        if later := impossible(claim, today):
            raise Faulty(later)
    return Read(claim, grade, places)


def doubts_of(read: Read, last: ValueEntry | None, today: date) -> list[str]:
    """What a person should give a reason for; ``last`` is the value of the year before."""
    return improbable(read.claim, claim_of(last) if last is not None else None, today)


def claim_of(entry: ValueEntry) -> Claim:
    starts, ends = period_of(entry.year, entry.span, entry.number)
    return Claim(
        starts,
        ends,
        value=entry.value,
        numerator=entry.numerator,
        denominator=entry.denominator,
        yardstick=entry.yardstick,
    )


def _figure(text: str, unit: str, field: str, faults: list[tuple[str, str]]) -> Decimal | None:
    try:
        number = read_figure(text, unit)
    except BadFigure as error:
        faults.append((field, str(error)))
        return None
    if number is not None and _decimals(number) > _KEPT:
        faults.append((field, f"“{text.strip()}”小数位太多，最多{_KEPT}位。"))
        return None
    return number


def _decimals(number: Decimal | None) -> int:
    exponent = number.as_tuple().exponent if number is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _grade(text: str, faults: list[tuple[str, str]]) -> str:
    plain = _plain(text).upper().removesuffix("级")
    if plain and plain not in ("A", "B", "C", "D"):
        faults.append(("value", f"“{text.strip()[:20]}”不是等级，请填A、B、C或D。"))
        return ""
    return plain


def _existence(text: str, faults: list[tuple[str, str]]) -> Decimal | None:
    plain = _plain(text)
    if not plain:
        return None
    if plain in _YES or plain in _NO:
        return Decimal(plain in _YES)
    faults.append(("value", f"“{text.strip()[:20]}”看不出有没有，请填“有”或“没有”。"))
    return None
