"""Row scope: which values and indicators a user reads; out of scope is a 404. A unit's successor reads what the unit had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from weicheng.ground.org import access
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import with_absorbed

if TYPE_CHECKING:
    from weicheng.ground.org.models import User
    from weicheng.work.indicators.models import ValueEntry  # noqa: F401

# An inspector comes unannounced and sees no unit's figures.
READERS = tuple(role for role in Role if role != Role.INSPECTOR)


def within(user: User, field: str) -> Q:
    """The units of the user's reach under ``field``, those that became part of one of them included."""
    return Q(**{f"{field}__in": with_absorbed(access.scope_of(user).units(*READERS)).values("pk")})


class ValueEntryQuerySet(models.QuerySet["ValueEntry"]):
    def for_user(self, user: User) -> ValueEntryQuerySet:
        """All for those who see everything; else what the unit handed in, what is about it, what it owes."""
        if access.scope_of(user).sees_everything:
            return self
        from weicheng.work.indicators.models import DataOwner

        owned = DataOwner.objects.filter(within(user, "unit"), campaign=models.OuterRef("campaign"),
                                         indicator=models.OuterRef("indicator"))  # fmt: skip
        return self.filter(within(user, "filled_unit") | within(user, "subject") | Q(models.Exists(owned)))
