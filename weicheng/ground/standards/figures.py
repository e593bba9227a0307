"""A figure of an edition: what is printed in the library, what the office laid over it, and whether it may be told as a fact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.standards.choices import CONFIRMED, WITHOUT_NUMBER, Judge, Subject
from weicheng.ground.standards.formulas import clean_formula
from weicheng.ground.standards.models import (
    Clause,
    FormLine,
    Indicator,
    Interpretation,
    Limit,
    SampleSize,
    Target,
    Verification,
)

# What of each subject can be verified, in the words of the page.
FIELDS: dict[str, dict[str, str]] = {
    Subject.CLAUSE: {"number": "条号", "gist": "要点", "is_veto": "一票否决"},
    Subject.INTERPRETATION: {"gist": "释义要点"},
    Subject.INDICATOR: {"number": "序号", "formula": "算法"},
    Subject.TARGET: {"value": "目标值", "grade": "等级", "judge": "判定方式", "is_veto": "一票否决"},
    Subject.LIMIT: {"a": "A级限值", "b": "B级限值", "c": "C级限值"},
    Subject.LINE: {"points": "分值"},
    Subject.SAMPLE: {"least": "最少", "most": "最多"},
}
NUMBERS = {"value", "a", "b", "c", "points", "least", "most"}
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """``shown`` is what pages and judges use; ``printed`` what the library says, which never changes."""

    subject: str
    key: str
    field: str
    printed: Any
    confidence: str
    verification: Verification | None = None

    @property
    def shown(self) -> Any:
        return self.printed if self.verification is None else value_in(self.field, self.verification.value)

    @property
    def is_confirmed(self) -> bool:
        # A number that nobody wrote down is not confirmed, however sure the rest of its row is.
        blank = self.field in NUMBERS and self.printed is None
        return self.verification is not None or (self.confidence in CONFIRMED and not blank)

    @property
    def is_known(self) -> bool:
        return self.shown not in (None, "")

    @property
    def is_corrected(self) -> bool:
        return self.verification is not None and self.shown != self.printed


def value_in(field: str, stored: Any) -> Any:
    """A verified value as Python has it; JSON knows no decimals."""
    if field not in NUMBERS or stored in (None, ""):
        return stored
    try:
        return Decimal(str(stored))
    except InvalidOperation:
        return None


def target_key(target: Target) -> str:
    return f"{target.indicator.key}/{target.level}"


def sample_key(sample: SampleSize) -> str:
    low, high = sample.population_from or "", sample.population_to or ""
    return f"{sample.place_type}/{low}-{high}"


def target_field(target: Target) -> str:
    """What there is to confirm of a target: its number, its grade, or the judge where that asks for neither."""
    return "grade" if target.judge == Judge.LEVEL else "judge" if target.judge in WITHOUT_NUMBER else "value"


def confidence_of(row: Any, field: str) -> str:
    """How sure the library is of one field of a row; of a veto that is not said, nothing is known."""
    if field == "number":
        return str(row.number_confidence) if isinstance(row, Clause) else ("S" if row.number else "?")
    if field == "is_veto" and row.is_veto is None:
        return "?"
    if field == "formula":
        return str(row.formula_confidence) if row.formula else "?"
    if isinstance(row, Limit):
        return str(row.confidences.get(field, "?"))
    return str(row.confidence)


def clean_value(row: Any, field: str, typed: Any) -> Any:
    """What a person typed, as it is stored in JSON. Raises Invalid with a sentence."""
    text = str(typed).strip() if typed is not None else ""
    if field == "is_veto":
        if text not in ("yes", "no", "True", "False"):
            raise Invalid("请选是不是一票否决。", "value")
        return text in ("yes", "True")
    if not text:
        raise Invalid("请填核定的内容。", "value")
    if field in NUMBERS:
        return _number(text)
    if field == "formula":
        return clean_formula(text, row.unit)
    if field == "judge" and text not in Judge.values:
        raise Invalid("没有这种判定方式，请从列出的里面选。", "value")
    if field == "grade" and text.upper() not in ("A", "B", "C"):
        raise Invalid("等级只有A、B、C。", "value")
    longest = MOST_WORDS if field in ("gist", "judge") else 10 if isinstance(row, Indicator) else 20
    if len(text) > longest:
        raise Invalid(f"太长，不超过{longest}个字。", "value")
    return text.upper() if field == "grade" else text


def _number(text: str) -> str:
    plain = text.translate(str.maketrans("０１２３４５６７８９．－％", "0123456789.-%")).strip().rstrip("%‰").strip()
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise Invalid(f"“{text}”不是数，请只填数字，如 5.6。", "value") from error
    if not number.is_finite() or abs(number) >= 10**9:
        raise Invalid("这个数太大，请核对。", "value")
    if number < 0:
        raise Invalid("标准的数值不会是负数，请核对。", "value")
    return format(number.normalize(), "f")


def row_of(edition_id: int, subject: str, key: str) -> Any:
    """The row that a verification is about; None where the edition has no such thing."""
    if subject == Subject.CLAUSE:
        return Clause.objects.filter(edition=edition_id, key=key).first()
    if subject == Subject.INTERPRETATION:
        return Interpretation.objects.filter(edition=edition_id, number=key).select_related("clause").first()
    if subject == Subject.INDICATOR:
        return Indicator.objects.filter(edition=edition_id, key=key).first()
    if subject == Subject.LIMIT:
        return Limit.objects.filter(edition=edition_id, key=key).first()
    if subject == Subject.LINE:
        return FormLine.objects.filter(section__edition=edition_id, key=key).first()
    if subject == Subject.TARGET:
        name, _, level = key.rpartition("/")
        found = Target.objects.select_related("indicator")
        return found.filter(indicator__edition=edition_id, indicator__key=name, level=level).first()
    samples = SampleSize.objects.filter(edition=edition_id) if subject == Subject.SAMPLE else ()
    return next((one for one in samples if sample_key(one) == key), None)
