"""When a message may leave: quiet hours, days off, the next digest. Pure arithmetic over a ``Timing`` row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from weicheng.ground.notices.models import Timing

IsWorkday = Callable[[date], bool]
_DAY = timedelta(days=1)
_LONGEST_BREAK = 60  # days; a calendar that knows no working day at all must not hold a message for ever


def is_quiet(moment: datetime, timing: Timing, is_workday: IsWorkday) -> bool:
    """Whether nothing may leave at ``moment``."""
    local = timezone.localtime(moment)
    if timing.quiet_holidays and not is_workday(local.date()):
        return True
    return in_quiet_hours(local.time(), timing.quiet_from, timing.quiet_to)


def in_quiet_hours(at: time, start: time, end: time) -> bool:
    """From ``start`` to ``end``, over midnight where ``end`` is earlier; equal ends mean no quiet hours."""
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def next_allowed(moment: datetime, timing: Timing, is_workday: IsWorkday) -> datetime:
    """``moment`` itself, or the end of the quiet stretch that it falls into."""
    for _ in range(_LONGEST_BREAK):
        if not is_quiet(moment, timing, is_workday):
            return moment
        moment = _step(moment, timing, is_workday)
    return moment


def next_digest(moment: datetime, timing: Timing, is_workday: IsWorkday) -> datetime:
    """The first time of the digest after ``moment``, on a working day if days off are quiet."""
    day = timezone.localtime(moment).date()
    for _ in range(_LONGEST_BREAK):
        at = _at(day, timing.digest_at)
        if at > moment and not (timing.quiet_holidays and not is_workday(day)):
            return at
        day += _DAY
    return _at(day, timing.digest_at)


def _step(moment: datetime, timing: Timing, is_workday: IsWorkday) -> datetime:
    local = timezone.localtime(moment)
    day_off = timing.quiet_holidays and not is_workday(local.date())
    if not day_off and in_quiet_hours(local.time(), timing.quiet_from, timing.quiet_to):
        end = _at(local.date(), timing.quiet_to)
        return end if end > moment else _at(local.date() + _DAY, timing.quiet_to)
    return _at(local.date() + _DAY, time(0, 0))


def _at(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
