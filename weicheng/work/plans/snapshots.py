"""A draft row as plain JSON: what the audit trail keeps of it, and what undoing puts back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from weicheng.work.plans.models import DraftOwner, DraftRow

FIELDS = (
    "order",
    "start",
    "end",
    "quote",
    "locator",
    "title",
    "start_on",
    "due_on",
    "deadline_text",
    "recurrence_text",
    "rrule",
    "quota",
    "quantities",
    "section",
    "category",
    "confidence",
    "doubts",
    "state",
    "checked_by_id",
    "checked_at",
    "assigned_to_id",
    "same_as_id",
    "same_as_task_id",
    "continues_id",
    "rejected",
)
OWNER_FIELDS = ("text", "role", "unit_id", "person_id", "match", "collective", "suggestions", "doubt")
_DATES = frozenset({"start_on", "due_on"})

Snapshot = dict[str, Any]


def row_snapshot(row: DraftRow, owners: list[DraftOwner]) -> Snapshot:
    """The row and its owners in order; the values survive a trip through JSON."""
    values = {_word(field): _plain(getattr(row, field)) for field in FIELDS}
    values["owners"] = [{_word(field): getattr(owner, field) for field in OWNER_FIELDS} for owner in owners]
    return values


def differences(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """The fields that differ, with their values on both sides."""
    changed = [field for field in after if before.get(field) != after[field]]
    return {field: before.get(field) for field in changed}, {field: after[field] for field in changed}


def put_back(row: DraftRow, values: Snapshot) -> list[DraftOwner] | None:
    """Give the row the values of a (partial) snapshot; the owners to replace, or None where they are not in it."""
    for field in FIELDS:
        if _word(field) in values:
            setattr(row, field, _rich(field, values[_word(field)]))
    if "owners" not in values:
        return None
    return [
        DraftOwner(row=row, order=place, **{field: owner.get(_word(field)) for field in OWNER_FIELDS})
        for place, owner in enumerate(values["owners"])
    ]


def _word(field: str) -> str:
    return field.removesuffix("_id")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _rich(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field in _DATES:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if field == "checked_at" else value
