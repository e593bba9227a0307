"""Duties that come round: every so many seconds or daily at a time; done once by whichever worker is first, and caught up
after a downtime. A duty must be short (it runs between two looks at the running job); longer work enqueues a job.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.kernel.models import PeriodicRun

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
Duty = Callable[[datetime | None], None]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    duty: Duty
    every: timedelta | None
    daily: time | None

    def is_due(self, done_at: datetime | None, now: datetime) -> bool:
        if done_at is None:
            return True
        if self.every is not None:
            return now - done_at >= self.every
        return done_at < self._last_moment(now)

    def _last_moment(self, now: datetime) -> datetime:
        assert self.daily is not None
        local = timezone.localtime(now)
        moment = local.replace(hour=self.daily.hour, minute=self.daily.minute, second=0, microsecond=0)
        return moment if moment <= local else moment - timedelta(days=1)


_duties: dict[str, Entry] = {}


def periodic(name: str, *, seconds: int | None = None, daily: str | None = None) -> Callable[[Duty], Duty]:
    """Decorator: ``duty(since)`` runs every ``seconds`` or each day at ``daily`` ("00:05", local time).

    ``since`` is when it was last done (None: never), so that a duty can make up for the days it missed.
    """
    if (seconds is None) == (daily is None):
        raise ValueError("give either seconds or daily")

    def register(duty: Duty) -> Duty:
        every = timedelta(seconds=seconds) if seconds is not None else None
        _duties[name] = Entry(name, duty, every, time.fromisoformat(daily) if daily else None)
        return duty

    return register


def each(things: Iterable[Thing], act: Callable[[Thing], object]) -> None:
    """``act`` on each of ``things``, each by itself: one that fails holds up no other.

    The first failure is raised at the end, so that the duty counts as not done and is tried again.
    """
    first: Exception | None = None
    for thing in things:
        try:
            act(thing)
        except Exception as error:
            logger.exception("a periodic duty failed for %r", thing)
            first = first or error
    if first is not None:
        raise first


def duties() -> list[Entry]:
    return sorted(_duties.values(), key=lambda entry: entry.name)


def run_due(now: datetime | None = None) -> list[str]:
    """Do every duty that is due and that no other worker is doing; returns their names."""
    now = now or timezone.now()
    known = {run.name: run for run in PeriodicRun.objects.filter(name__in=_duties)}
    done = []
    for entry in duties():
        run = known.get(entry.name)
        if run is None:
            run, _ = PeriodicRun.objects.get_or_create(name=entry.name)
        free = run.leased_until is None or run.leased_until <= now
        if free and entry.is_due(run.done_at, now) and _lease(run, now):
            _do(entry, run.done_at, now)
            done.append(entry.name)
    return done


def _lease(run: PeriodicRun, now: datetime) -> bool:
    free = PeriodicRun.objects.filter(
        Q(leased_until=None) | Q(leased_until__lte=now), name=run.name, done_at=run.done_at
    )
    return bool(free.update(leased_until=now + LEASE))


def _do(entry: Entry, since: datetime | None, now: datetime) -> None:
    row = PeriodicRun.objects.filter(name=entry.name)
    try:
        with acting_as(actor_id=None, actor_name="系统", channel=Channel.JOB, request_id=""):
            entry.duty(since)
    except Exception as error:  # one broken duty must not stop the others
        logger.exception("periodic duty %s failed", entry.name)
        row.update(leased_until=now + PAUSE, error=repr(error)[:300])
    else:
        row.update(done_at=now, leased_until=None, error="")
