"""Row scope: every list of difficulties goes through ``for_user``; out of scope is a 404."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.work.difficulties.choices import State

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.difficulties.models import Difficulty  # noqa: F401


class DifficultyQuerySet(models.QuerySet["Difficulty"]):
    def for_user(self, user: User) -> DifficultyQuerySet:
        """All for those who see everything; else a liaison's own, and those that name the unit as counterpart."""
        scope = scope_of(user)
        if scope.sees_everything:
            return self
        mine = scope.units(Role.LIAISON)
        return self.filter(Q(unit__in=mine) | Q(counterpart__in=mine))

    def owed(self) -> DifficultyQuerySet:
        """Those whose answer is still owed."""
        return self.filter(state=State.OPEN)

    def overdue(self, today: date) -> DifficultyQuerySet:
        """Those whose answer was owed before today."""
        return self.owed().filter(answer_due_on__lt=today)
