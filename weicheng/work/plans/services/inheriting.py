"""Tasks of a unit that is no more go to the unit that took it over, each with an entry that says so."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.context import acting_as
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import check_office
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.selectors.inheritance import has_ended, open_tasks_of
from weicheng.work.plans.services.editing import CHANGED, OwnerValue, write_task
from weicheng.work.plans.services.pen import Pen, locked_tasks


def hand_over_tasks(*, by: User, unit: Unit, into: Unit, reason: str = "") -> int:
    """Give the open tasks of ``unit``, in every campaign that goes on, to ``into``; how many. All or none, office only."""
    check_office(by, "把任务交给别的单位")
    why = f"{unit.name}并入{into.name}"
    keys = open_tasks_of(unit).values_list("pk", flat=True)
    return _write(by, keys, {unit.pk: into}, f"{why}：{reason.strip()}" if reason.strip() else why)


def hand_to_heirs(*, by: User, tasks: Iterable[Task]) -> int:
    """Give these tasks to whoever took over the units that are no more; how many changed.

    NotPossible where a unit was dissolved and nobody took it over: a person must choose.
    """
    check_office(by, "把任务交给别的单位")
    keys = [task.pk for task in tasks]
    owners = list(TaskOwner.objects.filter(has_ended(), task__in=keys).select_related("unit__merged_into__merged_into"))
    if not owners:
        raise NotPossible("没有要交的任务了，可能别人刚交过。")
    heirs = {owner.unit_id: heir_of(owner.unit) for owner in owners}
    heirs = {pk: heir for pk, heir in heirs.items() if heir.pk != pk and heir.valid_to is None}
    if not heirs:
        raise NotPossible("没有接手的单位：这些单位是撤销的，不是合并的。请打开任务，选新的责任单位。")
    return _write(by, keys, heirs, "原责任单位已并入")


def _write(by: User, keys: Iterable[int], heirs: dict[int, Unit], reason: str) -> int:
    pen = Pen(keys := list(keys))
    changed = 0
    with transaction.atomic(), acting_as(channel=Channel.BULK):
        for task in locked_tasks(keys).values():
            was = task.version
            write_task(by, task, {"owners": _inherited(task, heirs)}, reason, pen=pen)
            changed += task.version > was
        pen.write(by=by, action=CHANGED, reason=reason)
    return changed


def _inherited(task: Task, heirs: dict[int, Unit]) -> list[OwnerValue]:
    """The owners with the heirs in the places of the old; who leads need not cooperate besides. A person of the old
    unit has lost the post there, so nobody is named until the heir names somebody."""
    values = [
        OwnerValue(heirs[one.unit_id], one.role, None, one.via)
        if one.unit_id in heirs
        else OwnerValue(one.unit, one.role, one.person, one.via)
        for one in task.owners.all()
    ]
    taken = {heir.pk for heir in heirs.values()}
    led = {value.unit.pk for value in values if value.role == OwnerRole.LEAD} & taken
    return [value for value in values if value.role != OwnerRole.COOP or value.unit.pk not in led]
