"""What an edited cell means for a task: compared with what the table showed, read with tolerance, refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from weicheng.engines.reader.amounts import read_amounts
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import MatchKind
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Unit
from weicheng.work.plans.breakdown_table import CELLS, EDITABLE
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.services.table_reading import half_width, plain_text
from weicheng.work.plans.values import CLEANERS, read_date, read_number

_BETWEEN = re.compile(r"[、，,；;/\n]+|\s{2,}")
_NOTHING = {"", "-", "—", "－", "无", "/"}
_SIGNS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "=": "="}
_AMOUNT = re.compile(r"(≥|>=|≤|<=|>|<|=)?([\d.,]+万?)((?:(?!以[上下内]|左右|[多余])[^\d\s])*)")
HEADS = {column.field: column.head for column in EDITABLE}


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that cannot be taken: where, what stands in it, why."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str


def is_same(field: str, cell: Any, shown: str, year: int) -> bool:
    """Whether the cell still says what the table showed; ways of writing make no difference."""
    text = plain_text(cell)
    if text == shown or half_width(text) == half_width(shown):
        return True
    if field in ("leads", "coops"):
        return _names(text) == _names(shown)
    if text in _NOTHING and shown in _NOTHING:
        return True
    try:
        if field == "due_on":
            return read_date(text, year) == read_date(shown)
        if field == "target":
            return read_target(text) == read_target(shown)
    except Invalid:
        return False
    return False


def read_cell(field: str, cell: Any, year: int, matcher: UnitMatcher) -> Any:
    """The value that the cell gives: for leads and coops the units. Raises Invalid with the reason."""
    text = plain_text(cell)
    if field in ("leads", "coops"):
        return read_units(text, matcher)
    if field == "due_on":
        return read_date(text, year)
    if field == "target":
        return read_target(text)
    if field == "category" and text in _NOTHING:
        raise Invalid("类别不能空着。", "category")
    return CLEANERS[field]("" if text in _NOTHING and field != "title" else text)


def read_units(text: str, matcher: UnitMatcher) -> list[Unit]:
    """The units of a cell, by name, short name or alias; a clear 各… means all of its kind."""
    found: dict[int, Unit] = {}
    for name in _names(text):
        match = matcher.match(name)
        if match.kind == MatchKind.COLLECTIVE and match.units and not match.doubt:
            found.update({unit.pk: unit for unit in match.units})
        elif match.unit is not None:
            found[match.unit.pk] = match.unit
        else:
            near = "、".join(str(unit) for unit, _ in match.suggestions[:2])
            raise Invalid(f"单位名单里没有“{name}”" + (f"，是不是“{near}”" if near else "，请先登记或改成简称"))
    return list(found.values())


def read_target(text: str) -> dict[str, Any]:
    """≥46座, 46, 90%以上: the fields of a target. Empty takes the target away."""
    plain = half_width(text).replace(" ", "")
    if plain in _NOTHING:
        return {"target_value": None, "target_unit": "", "target_comparator": "="}
    found = _AMOUNT.fullmatch(plain)
    if found:
        return {
            "target_value": read_number(found[2]),
            "target_unit": CLEANERS["target_unit"](found[3]),
            "target_comparator": _SIGNS[found[1] or "="],
        }
    amounts = read_amounts(plain)
    if len(amounts) != 1:
        raise Invalid("目标要写成“46座”或“≥90%”这样，一个数加单位。")
    amount = amounts[0]
    return {
        "target_value": read_number(str(amount.value)),
        "target_unit": amount.unit[:20],
        "target_comparator": amount.comparator,
    }


def shown_cells(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """What the exported table shows of a task in its editable columns."""
    return {field: show(snapshot) for field, show in CELLS.items()}


def base_year(snapshot: Mapping[str, Any], today: date) -> int:
    """The year of a date typed without one: that of the task's deadline, else this year."""
    due = str(snapshot.get("due_on") or "")
    return int(due[:4]) if due[:4].isdecimal() else today.year


def merged_owners(owners: list[dict[str, Any]], role: str, units: list[Unit]) -> list[dict[str, Any]]:
    """The owners of a snapshot with one role given to ``units``; who stays keeps the person named for it."""
    persons = {(owner["unit"], owner["role"]): owner.get("person_id") for owner in owners}
    given = [
        {"text": str(unit), "unit": unit.pk, "role": role, "person_id": persons.get((unit.pk, role))} for unit in units
    ]
    # A unit that now leads does not help at the same time, unless the table says so too.
    rest = [owner for owner in owners if owner["role"] != role]
    ordered = [*given, *rest] if role == OwnerRole.LEAD else [*rest, *given]
    rank = {OwnerRole.LEAD: 0, OwnerRole.COOP: 1, OwnerRole.REPORT: 2}
    return sorted(ordered, key=lambda owner: rank[OwnerRole(owner["role"])])


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip() not in _NOTHING]
