"""The rows of units as letters hold them, in a number of queries that does not grow with units or tasks."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.letters.snapshot import ROLES, Row, row_of
from weicheng.work.plans.models import Task, TaskOwner


def rows_of_units(campaign: Campaign, unit_ids: Collection[int]) -> dict[int, list[Row]]:
    """For each unit its rows: what it leads, then what it helps with, by number."""
    owned = TaskOwner.objects.filter(unit__in=unit_ids, role__in=ROLES)
    owners = Prefetch("owners", TaskOwner.objects.select_related("unit", "person").order_by("order", "id"))
    tasks = Task.objects.live().filter(campaign=campaign, pk__in=owned.values("task")).select_related("phase")
    wanted = set(unit_ids)
    found: dict[int, list[Row]] = {pk: [] for pk in unit_ids}
    for task in tasks.prefetch_related(owners).order_by("number"):
        own = list(task.owners.all())
        for unit_id in {owner.unit_id for owner in own if owner.unit_id in wanted}:
            row = row_of(task, own, unit_id)
            if row is not None:
                found[unit_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row["role"] != "lead", row["number"]))
    return found
