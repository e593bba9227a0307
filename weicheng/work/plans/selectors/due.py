"""Whose tasks are late and on which days the next fall due, as the home page and the leader's page show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, OuterRef, Subquery

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


@dataclass(frozen=True, slots=True)
class LateUnits:
    """``first``: the units with most late tasks; ``units`` how many units there are, ``total`` how many tasks."""

    first: list[LateUnit]
    units: int
    total: int


def late_units(tasks: TaskQuerySet, moment: Moment, most: int) -> LateUnits:
    """The units with most late tasks, at most ``most``; of as many tasks the unit that is longest late.

    Asked unit by unit: the index holds each unit's open tasks by their day, so that nothing but late tasks is read.
    """
    late = late_tasks(tasks, moment)
    own = late.filter(lead_unit=OuterRef("pk")).values("lead_unit").annotate(n=Count("*")).values("n")
    counted = Unit.objects.order_by().values_list("pk", Subquery(own))
    numbers: dict[int | None, int] = {unit: number for unit, number in counted if number}
    if nobodys := late.filter(lead_unit=None).count():
        numbers[None] = nobodys
    chosen = _first_units(late, numbers, moment, most)
    return LateUnits(chosen, len(numbers), sum(numbers.values()))


def _first_units(late: TaskQuerySet, numbers: dict[int | None, int], moment: Moment, most: int) -> list[LateUnit]:
    least = sorted(numbers.values(), reverse=True)[:most][-1:]
    high = {unit for unit, number in numbers.items() if least and number >= least[0]}
    led = late.filter(lead_unit__in=[unit for unit in high if unit])
    since: dict[int | None, date] = dict(led.values_list("lead_unit").annotate(first=Min("due_on")))
    if None in high:
        since[None] = late.filter(lead_unit=None).aggregate(first=Min("due_on"))["first"]
    chosen = sorted(high & since.keys(), key=lambda unit: (-numbers[unit], since[unit], unit or 0))[:most]
    units = Unit.objects.in_bulk([unit for unit in chosen if unit])
    return [LateUnit(units.get(unit or 0), numbers[unit], -moment.workdays_left(since[unit])) for unit in chosen]
