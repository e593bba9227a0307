"""A person chooses how to be told."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.hours import in_quiet_hours
from weicheng.ground.notices.models import Notice, Preference, Timing
from weicheng.ground.notices.planning import due_moment, holiday_test
from weicheng.ground.org.models import User

CHOICES = ("by_mail", "by_robot", "info", "blue", "yellow", "red")
TIMES = ("digest_at", "quiet_from", "quiet_to", "quiet_holidays")


@transaction.atomic
def save_preference(*, by: User, email: str, **values: Any) -> Preference:
    """Keep her choices (CHOICES and TIMES) and her address; what waits for a message moves to the new times."""
    preference = Preference.objects.filter(user=by).first() or Preference(user=by)
    changed = []
    for name in (*CHOICES, *TIMES):
        if name in values and getattr(preference, name) != values[name]:
            setattr(preference, name, values[name])
            changed.append(name)
    check_times(preference)
    preference.save()
    if by.email != email:
        User.objects.filter(pk=by.pk).update(email=email)
        by.email = email
        changed.append("email")
    if changed:
        _move_waiting(by, preference)
        # The address is hers: the trail says that it changed, not what it is.
        audit.record("notices.preference.changed", by=by, obj=by, after={"changed": changed})
    return preference


def check_times(timing: Timing) -> None:
    """A digest in the quiet hours would never be what the person meant."""
    if in_quiet_hours(timing.digest_at, timing.quiet_from, timing.quiet_to):
        raise Invalid(
            f"{timing.digest_at:%H:%M}在免打扰时段里（{timing.quiet_from:%H:%M}到{timing.quiet_to:%H:%M}），"
            "请换一个时间，或改免打扰时段。",
            "digest_at",
        )


def _move_waiting(user: User, preference: Preference) -> None:
    now, is_workday = timezone.now(), holiday_test()
    waiting = list(Notice.objects.filter(user=user, routed_at__isnull=False, due_at__isnull=False))
    for notice in waiting:
        notice.mode = preference.mode_of(notice.level)
        notice.due_at = due_moment(notice.mode, preference, now, is_workday)
    Notice.objects.bulk_update(waiting, ["mode", "due_at"], batch_size=500)
