"""What a person may type into a field of a row or task, made into what the model holds, or refused with a sentence."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from dateutil.rrule import rrulestr

from weicheng.engines.worktime.describe import describe_rule
from weicheng.ground.kernel.errors import Invalid
from weicheng.work.plans.choices import Category
from weicheng.work.plans.wording import COMPARATORS, FIELDS, PER

_DATE = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](?:(\d{1,2})日?号?)?")
_STANDS_STILL = re.compile(r"INTERVAL=(0|-)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LENGTHS = {
    "title": 200,
    "deadline_text": 200,
    "recurrence_text": 200,
    "rrule": 200,
    "target_unit": 20,
    "target_object": 100,
}


def read_date(value: Any, year: int | None = None) -> date | None:
    """A date as typed: 2026-06-30, 2026.6.30, 2026年6月30日, ６月３０日 (needs ``year``), 6月底, 20260630; "" is none.

    Raises Invalid. A month alone is its last day, as a deadline is meant.
    """
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, datetime):
        return value.date()
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))
    text = re.sub(r"(?:以前|之前|前|底|末)$", "", re.sub(r"T?00:00(?::00)?$", "", text))
    if not text or text in {"-", "—", "无"}:
        return None
    compact = _COMPACT.fullmatch(text)
    found = compact or _DATE.fullmatch(text)
    if not found or not (found[1] or year):
        raise Invalid(f"“{value}”不是日期，请写成2026-06-30。", "due_on")
    try:
        of_year, month = int(found[1] or year or 0), int(found[2])
        day = int(found[3]) if found[3] else monthrange(of_year, month)[1]
        return date(of_year, month, day)
    except ValueError as error:
        raise Invalid(f"没有“{value}”这一天。", "due_on") from error


def read_number(value: Any, field: str = "target_value") -> Decimal | None:
    """A number as typed, with full-width digits, thousands commas or 万; "" is none. Raises Invalid."""
    if value is None or isinstance(value, Decimal):
        return value
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    times = Decimal(1)
    if text.endswith("万"):
        text, times = text[:-1], Decimal(10_000)
    if not text or text in {"-", "—", "无"}:
        return None
    try:
        number = Decimal(text) * times
    except InvalidOperation as error:
        raise Invalid(f"“{value}”不是数。", field) from error
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
        raise Invalid(f"“{value}”不是数。", field)
    return number.quantize(Decimal("0.01"))


def _text(field: str) -> Callable[[Any], str]:
    def clean(value: Any) -> str:
        text = re.sub(r"\s+", " ", str(value or "")).strip()
        limit = _LENGTHS.get(field)
        if limit and len(text) > limit:
            raise Invalid(f"{FIELDS[field]}最多{limit}个字，现在有{len(text)}个。", field)
        return text

    return clean


def _title(value: Any) -> str:
    text = _text("title")(value)
    if not text:
        raise Invalid("事项不能空着。", "title")
    return text


def _day(field: str) -> Callable[[Any], date | None]:
    def clean(value: Any) -> date | None:
        try:
            return read_date(value)
        except Invalid as error:
            raise Invalid(str(error), field) from error

    return clean


def _category(value: Any) -> str:
    by_label = {str(label): code for code, label in Category.choices}
    code = by_label.get(str(value), value)
    if code not in Category.values:
        raise Invalid(f"没有“{value}”这个类别。", "category")
    return str(code)


def _rrule(value: Any) -> str:
    text = _text("rrule")(value).upper().removeprefix("RRULE:")
    if text:
        try:
            rrulestr(text, dtstart=datetime(2026, 1, 1))
            if describe_rule(text) and _STANDS_STILL.search(text):
                raise ValueError("a rule that never comes to the next day would be followed for ever")
        except (ValueError, TypeError, KeyError) as error:
            raise Invalid(f"“{value}”不是频次规则。", "rrule") from error
    return text


def _quota(value: Any) -> dict[str, Any] | None:
    if not value:
        return None
    if not isinstance(value, dict) or value.get("per") not in PER or value.get("comparator", "=") not in COMPARATORS:
        raise Invalid("次数要求要说清每多久、几次。", "quota")
    number = read_number(value.get("value"), "quota")
    if number is None or number <= 0 or number != int(number):
        raise Invalid("次数要是大于0的整数。", "quota")
    return {"value": int(number), "comparator": value.get("comparator", "="), "per": value["per"]}


def _quantities(value: Any) -> list[dict[str, Any]]:
    kept = []
    for entry in value or []:
        number = read_number(entry.get("value"), "quantities")
        if number is None:
            continue
        if entry.get("comparator", "=") not in COMPARATORS:
            raise Invalid("数量的比较只能是＝、≥、≤、＞、＜。", "quantities")
        whole = int(number) if number == int(number) else float(number)
        kept.append(
            {
                "text": str(entry.get("text", ""))[:100],
                "value": whole,
                "unit": str(entry.get("unit", "")).strip()[:20],
                "comparator": entry.get("comparator", "="),
                "object": str(entry.get("object", "")).strip()[:100],
            }
        )
    return kept


def _section(value: Any) -> list[str]:
    return [str(part).strip() for part in value or [] if str(part).strip()]


def _target(value: Any) -> Decimal | None:
    number = read_number(value)
    if number is not None and number < 0:
        raise Invalid("目标数不能小于0。", "target_value")
    return number


def _comparator(value: Any) -> str:
    text = str(value or "=")
    if text not in COMPARATORS:
        raise Invalid("比较只能是＝、≥、≤、＞、＜。", "target_comparator")
    return text


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "start_on": _day("start_on"),
    "due_on": _day("due_on"),
    "deadline_text": _text("deadline_text"),
    "recurrence_text": _text("recurrence_text"),
    "rrule": _rrule,
    "quota": _quota,
    "quantities": _quantities,
    "section": _section,
    "category": _category,
    "target_value": _target,
    "target_unit": _text("target_unit"),
    "target_comparator": _comparator,
    "target_object": _text("target_object"),
    "note": lambda value: str(value or "").strip(),
}


def clean_changes(changes: Mapping[str, Any], editable: frozenset[str]) -> dict[str, Any]:
    """The values to write. Raises Invalid for a field that is not editable or a value that cannot be taken."""
    unknown = set(changes) - editable
    if unknown:
        raise Invalid(f"不能修改{'、'.join(FIELDS.get(field, field) for field in sorted(unknown))}。", min(unknown))
    return {field: CLEANERS[field](value) if field in CLEANERS else value for field, value in changes.items()}


def check_order(start_on: date | None, due_on: date | None) -> None:
    if start_on and due_on and start_on > due_on:
        raise Invalid(f"开始（{start_on}）晚于时限（{due_on}）。", "start_on")
