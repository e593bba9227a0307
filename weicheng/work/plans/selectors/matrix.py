"""The responsibility matrix, units by tasks, and its holes: M018, across to every edge and down to every unit."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.status import Moment


@dataclass(slots=True)
class MatrixUnit:
    """A column: a unit with how many of the shown tasks it leads, helps with, is reported to."""

    unit: Unit
    lead: int = 0
    coop: int = 0
    report: int = 0

    @property
    def total(self) -> int:
        return self.lead + self.coop + self.report


@dataclass(slots=True)
class MatrixRow:
    """A task; ``cells`` stand in the order of the columns: a role code, or "" where the unit has none."""

    task: Task
    cells: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Matrix:
    units: list[MatrixUnit]
    rows: list[MatrixRow]
    units_without_task: list[Unit]  # within the user's reach, in no live task of the campaign, nor is a unit below
    tasks_without_lead: list[Task]

    @property
    def holes(self) -> int:
        return len(self.units_without_task) + len(self.tasks_without_lead)


def responsibility_matrix(campaign: Campaign, user: User, chosen: LedgerFilter) -> Matrix:
    """The filtered tasks against every unit that has a role in one of them."""
    moment = Moment.of(campaign)
    tasks = list(with_relations(ledger_tasks(campaign, user, chosen, moment)))
    dress(tasks, moment)
    columns: dict[int, MatrixUnit] = {}
    for task in tasks:
        for owner in task.owners.all():
            column = columns.setdefault(owner.unit_id, MatrixUnit(owner.unit))
            setattr(column, owner.role, getattr(column, owner.role) + 1)
    units = sorted(columns.values(), key=lambda column: (column.unit.order, column.unit.pk))
    return Matrix(
        units=units,
        rows=[_row(task, units) for task in tasks],
        units_without_task=_idle_units(campaign, user),
        tasks_without_lead=[task for task in tasks if not task.leads],
    )


def _row(task: Task, units: list[MatrixUnit]) -> MatrixRow:
    roles: dict[int, str] = {}
    for owner in task.owners.all():
        if roles.get(owner.unit_id) != OwnerRole.LEAD:
            roles[owner.unit_id] = owner.role
    return MatrixRow(task, [roles.get(column.unit.pk, "") for column in units])


def _idle_units(campaign: Campaign, user: User) -> list[Unit]:
    scope = scope_of(user)
    units = Unit.objects.all() if scope.sees_everything else scope.units()
    alive = units.on(timezone.localdate()).exclude(kind=UnitKind.OFFICE)
    busy = TaskOwner.objects.filter(task__campaign=campaign, task__withdrawn_at=None)
    # A path names the units above, so that a bureau whose section has a task is not idle.
    paths = "".join(busy.order_by().values_list("unit__path", flat=True).distinct())
    named = set(paths.split("/"))
    return [unit for unit in alive if str(unit.pk) not in named]
