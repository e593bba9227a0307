"""What a previewed row would write, as JSON between the preview and its applying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from weicheng.ground.org.models import Person, Unit
from weicheng.work.plans.services.editing import OwnerValue
from weicheng.work.plans.task_words import plain


def payload_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


def values_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The changes as the editing services take them."""
    values = dict(payload)
    if values.get("due_on"):
        values["due_on"] = date.fromisoformat(values["due_on"])
    if values.get("target_value") is not None:
        values["target_value"] = Decimal(values["target_value"])
    if "owners" in values:
        values["owners"] = owners_of(values["owners"])
    return values


def owners_of(owners: Sequence[Mapping[str, Any]]) -> list[OwnerValue]:
    units = Unit.objects.in_bulk([owner["unit"] for owner in owners])
    people = Person.objects.in_bulk([owner["person_id"] for owner in owners if owner.get("person_id")])
    return [
        OwnerValue(units[owner["unit"]], owner["role"], people.get(owner.get("person_id") or 0), owner.get("via", ""))
        for owner in owners
    ]
