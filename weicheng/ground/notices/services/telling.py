"""Telling people: rows written in the caller's transaction, sent out afterwards by the worker (outbox)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User


def notify(
    *,
    to: Iterable[User],
    code: str,
    key: str,
    title: str,
    text: str = "",
    url: str = "",
    level: str = Level.INFO,
    campaign_id: int | None = None,
) -> int:
    """Tell every account of ``to`` once: the same ``key`` again says nothing. Returns how many are told; never sends here."""
    users = {user.pk: user for user in to if user.is_active}
    told = set(Notice.objects.filter(user__in=users, key=key).values_list("user_id", flat=True))
    fresh = [
        Notice(
            user=user, code=code, key=key, title=title[:200], text=text, url=url, level=level, campaign_id=campaign_id
        )
        for pk, user in users.items()
        if pk not in told
    ]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def liaisons_of(units: Iterable[Unit]) -> list[User]:
    """The accounts that today answer for one of ``units`` (liaisons bound to the unit itself)."""
    return _holders(Role.LIAISON, Q(role_assignments__unit__in=list(units)))


def office_people() -> list[User]:
    """The accounts of the campaign office."""
    return _holders(Role.OFFICE, Q(role_assignments__unit=None))


def leaders() -> list[User]:
    """The accounts of the leading group."""
    return _holders(Role.LEADER, Q(role_assignments__unit=None))


def _holders(role: str, where: Q) -> list[User]:
    today = timezone.localdate()
    in_force = Q(role_assignments__start=None) | Q(role_assignments__start__lte=today)
    lasting = Q(role_assignments__end=None) | Q(role_assignments__end__gte=today)
    holding = Q(role_assignments__role=role) & where & in_force & lasting
    return list(User.objects.filter(holding, is_active=True).distinct())
