"""What a previewed row would write, as JSON between the preview and its applying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from weicheng.ground.org.models import Person, Unit
from weicheng.work.plans.services.editing import OwnerValue
from weicheng.work.plans.task_words import plain


def payload_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """The units and people that rows name, read once for all of them."""

    units: Mapping[int, Unit]
    people: Mapping[int, Person]

    @classmethod
    def of(cls, payloads: Iterable[Mapping[str, Any]]) -> Known:
        owners = [owner for payload in payloads for owner in payload.get("owners", ())]
        people = {owner["person_id"] for owner in owners if owner.get("person_id")}
        return cls(Unit.objects.in_bulk({owner["unit"] for owner in owners}), Person.objects.in_bulk(people))

    def values(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The changes as the editing services take them."""
        values = dict(payload)
        if values.get("due_on"):
            values["due_on"] = date.fromisoformat(values["due_on"])
        if values.get("target_value") is not None:
            values["target_value"] = Decimal(values["target_value"])
        if "owners" in values:
            values["owners"] = [self._owner(owner) for owner in values["owners"]]
        return values

    def _owner(self, owner: Mapping[str, Any]) -> OwnerValue:
        person = self.people.get(owner.get("person_id") or 0)
        return OwnerValue(self.units[owner["unit"]], owner["role"], person, owner.get("via", ""))
