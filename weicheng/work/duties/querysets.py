"""Row scope: duties and what falls due of them; out of scope is a 404. A unit's successor sees what the unit did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from weicheng.ground.org import access
from weicheng.ground.org.heirs import with_absorbed

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.duties.models import Duty, Occurrence  # noqa: F401


def _within(user: User) -> Q:
    return Q(unit__in=with_absorbed(access.scope_of(user).units()))


class DutyQuerySet(models.QuerySet["Duty"]):
    def live(self) -> DutyQuerySet:
        return self.filter(ended_at=None)

    def for_user(self, user: User) -> DutyQuerySet:
        """All for those who see everything; else those that a unit of the user's subtree has, or had, a part in."""
        if access.scope_of(user).sees_everything:
            return self
        from weicheng.work.duties.models import DutyUnit, Occurrence

        mine = DutyUnit.objects.filter(_within(user), duty=OuterRef("pk"))
        once = Occurrence.objects.filter(_within(user), duty=OuterRef("pk"))
        return self.filter(Exists(mine) | Exists(once))


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def for_user(self, user: User) -> OccurrenceQuerySet:
        return self if access.scope_of(user).sees_everything else self.filter(_within(user))
