"""What becomes of a unit that is merged: whoever took it over answers for it, however often that one was merged again."""

from __future__ import annotations

from collections.abc import Iterator

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, UnitQuerySet, User


def heir_of(unit: Unit) -> Unit:
    """The unit that answers today for ``unit``: itself, or the last in its row of mergers."""
    *_, last = _line(unit)
    return last


def with_absorbed(units: UnitQuerySet) -> UnitQuerySet:
    """``units`` and all that ever became part of one of them, A by way of B into C too. At most two short queries.

    Where there are any, they come as a list of keys: PostgreSQL, asked for one set or another, reads whole tables for each row.
    """
    heirs: dict[int, int | None] = dict(
        Unit.objects.exclude(merged_into=None).order_by().values_list("pk", "merged_into_id")
    )
    if not heirs:
        return units
    within = set(units.order_by().values_list("pk", flat=True))
    absorbed = [pk for pk in heirs if within.intersection(_row(pk, heirs))]
    return Unit.objects.filter(pk__in=within.union(absorbed)) if absorbed else units


def answers_for(user: User, unit: Unit) -> bool:
    """Whether the user is a liaison of the unit, or of one that it has become part of."""
    scope = scope_of(user)
    return any(scope.reaches(one, Role.LIAISON) for one in _line(unit))


def _line(unit: Unit) -> Iterator[Unit]:
    """The unit, then those it became part of, one after another."""
    seen: set[int] = set()
    current: Unit | None = unit
    while current is not None and current.pk not in seen:
        yield current
        seen.add(current.pk)
        current = current.merged_into


def _row(pk: int, heirs: dict[int, int | None]) -> set[int]:
    """The unit's heirs, one after another."""
    found: set[int] = set()
    following = heirs.get(pk)
    while following is not None and following not in found:
        found.add(following)
        following = heirs.get(following)
    return found
