"""The ledger as it stood at the end of an earlier day, by what is known now: dates from the record, progress from the entries.

What was confirmed later counts from the day the unit gave; a change of deadline counts from the day it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils.dateparse import parse_date

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.clock import midnight
from weicheng.ground.kernel.models import AuditEvent
from weicheng.work.plans.choices import Stage
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.counts import OPEN

_CHANGES = ("plans.task.changed", "plans.task.postponed", "plans.task.revised")


@dataclass
class Past:
    """The evening of ``day``. ``tasks`` are the live ones within reach."""

    campaign: Campaign
    tasks: TaskQuerySet
    day: date

    @cached_property
    def evening(self) -> datetime:
        return midnight(self.day + timedelta(days=1))

    @cached_property
    def moved(self) -> dict[int, date | None]:
        """The due day of that evening, of the tasks whose due day was changed since."""
        found: dict[int, date | None] = {}
        events = AuditEvent.objects.filter(
            campaign_id=self.campaign.pk, action__in=_CHANGES, at__gte=self.evening, before__has_key="due_on"
        )
        for pk, before in events.order_by("id").values_list("object_id", "before"):
            found.setdefault(int(pk), parse_date(before["due_on"] or ""))
        return found

    def existing(self) -> TaskQuerySet:
        """A task is as old as the paper that orders it, though the paper was read in later."""
        return self.tasks.exclude(ordered_on__gt=self.day)

    def late(self) -> TaskQuerySet:
        """Tasks past their due day of then, and neither done nor said to be."""
        return self.existing().filter(self._was_due, self._was_open)

    def late_count(self, open_before: int | None = None) -> int:
        """How many, asked in parts that indexes answer: late by the dates of now, less and plus what has changed since.

        ``open_before``: how many of ``tasks`` that fell due before the day are open today, if that is known already.
        """
        due = self.tasks.filter(due_on__lt=self.day)
        counted = due.filter(stage__in=OPEN).count() if open_before is None else open_before
        for part in (Q(done_on__gt=self.day), Q(stage=Stage.REPORTED, reported_on__gt=self.day)):
            counted += due.filter(part).count()
        newer = self._newer()
        moved = self.existing().filter(self._was_open, pk__in=list(self.moved))
        now = {pk for pk, due_on in moved.values_list("pk", "due_on") if due_on is not None and due_on < self.day}
        then = {pk for pk in moved.values_list("pk", flat=True) if self._late_then(pk)}
        return counted - newer - len(now) + len(then)

    def _newer(self) -> int:
        """Late by the dates of now, but ordered since: asked in the same parts."""
        since = self.tasks.filter(ordered_on__gt=self.day, due_on__lt=self.day)
        return since.filter(self._was_open).count() if since.exists() else 0

    def _late_then(self, pk: int) -> bool:
        due = self.moved[pk]
        return due is not None and due < self.day

    @property
    def _was_due(self) -> Q:
        late = [pk for pk in self.moved if self._late_then(pk)]
        return (Q(due_on__lt=self.day) & ~Q(pk__in=list(self.moved))) | Q(pk__in=late)

    @property
    def _was_open(self) -> Q:
        return Q(stage__in=OPEN) | Q(done_on__gt=self.day) | Q(stage=Stage.REPORTED, reported_on__gt=self.day)
