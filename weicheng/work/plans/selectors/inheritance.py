"""What units that are no more still hold: open tasks that nobody can report on until somebody takes them over."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.org.access import is_office
from weicheng.ground.org.estates import Left
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.querysets import TaskQuerySet

SHOWN = 6


def has_ended(prefix: str = "") -> Q:
    """The owners whose unit is no more today; ``prefix`` leads to the owner."""
    return Q(**{f"{prefix}unit__valid_to__lt": timezone.localdate()})


def open_tasks_of(unit: Unit) -> TaskQuerySet:
    """The live, unfinished tasks of campaigns that go on, in which the unit itself has a role."""
    mine = TaskOwner.objects.filter(unit=unit).values("task")
    return Task.objects.live().filter(pk__in=mine, done_on=None, campaign__is_closed=False)


def tasks_left(by: User, unit: Unit) -> Left:
    """The open tasks of a unit that ends, the led ones first, for the page that asks once more."""
    tasks = open_tasks_of(unit)
    led = set(TaskOwner.objects.filter(unit=unit, role=OwnerRole.LEAD, task__in=tasks).values_list("task", flat=True))
    rows = sorted(tasks.only("pk", "number", "title"), key=lambda task: (task.pk not in led, task.number))
    some = [f"{task.number} {task.title}（{'牵头' if task.pk in led else '配合'}）" for task in rows[:SHOWN]]
    return Left("项没办完的任务", len(rows), some, f"{reverse('ledger:list')}?unit={unit.pk}", is_office(by))
