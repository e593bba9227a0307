"""What is due soon and late, by unit and by colour: the tasks of the ledger, taken by their dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.ground.papers.choices import Variant
from weicheng.work.letters.choices import step_of
from weicheng.work.plans.choices import TaskStatus
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.status import Moment


@dataclass(slots=True)
class Pressing:
    """A unit with the tasks it leads that are due soon or late, soonest due first."""

    unit: Unit
    tasks: list[Task] = field(default_factory=list)

    def of(self, variant: str) -> list[Task]:
        return [task for task in self.tasks if colour_of(task) == variant]

    @property
    def late(self) -> list[Task]:
        return [task for task in self.tasks if task.status == TaskStatus.LATE]

    @property
    def due(self) -> list[Task]:
        return [task for task in self.tasks if task.status == TaskStatus.DUE]

    @property
    def colours(self) -> list[tuple[str, str, int]]:
        """(code, word, number) for the colours that the unit has."""
        counted = [(variant.value, str(variant.label), len(self.of(variant))) for variant in Variant]
        return [one for one in counted if one[2]]


@dataclass(slots=True)
class PressingLine:
    """A unit with how many of the tasks it leads have each colour, and the first of those asked for, dressed."""

    unit: Unit
    numbers: dict[str, int]
    first: Task | None = None
    shown: int = 0  # how many of those asked for

    @property
    def due(self) -> int:
        return self.numbers[Variant.BLUE]

    @property
    def late(self) -> int:
        return self.numbers[Variant.YELLOW] + self.numbers[Variant.RED]


def colour_of(task: Task) -> Variant:
    return step_of(task.workdays_left or 0, task.status == TaskStatus.LATE)


def pressing(campaign: Campaign, moment: Moment, unit_ids: Collection[int] | None = None) -> list[Pressing]:
    """Units that lead something due within the warning window or late, in the order of the units."""
    open_ones = Task.objects.live().filter(
        campaign=campaign, done_on=None, reported_on=None, due_on__lte=moment.warn_until
    )
    leads = TaskOwner.objects.filter(role="lead")
    if unit_ids is not None:
        leads = leads.filter(unit__in=unit_ids)
    tasks = list(with_relations(open_ones.filter(pk__in=leads.values("task"))).order_by("due_on", "number"))
    dress(tasks, moment)
    found: dict[int, Pressing] = {}
    for task in tasks:
        for owner in task.leads:
            if unit_ids is None or owner.unit_id in unit_ids:
                found.setdefault(owner.unit_id, Pressing(owner.unit)).tasks.append(task)
    return sorted(found.values(), key=lambda one: (one.unit.order, one.unit.pk))


def pressing_lines(campaign: Campaign, moment: Moment) -> list[PressingLine]:
    """The units of ``pressing`` with numbers only, counted by the database: one line a unit, whatever the tasks."""
    counts = {variant.value: Count("pk", filter=_due_within(variant, moment)) for variant in Variant}
    counted = _led(campaign, moment).order_by().values_list("unit").annotate(**counts)
    numbers = {unit: dict(zip(counts, row, strict=True)) for unit, *row in counted}
    units = Unit.objects.in_bulk(numbers)
    return [PressingLine(units[pk], numbers[pk]) for pk in sorted(numbers, key=lambda pk: (units[pk].order, pk))]


def of_colour(lines: list[PressingLine], campaign: Campaign, moment: Moment, variant: str) -> list[PressingLine]:
    """The lines that have the colour (any, without one), each with the first of its tasks; four queries."""
    found = [line for line in lines if (line.numbers[variant] if variant else sum(line.numbers.values()))]
    led = _led(campaign, moment).filter(_due_within(Variant(variant), moment) if variant else Q())
    place = Window(RowNumber(), partition_by=F("unit"), order_by=[F("task__due_on"), F("task__number")])
    first = dict(led.order_by().annotate(place=place).filter(place=1).values_list("unit", "task"))
    tasks = {task.pk: task for task in with_relations(Task.objects.filter(pk__in=set(first.values())))}
    dress(tasks.values(), moment)
    for line in found:
        line.first = tasks[first[line.unit.pk]]
        line.shown = line.numbers[variant] if variant else sum(line.numbers.values())
    return found


def _led(campaign: Campaign, moment: Moment) -> QuerySet[TaskOwner]:
    """Who leads what is due within the warning window or late."""
    return TaskOwner.objects.filter(
        role="lead", task__campaign=campaign, task__withdrawn_at=None, task__done_on=None, task__reported_on=None,
        task__due_on__lte=moment.warn_until,
    )  # fmt: skip


def _due_within(variant: Variant, moment: Moment) -> Q:
    """The colour as days: the last day on which a task is red is found once, step by step backwards."""
    if variant == Variant.BLUE:
        return Q(task__due_on__gte=moment.today)
    red = moment.today - timedelta(days=1)
    while step_of(moment.workdays_left(red), is_late=True) != Variant.RED:
        red -= timedelta(days=1)
    if variant == Variant.RED:
        return Q(task__due_on__lte=red)
    return Q(task__due_on__gt=red, task__due_on__lt=moment.today)
