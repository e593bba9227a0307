"""What a person types into a row's form, as the model holds it, and back: quantities, quota, rhythm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from weicheng.engines.reader.amounts import read_amounts
from weicheng.engines.worktime.when import answer
from weicheng.ground.kernel.errors import Invalid

SIGNS = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜", "=": ""}
PERS = {"day": "每天", "week": "每周", "month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
SECTION_MARK = " / "
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO",
    "FREQ=WEEKLY;BYDAY=FR",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYMONTHDAY=1,16",
    "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "FREQ=MONTHLY;BYMONTHDAY=25",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6",
    "FREQ=YEARLY",
)


def number_text(value: float) -> str:
    """16 -> "16", 2.5 -> "2.5": no point where there is no part."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.2f}".rstrip("0").rstrip(".")


def quantities_text(quantities: Sequence[dict[str, Any]]) -> str:
    """`≥16小时；46座` for the form and the list."""
    return "；".join(
        f"{SIGNS.get(q.get('comparator', '='), '')}{number_text(float(q['value']))}{q['unit']}" for q in quantities
    )


def quantities_from_text(text: str, before: Sequence[dict[str, Any]] = ()) -> list[dict[str, Any]]:
    """The quantities that ``text`` states; those already in ``before`` keep their wording and object.

    Raises Invalid where a part holds no amount.
    """
    known = {quantities_text([quantity]): quantity for quantity in before}
    found: list[dict[str, Any]] = []
    for part in filter(None, (part.strip() for part in re.split(r"[;；\n]", text))):
        if part in known:
            found.append(known[part])
            continue
        amounts = read_amounts(part.translate(str.maketrans({"＞": ">", "＜": "<"})))
        if not amounts:
            raise Invalid(f"“{part}”里读不出数量。请写成“46座”“≥90%”这样，几个数量用分号隔开。", "quantities")
        found += [
            {"text": a.text, "value": a.value, "unit": a.unit, "comparator": a.comparator, "object": a.object}
            for a in amounts
        ]
    return found


def quota_text(quota: dict[str, Any] | None) -> str:
    """`每年至少3次`, or nothing."""
    if not quota:
        return ""
    least = {">=": "至少", "<=": "至多", ">": "多于", "<": "少于"}.get(quota.get("comparator", "="), "")
    return f"{PERS.get(quota.get('per') or '', '共')}{least}{number_text(float(quota['value']))}次"


def changed_values(row: Any, typed: dict[str, str]) -> dict[str, Any]:
    """The fields of a row's form as model values. What still reads as the row does is left out: words lose what they
    do not say (the object of a quantity, a stroke in a heading), and confirming must not."""
    as_text = {"quantities": quantities_text(row.quantities), "quota": quota_text(row.quota)}
    as_text["section"] = SECTION_MARK.join(row.section)
    changes: dict[str, Any] = {name: text for name, text in typed.items() if as_text.get(name) != text.strip()}
    if "quantities" in changes:
        changes["quantities"] = quantities_from_text(changes["quantities"], row.quantities)
    if "quota" in changes:
        changes["quota"] = quota_from_text(changes["quota"])
    if "section" in changes:
        changes["section"] = [part.strip() for part in changes["section"].split(SECTION_MARK.strip()) if part.strip()]
    return changes


def quota_from_text(text: str) -> dict[str, Any] | None:
    """`每年至少3次` -> {"value": 3, "comparator": ">=", "per": "year"}; raises Invalid if no count is in it."""
    if not text.strip():
        return None
    count = answer(text, None).get("count")
    if not count:
        raise Invalid(f"“{text}”里读不出次数。请写成“每年至少3次”“每周2次”这样。", "quota")
    return dict(count)
