"""How far a task has come, from its entries: one function, for every entry and for `weicheng rebuild`.

Only the units that answer for the task count: its leads, or its cooperating units where nobody leads. Of each unit the
latest entry holds (by day, then by order of writing). Values of several units add up to the target; rates are averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import floor

from django.utils import timezone

from weicheng.work.plans.choices import VOID, EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner

FIELDS = ("percent", "done_value", "reported_on", "done_on", "last_entry_at", "lead_unit_id", "ordered_on")
_RATES = frozenset({"%", "％", "‰"})
_UPWARD = frozenset({"=", ">=", ">"})


@dataclass(frozen=True, slots=True)
class Tally:
    percent: int = 0
    done_value: Decimal | None = None
    reported_on: date | None = None
    done_on: date | None = None
    last_entry_at: datetime | None = None
    lead_unit_id: int | None = None
    ordered_on: date | None = None


def tally(
    task: Task, owners: Iterable[TaskOwner], entries: Iterable[ProgressEntry], issued_on: date | None = None
) -> Tally:
    """The tallies of a task. Returned entries count for nothing; unconfirmed ones only for ``reported_on``.
    ``issued_on``: the day of the earliest paper that orders it.
    """
    owners = list(owners)
    answering = _answering(owners)
    standing = [entry for entry in entries if entry.state not in VOID]
    confirmed = [entry for entry in standing if entry.state == EntryState.CONFIRMED]
    certain = _latest(confirmed, answering)
    share, value = _share(task, certain, len(answering))
    done_on = max(entry.on for entry in certain) if certain and share >= 1 else None
    said = _latest(standing, answering)
    reported = done_on is None and bool(said) and _share(task, said, len(answering))[0] >= 1
    return Tally(
        percent=max(0, min(100, floor(share * 100))),
        done_value=value,
        reported_on=max(entry.on for entry in said) if reported else None,
        done_on=done_on,
        last_entry_at=max((entry.at for entry in confirmed), default=None),
        lead_unit_id=first_lead(owners),
        ordered_on=min(filter(None, (issued_on, timezone.localdate(task.created_at)))),
    )


def first_lead(owners: Iterable[TaskOwner]) -> int | None:
    """The unit that a task is listed under."""
    leads = [owner for owner in owners if owner.role == OwnerRole.LEAD]
    return min(leads, key=lambda owner: (owner.order, owner.pk or 0)).unit_id if leads else None


def _answering(owners: Iterable[TaskOwner]) -> frozenset[int]:
    pairs = list(owners)
    leads = frozenset(owner.unit_id for owner in pairs if owner.role == OwnerRole.LEAD)
    return leads or frozenset(owner.unit_id for owner in pairs if owner.role == OwnerRole.COOP)


def _latest(entries: Iterable[ProgressEntry], answering: frozenset[int]) -> list[ProgressEntry]:
    """The entry that holds of each answering unit; one that says neither percent nor value changes nothing."""
    holds: dict[int, ProgressEntry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.pk)):
        if entry.unit_id in answering and (entry.percent is not None or entry.value is not None):
            holds[entry.unit_id] = entry
    return list(holds.values())


def _share(task: Task, entries: Sequence[ProgressEntry], units: int) -> tuple[Decimal, Decimal | None]:
    """How much of the task the entries make up (1 = all), and the sum, or mean, of their values."""
    if not entries:
        return Decimal(0), None
    is_rate = task.target_unit in _RATES
    # One unit's surplus makes up for another's lack where they share a total, not where each has a rate to reach.
    each = [min(Decimal(1), _of_one(task, e, 1)) if is_rate else _of_one(task, e, units) for e in entries]
    shares = sum(each, Decimal(0))
    values = [entry.value for entry in entries if entry.value is not None]
    total = sum(values, Decimal(0))
    value = (total / len(values) if is_rate else total).quantize(Decimal("0.01")) if values else None
    return shares / max(1, units), value


def _of_one(task: Task, entry: ProgressEntry, units: int) -> Decimal:
    if entry.percent is not None:
        return Decimal(entry.percent) / 100
    target = task.target_value
    # "Not more than 3" is reached or not, which a person says in percent; a figure alone is no progress towards it.
    if entry.value is None or not target or task.target_comparator not in _UPWARD:
        return Decimal(0)
    if task.target_comparator == ">" and entry.value == target and units == 1:
        return Decimal("0.99")
    return entry.value * units / target
