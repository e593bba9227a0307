"""Row scope: duties and what falls due of them; out of scope is a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from weicheng.ground.org import access

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.duties.models import Duty, Occurrence  # noqa: F401


class DutyQuerySet(models.QuerySet["Duty"]):
    def live(self) -> DutyQuerySet:
        return self.filter(ended_at=None)

    def for_user(self, user: User) -> DutyQuerySet:
        """All for those who see everything; else those that a unit of the user's subtree has, or had, a part in."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        from weicheng.work.duties.models import DutyUnit, Occurrence

        units = scope.units()
        mine = DutyUnit.objects.filter(duty=OuterRef("pk"), unit__in=units)
        once = Occurrence.objects.filter(duty=OuterRef("pk"), unit__in=units)
        return self.filter(Exists(mine) | Exists(once))


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def for_user(self, user: User) -> OccurrenceQuerySet:
        scope = access.scope_of(user)
        return self if scope.sees_everything else self.filter(unit__in=scope.units())
