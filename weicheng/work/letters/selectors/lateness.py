"""What is due soon and late, by unit and by colour: the tasks of the ledger, taken by their dates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

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
