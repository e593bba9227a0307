"""Whose tasks are late and on which days the next fall due, as the home page and the leader's page show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min

from weicheng.ground.org.models import Unit
from weicheng.work.plans.models import Task
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.counts import OPEN
from weicheng.work.plans.status import Moment


@dataclass(slots=True)
class LateUnit:
    """A unit with how many tasks are late; ``tasks``: the first of them, where they are asked for. ``unit`` is None for
    tasks without a lead."""

    unit: Unit | None
    number: int
    longest: int  # working days late, of the one that is longest late
    tasks: list[Task] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.unit) if self.unit else "没有牵头单位"

    @property
    def days(self) -> list[int]:
        """Working days late, of each task shown."""
        return [-(task.workdays_left or 0) for task in self.tasks]


@dataclass(slots=True)
class DueDay:
    """A day with how many tasks fall due and the first of them."""

    day: date
    number: int
    tasks: list[Task] = field(default_factory=list)
    word: str = ""  # 今天, 明天, 周三

    @property
    def first(self) -> Task | None:
        return self.tasks[0] if self.tasks else None


def late_tasks(tasks: TaskQuerySet, moment: Moment) -> TaskQuerySet:
    """Past their due day and neither done nor said to be, in no order."""
    return tasks.filter(stage__in=OPEN, due_on__lt=moment.today).order_by()


def late_units(tasks: TaskQuerySet, moment: Moment, most: int) -> tuple[list[LateUnit], int]:
    """The units with most late tasks, at most ``most``; and how many units there are."""
    by_lead = late_tasks(tasks, moment).values_list("lead_unit").annotate(n=Count("pk"), first=Min("due_on"))
    rows = list(by_lead.order_by("-n", "first"))
    units = Unit.objects.in_bulk([unit for unit, _, _ in rows[:most] if unit])
    found = [LateUnit(units.get(unit), number, -moment.workdays_left(first)) for unit, number, first in rows[:most]]
    return found, len(rows)
