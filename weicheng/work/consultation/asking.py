"""Which unit is asked about which draft row, and the substance it is asked about.

Both are worked out from the plan as it stands: nothing has to be kept in step when a row is split, merged, dropped, edited
or given to another unit. A reply holds as long as the substance it was given to is the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.publication import TaskDraft, publication_of

ASKED_ROLES = (OwnerRole.LEAD, OwnerRole.COOP)
SUBSTANCE = ("title", "start_on", "due_on", "deadline_text", "recurrence_text", "rrule", "quota", "quantities")


@dataclass(frozen=True, slots=True)
class Ask:
    """One row that one unit is asked about; ``print`` changes when the row changes in substance for this unit."""

    row: DraftRow
    unit: Unit
    roles: tuple[str, ...]
    leads: tuple[str, ...]
    print: str

    @property
    def key(self) -> tuple[int, int]:
        return self.row.pk, self.unit.pk

    @property
    def role_words(self) -> str:
        return "、".join(str(OwnerRole(role).label) for role in self.roles)


def asks_of(plan: Plan, units: Iterable[int] | None = None) -> list[Ask]:
    """Every (row, unit) of the plan in the order of the paper; of some units only, if ids are given."""
    wanted = None if units is None else set(units)
    found: list[Ask] = []
    for draft in publication_of(plan).drafts:
        found += [ask for ask in _asks(draft) if wanted is None or ask.unit.pk in wanted]
    return found


def _asks(draft: TaskDraft) -> Iterable[Ask]:
    by_unit: dict[int, tuple[Unit, list[str]]] = {}
    for duty in draft.duties:
        if duty.role in ASKED_ROLES:
            by_unit.setdefault(duty.unit.pk, (duty.unit, []))[1].append(duty.role)
    leads = {duty.unit.pk: str(duty.unit) for duty in draft.duties if duty.role == OwnerRole.LEAD}
    values = [str(getattr(draft.row, name) or "") for name in SUBSTANCE]
    for unit, roles in by_unit.values():
        yield Ask(
            draft.row, unit, tuple(roles), tuple(leads.values()), fingerprint([values, sorted(roles), sorted(leads)])
        )


def fingerprint(values: Any) -> str:
    return sha1(json.dumps(values, ensure_ascii=False).encode(), usedforsecurity=False).hexdigest()
