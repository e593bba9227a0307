"""Reviewing the rows of a plan: editing, confirming, dropping, sharing out. Structure is changed in `restructuring`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.choices import MatchKind, Role
from weicheng.ground.org.models import RoleAssignment, Unit, User
from weicheng.work.plans.choices import OwnerRole, RowState
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.policies import next_row_state
from weicheng.work.plans.services.batch import RowBatch, row_batch
from weicheng.work.plans.values import check_order, clean_changes

EDITABLE = frozenset(
    {
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
    }
)
BULK = frozenset({"category", "due_on", "lead", "assigned_to", "checked"})


def edit_row(*, by: User, row: DraftRow, version: int, changes: Mapping[str, Any], reason: str = "") -> DraftRow:
    """Change fields of a row. Raises StaleRow if it is no longer at ``version``, Invalid for a value that cannot be."""
    values = clean_changes(changes, EDITABLE)
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb="edited", reason=reason) as batch:
        current = batch[row.pk]
        batch.expect(current, version)
        _give(current, values)
        if current.state == RowState.CHECKED:
            sign(current, by)
    return current


def confirm_row(*, by: User, row: DraftRow, version: int) -> DraftRow:
    return _move(by, row, version, "confirm", "confirmed")


def reopen_row(*, by: User, row: DraftRow, version: int) -> DraftRow:
    return _move(by, row, version, "reopen", "reopened")


def drop_row(*, by: User, row: DraftRow, version: int, reason: str = "") -> DraftRow:
    """Say that the row is no task; `restore_row` or undoing brings it back."""
    return _move(by, row, version, "drop", "dropped", reason)


def restore_row(*, by: User, row: DraftRow, version: int) -> DraftRow:
    return _move(by, row, version, "restore", "restored")


def confirm_rows(*, by: User, plan: Plan, rows: Iterable[int]) -> int:
    """Confirm those of the rows that are open; how many."""
    return bulk_set(by=by, plan=plan, rows=rows, changes={"checked": True})


def bulk_set(*, by: User, plan: Plan, rows: Iterable[int], changes: Mapping[str, Any]) -> int:
    """Give many rows the same category, due date, lead unit, person to check, or confirmation; how many changed."""
    if set(changes) - BULK:
        raise Invalid("这一项不能批量修改。")
    values = clean_changes({key: value for key, value in changes.items() if key in EDITABLE}, EDITABLE)
    with row_batch(by=by, plan=plan, rows=rows, verb="bulk") as batch:
        chosen = [row for row in batch.rows.values() if row.state != RowState.DROPPED]
        for row in chosen:
            _give(row, values)
            if "lead" in changes:
                set_lead(batch, row, changes["lead"])
            if "assigned_to" in changes:
                row.assigned_to = changes["assigned_to"]
            if changes.get("checked") and row.state == RowState.OPEN:
                row.state = RowState.CHECKED
                sign(row, by)
        changed = batch.changed()
    return len(changed)


def assign_rows(*, by: User, plan: Plan, people: Sequence[User], rows: Iterable[int] | None = None) -> dict[int, int]:
    """Share out rows (None = all that are open) among people, in runs of neighbours of equal length.

    Returns how many rows each person (by id) got. Raises Invalid if nobody is named or somebody is not of the office.
    """
    _check_reviewers(people)
    given = dict.fromkeys([person.pk for person in people], 0)
    with row_batch(by=by, plan=plan, rows=rows, verb="shared") as batch:
        chosen = [row for row in batch.rows.values() if row.state == RowState.OPEN or rows is not None]
        for place, row in enumerate(chosen):
            person = people[place * len(people) // len(chosen)]
            row.assigned_to = person
            given[person.pk] += 1
    return given


def sign(row: DraftRow, by: User) -> None:
    row.checked_by, row.checked_at = by, timezone.now()


def set_lead(batch: RowBatch, row: DraftRow, unit: Unit | None) -> None:
    """Make ``unit`` the only lead of the row; None takes the leads away."""
    owners = batch.owners[row.pk]
    others = [owner for owner in owners if owner.role != OwnerRole.LEAD and (unit is None or owner.unit_id != unit.pk)]
    if unit is None:
        batch.owners[row.pk] = others
        return
    same = [owner for owner in owners if owner.role == OwnerRole.LEAD and owner.unit_id == unit.pk]
    lead = (
        same[0] if same else DraftOwner(row=row, text=str(unit), role=OwnerRole.LEAD, unit=unit, match=MatchKind.MANUAL)
    )
    batch.owners[row.pk] = [lead, *others]


def _move(by: User, row: DraftRow, version: int, verb: str, action: str, reason: str = "") -> DraftRow:
    with row_batch(by=by, plan=row.plan, rows=[row.pk], verb=action, reason=reason) as batch:
        current = batch[row.pk]
        batch.expect(current, version)
        current.state = next_row_state(current, verb)
        if current.state == RowState.CHECKED:
            sign(current, by)
        else:
            current.checked_by, current.checked_at = None, None
    return current


def _give(row: DraftRow, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    if values.keys() & {"start_on", "due_on"}:
        check_order(row.start_on, row.due_on)


def _check_reviewers(people: Sequence[User]) -> None:
    if not people:
        raise Invalid("请选至少一个人。", "people")
    in_force = Q(end=None) | Q(end__gte=timezone.localdate())
    roles = RoleAssignment.objects.filter(in_force, user__in=people, role=Role.OFFICE, unit=None)
    office = set(roles.values_list("user_id", flat=True))
    strangers = [str(person) for person in people if person.pk not in office]
    if strangers:
        raise Invalid(f"{'、'.join(strangers)}不在创卫办，不能分给。", "people")
