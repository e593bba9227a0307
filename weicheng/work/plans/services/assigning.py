"""Giving a task its narrowest owner: one unit leads, one person answers (M013, M014)."""

from __future__ import annotations

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Person, Unit, User
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.editing import OwnerValue, change_task


def assign_lead(*, by: User, task: Task, version: int, unit: Unit, person: Person | None = None) -> Task:
    """Make ``unit`` the only lead; other leads go on as cooperating units, so that nobody drops out of the task.

    ``person`` of the unit answers for it; without one, whoever was named before stays. Raises what change_task raises.
    """
    if person is not None and not person.posts.filter(unit=unit).exists():
        raise Invalid(f"{person}不在{unit}任职，不能作为它的责任人。", "person")
    held = list(task.owners.select_related("unit", "person").order_by("order", "id"))
    was = next((one for one in held if one.unit_id == unit.pk and one.role == OwnerRole.LEAD), None)
    lead = OwnerValue(unit, OwnerRole.LEAD, person or (was.person if was else None), was.via if was else "")
    others = [
        OwnerValue(one.unit, OwnerRole.COOP if one.role == OwnerRole.LEAD else one.role, one.person, one.via)
        for one in held
        if one.unit_id != unit.pk or one.role == OwnerRole.REPORT
    ]
    return change_task(by=by, task=task, version=version, changes={"owners": [lead, *others]}, reason="落实责任")


def name_person(*, by: User, task: Task, version: int, unit: Unit, person: Person) -> Task:
    """Name who answers for the task in one of its lead units; the units stay as they are."""
    if not person.posts.filter(unit=unit).exists():
        raise Invalid(f"{person}不在{unit}任职，不能作为它的责任人。", "person")
    owners = [
        OwnerValue(
            one.unit,
            one.role,
            person if (one.unit_id, one.role) == (unit.pk, OwnerRole.LEAD) else one.person,
            one.via,
        )
        for one in task.owners.select_related("unit", "person").order_by("order", "id")
    ]
    return change_task(by=by, task=task, version=version, changes={"owners": owners}, reason="落实责任人")
