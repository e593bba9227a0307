"""Reads across units, people, groups and accounts."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from weicheng.ground.org.choices import GroupKind, Role
from weicheng.ground.org.matching import UnitMatcher
from weicheng.ground.org.models import Membership, Person, RoleAssignment, Unit, UnitQuerySet, User


def units_for_matching(day: date | None = None) -> UnitQuerySet:
    """Units of a day with aliases, old names and what merged into them: four queries, whatever their number."""
    return (
        Unit.objects.on(day or timezone.localdate())
        .select_related("parent")
        .prefetch_related("aliases", "names", Prefetch("absorbed", queryset=Unit.objects.order_by("id")))
    )


def leading_member_unit_ids(day: date | None = None) -> frozenset[int]:
    """Units from which the members of the leading group come: what 各成员单位 means."""
    day = day or timezone.localdate()
    rows = Membership.objects.on(day).filter(group__kind=GroupKind.LEADING, home_unit__isnull=False)
    return frozenset(rows.values_list("home_unit_id", flat=True))


def unit_matcher(day: date | None = None, area: str = "") -> UnitMatcher:
    """The matcher for a paper of ``day`` in ``area``, with the people that may be named in it."""
    return UnitMatcher(
        units_for_matching(day), area=area, people=Person.objects.all(), member_ids=leading_member_unit_ids(day)
    )


def office_people() -> QuerySet[User]:
    """Active accounts of the campaign office, among whom rows can be shared out."""
    holders = RoleAssignment.objects.on(timezone.localdate()).filter(role=Role.OFFICE, unit=None)
    return User.objects.filter(is_active=True, pk__in=holders.values("user_id")).order_by("name", "pk")
