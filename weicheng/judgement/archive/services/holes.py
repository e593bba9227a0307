"""A hole of the matrix becomes a task: the only way by which the archive reaches back into the work."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Clause
from weicheng.judgement.archive.choices import WorkPart
from weicheng.work.plans.choices import Category
from weicheng.work.plans.models import Task
from weicheng.work.plans.permissions import check_user_can_create_task
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.services.editing import OwnerValue, create_task


def hole_url(clause: Clause, year: int, part: str, unit: int | None = None) -> str:
    tail = f"?unit={unit}" if unit else ""
    return reverse("archive:cell", args=[clause.pk, year, part]) + tail


def hole_title(clause: Clause, year: int, part: str) -> str:
    return f"补齐{year}年度“{clause}”的{WorkPart(part).label}材料"[:200]


@transaction.atomic
def task_for_hole(
    *, by: User, campaign: Campaign, clause: Clause, year: int, part: str, unit: Unit, due_on: date, title: str = ""
) -> Task:
    """A task for ``unit`` that carries the clause and knows which hole it is to fill."""
    check_user_can_create_task(by, campaign)
    # The campaign's row is the lock: a form that is sent twice asks the unit once.
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    name, url = title.strip() or hole_title(clause, year, part), hole_url(clause, year, part)
    there = Task.objects.filter(
        campaign=campaign, origin_url=url, title=name, lead_unit=unit, done_on=None, withdrawn_at=None
    )
    if (asked := there.first()) is not None:
        raise NotPossible(f"任务{asked.number}已经请{unit}补这里的材料，没有再建。")
    task = create_task(
        by=by,
        campaign=campaign,
        values={
            "title": name,
            "due_on": due_on,
            "category": Category.ARCHIVES,
        },
        owners=[OwnerValue(unit)],
        origin=f"档案完整度：{year}年度{WorkPart(part).label}缺材料",
        origin_url=url,
    )
    set_clauses(by=by, task=task, picks=[Pick(clause)])
    return task
