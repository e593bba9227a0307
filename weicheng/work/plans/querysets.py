"""Row scope: every list of plans or tasks goes through ``for_user``; out of scope is a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from weicheng.ground.org import access
from weicheng.ground.org.heirs import with_absorbed

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.plans.models import Plan, SavedView, Task  # noqa: F401


class PlanQuerySet(models.QuerySet["Plan"]):
    def for_user(self, user: User) -> PlanQuerySet:
        """Papers are the office's, the leaders' and the auditors'; a unit sees those that give it a task."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        return self.filter(sources__task__owners__unit__in=with_absorbed(scope.units())).distinct()


class TaskQuerySet(models.QuerySet["Task"]):
    def live(self) -> TaskQuerySet:
        return self.filter(withdrawn_at=None)

    def for_user(self, user: User) -> TaskQuerySet:
        """All tasks for office, leader, auditor, admin; else those in which a unit of the user's subtree has a role.

        A unit that became part of one of them counts: what it left is theirs to see and to report on.
        """
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        from weicheng.work.plans.models import TaskOwner

        # From the unit to its tasks, by index: asked of each task, it would read the whole ledger for one unit's page.
        mine = TaskOwner.objects.filter(unit__in=with_absorbed(scope.units())).values("task")
        return self.filter(pk__in=mine)


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def for_user(self, user: User) -> SavedViewQuerySet:
        """One's own, and what was shared with the whole office, which everybody with the wider view sees."""
        mine = Q(user=user)
        return self.filter(mine | Q(is_shared=True) if access.scope_of(user).sees_everything else mine)
