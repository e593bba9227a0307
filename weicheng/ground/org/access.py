"""Which roles a user holds today, and how far each reaches. The rooms' permissions ask here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import RoleAssignment, Unit, UnitQuerySet, User

SEE_EVERYTHING = frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class Scope:
    """The roles of a user today with the path of the unit each is bound to (None = everywhere)."""

    roles: tuple[tuple[str, str | None], ...] = ()

    def has(self, *roles: str) -> bool:
        return any(role in roles for role, _ in self.roles)

    @property
    def sees_everything(self) -> bool:
        return any(role in SEE_EVERYTHING and path is None for role, path in self.roles)

    def units(self, *roles: str) -> UnitQuerySet:
        """The units within reach of bound roles (any, if none is given); none for a user without one."""
        paths = [path for role, path in self.roles if path is not None and (not roles or role in roles)]
        if not paths:
            return Unit.objects.none()
        reach = Q()
        for path in paths:
            reach |= Q(path__startswith=path)
        return Unit.objects.filter(reach)

    def reaches(self, unit: Unit, *roles: str) -> bool:
        """Whether one of ``roles`` (any, if none is given) holds for ``unit``."""
        return any(
            (not roles or role in roles) and (path is None or unit.path.startswith(path)) for role, path in self.roles
        )


def scope_of(user: User) -> Scope:
    """The scope of a user, read once per request object; an anonymous or inactive user has none."""
    cached = getattr(user, "_scope", None)
    if cached is not None:
        return cached
    scope = Scope()
    if user.is_authenticated and user.is_active:
        today = timezone.localdate()
        rows = (
            RoleAssignment.objects.filter(user=user)
            .filter(Q(start=None) | Q(start__lte=today), Q(end=None) | Q(end__gte=today))
            .values_list("role", "unit__path")
        )
        scope = Scope(tuple(rows))
    user._scope = scope  # type: ignore[attr-defined]
    return scope


def is_office(user: User) -> bool:
    """Whether the user works in the campaign office: only the office shapes plans, the ledger and what follows from them."""
    return any(role == Role.OFFICE and path is None for role, path in scope_of(user).roles)
