"""How many tasks stand where, read from an index by stage and due day: the same cost for a thousand tasks and for many more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q

from weicheng.work.plans.choices import Stage, TaskStatus
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.status import Moment

OPEN = frozenset({Stage.IDLE, Stage.BEGUN})


@dataclass(frozen=True)
class DueCounts:
    """Numbers of tasks by stage and due day, and of those not yet begun that have begun by their start day."""

    moment: Moment
    numbers: Counter[tuple[int, date | None]]
    started: int  # idle, neither late nor due soon, past their first day

    @property
    def total(self) -> int:
        return self.numbers.total()

    def by_status(self) -> dict[str, int]:
        """As status.task_status says of each task; a test holds the two equal."""
        return dict(self._by_status)

    @cached_property
    def _by_status(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for (stage, due), number in self.numbers.items():
            found[self._status(stage, due)] += number
        found[TaskStatus.DOING] += self.started
        found[TaskStatus.TODO] -= self.started
        return {status: number for status, number in found.items() if number}

    def open_due(self, first: date, last: date) -> int:
        """Tasks not yet reported done that fall due in the days from ``first`` to ``last``."""
        return sum(number for day, number in self.open_by_day().items() if first <= day <= last)

    def open_by_day(self) -> Counter[date]:
        """How many tasks not yet reported done fall due on each day."""
        return self._open_by_day

    @cached_property
    def _open_by_day(self) -> Counter[date]:
        found: Counter[date] = Counter()
        for (stage, due), number in self.numbers.items():
            if due is not None and stage in OPEN:
                found[due] += number
        return found

    def late(self) -> int:
        return self.open_due(date.min, self.moment.today - timedelta(days=1))

    def _status(self, stage: int, due: date | None) -> str:
        if stage == Stage.DONE:
            return TaskStatus.DONE
        if stage == Stage.REPORTED:
            return TaskStatus.CHECK
        if due is not None and due < self.moment.today:
            return TaskStatus.LATE
        if due is not None and due <= self.moment.warn_until:
            return TaskStatus.DUE
        return TaskStatus.DOING if stage == Stage.BEGUN else TaskStatus.TODO


def due_counts(tasks: TaskQuerySet, moment: Moment) -> DueCounts:
    """Two queries, whatever the number of tasks."""
    plain = tasks.order_by()
    pairs = plain.values_list("stage", "due_on").annotate(n=Count("*"))
    numbers = Counter({(stage, due): number for stage, due, number in pairs})
    later = Q(due_on=None) | Q(due_on__gt=moment.warn_until)
    started = plain.filter(later, stage=Stage.IDLE, start_on__lte=moment.today).count()
    return DueCounts(moment, numbers, started)
