"""Row scope of rosters. An inspector comes unannounced: names on duty are not for that role."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import with_absorbed

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.duties.models.rosters import Roster, RosterMember, RosterTurn  # noqa: F401

READERS = tuple(role for role in Role if role != Role.INSPECTOR)


class RosterQuerySet(models.QuerySet["Roster"]):
    def for_user(self, user: User) -> RosterQuerySet:
        """All for those who see everything; else those of the user's units, and the published ones she stands on."""
        scope = access.scope_of(user)
        if scope.sees_everything:
            return self
        from weicheng.work.duties.models.rosters import RosterMember

        # A unit that became part of another hands its rosters on.
        own = Q(unit__in=with_absorbed(scope.units(*READERS)))
        standing = RosterMember.objects.filter(roster=OuterRef("pk"), person__user_id=user.pk or 0)
        return self.filter(own | Q(Exists(standing), state="published"))


class MemberQuerySet(models.QuerySet["RosterMember"]):
    def there_on(self, day: date) -> MemberQuerySet:
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))


class TurnQuerySet(models.QuerySet["RosterTurn"]):
    def with_names(self) -> TurnQuerySet:
        return self.select_related("member", "shift")
