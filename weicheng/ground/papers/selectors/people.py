"""Who can be asked for a word on a paper."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.ground.papers.official_choices import StepKind

ROLES = {
    StepKind.CHECK: (Role.OFFICE,),
    StepKind.COUNTERSIGN: (Role.OFFICE, Role.LEADER, Role.LIAISON),
    StepKind.SIGN: (Role.LEADER, Role.OFFICE),
}


def approvers(kind: str) -> list[User]:
    """Active accounts with a role that fits the step today, by name."""
    today = timezone.localdate()
    in_force = (Q(role_assignments__start=None) | Q(role_assignments__start__lte=today)) & (
        Q(role_assignments__end=None) | Q(role_assignments__end__gte=today)
    )
    found = User.objects.filter(in_force, is_active=True, role_assignments__role__in=ROLES[StepKind(kind)])
    return list(found.distinct().order_by("name", "pk"))


def office_staff() -> list[User]:
    return approvers(StepKind.CHECK)
