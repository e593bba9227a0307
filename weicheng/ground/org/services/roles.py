"""Roles of accounts."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org import policies
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, User


@transaction.atomic
def assign_role(
    *,
    by: User | None,
    user: User,
    role: str,
    unit: Unit | None = None,
    start: date | None = None,
    end: date | None = None,
) -> RoleAssignment:
    """Let ``user`` act as ``role`` within ``unit`` and below (None = everywhere). The same again changes nothing."""
    if role not in Role.values:
        raise Invalid(f"没有“{role}”这个角色，可填：{'、'.join(Role.labels)}。", "role")
    if role == Role.LIAISON and unit is None:
        raise Invalid("单位联络员必须指定单位。", "unit")
    policies.check_dates(start, end)
    same = RoleAssignment.objects.filter(user=user, role=role, unit=unit, end=end).first()
    if same and (same.start is None or same.start == start):
        return same
    assignment = RoleAssignment.objects.create(user=user, role=role, unit=unit, start=start, end=end)
    forget_scope(user)
    after = {"role": role, "unit": str(unit or ""), "start": start, "end": end}
    audit.record("org.role.assigned", by=by, obj=user, after=after, unit_id=unit.pk if unit else None)
    return assignment


@transaction.atomic
def end_role(*, by: User | None, assignment: RoleAssignment, on: date, reason: str = "") -> RoleAssignment:
    """``on`` is the last day of the role. NotPossible for the last administrator."""
    if assignment.role == Role.ADMIN and assignment.unit_id is None:
        policies.check_an_admin_remains(assignment)
    assignment.end = on  # before its start too: a role given by mistake today must not hold until midnight
    assignment.save(update_fields=["end"])
    forget_scope(assignment.user)
    audit.record(
        "org.role.ended",
        by=by,
        obj=assignment.user,
        before={"role": assignment.role},
        after={"end": assignment.end},
        reason=reason,
        unit_id=assignment.unit_id,
    )
    return assignment


def forget_scope(user: User) -> None:
    """The scope is remembered on the object of the account; roles have just changed."""
    if hasattr(user, "_scope"):
        del user._scope
