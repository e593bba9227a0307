"""A task as the audit trail keeps it: plain values, units and phase by name, so that the record reads by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from weicheng.work.plans.models import Task, TaskOwner

FIELDS = (
    "title",
    "category",
    "section",
    "start_on",
    "due_on",
    "deadline_text",
    "recurrence_text",
    "rrule",
    "quota",
    "quantities",
    "target_value",
    "target_unit",
    "target_comparator",
    "target_object",
    "note",
)


def task_snapshot(task: Task, owners: Iterable[TaskOwner]) -> dict[str, Any]:
    values = {field: plain(getattr(task, field)) for field in FIELDS}
    values["phase"] = str(task.phase or "")
    values["owners"] = owners_snapshot(owners)
    return values


def owners_snapshot(owners: Iterable[TaskOwner]) -> list[dict[str, Any]]:
    return [
        {"text": str(owner.unit), "unit": owner.unit_id, "role": owner.role, "person": str(owner.person or "")}
        for owner in owners
    ]


def plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value
