"""One way out (mail, or one robot) is used by one process at a time, and left alone for a while when it is in trouble."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from weicheng.ground.notices.choices import DeliveryState
from weicheng.ground.notices.models import Delivery, Lane
from weicheng.ground.notices.outcomes import LIMITED, SENT, Outcome

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)


def open_lanes(now: datetime) -> list[str]:
    """The lanes that have something to send and may send it now."""
    closed = Lane.objects.filter(Q(busy_until__gt=now) | Q(paused_until__gt=now)).values("name")
    due = Delivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now).exclude(lane__in=closed)
    return list(due.order_by("lane").values_list("lane", flat=True).distinct())


def take(name: str, now: datetime, until: datetime) -> bool:
    """Whether this process has the lane now; it falls free by itself at ``until``."""
    Lane.objects.get_or_create(name=name)
    free = Lane.objects.filter(Q(busy_until=None) | Q(busy_until__lte=now), name=name)
    free = free.filter(Q(paused_until=None) | Q(paused_until__lte=now))
    return bool(free.update(busy_until=until))


def leave(name: str) -> None:
    Lane.objects.filter(name=name).update(busy_until=None)


def pause(name: str, until: datetime) -> None:
    Lane.objects.filter(name=name).update(paused_until=until)


def note(name: str, outcome: Outcome, now: datetime) -> bool:
    """Keep what a try says about the lane; True if the lane is to be left alone."""
    if outcome.code == SENT:
        Lane.objects.filter(name=name, failures__gt=0).update(failures=0)
        return False
    if not outcome.lane:
        return False
    lane = Lane.objects.filter(name=name).first()
    if lane is None:  # the robot was removed meanwhile
        return True
    if outcome.code == LIMITED:
        lane.paused_until = now + timedelta(seconds=outcome.wait)
    else:
        lane.failures = min(lane.failures + 1, 20)
        lane.paused_until = now + min(FIRST_PAUSE * 2 ** (lane.failures - 1), LONGEST_PAUSE)
    lane.save(update_fields=["paused_until", "failures"])
    return True
