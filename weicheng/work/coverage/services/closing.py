"""The only arrow back: a hole becomes a task that carries the clause and points to the hole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit, User
from weicheng.work.coverage.permissions import check_user_can_close_holes
from weicheng.work.coverage.selectors.holes import Hole, HoleKind, holes
from weicheng.work.coverage.selectors.standing import standing_rows, standings
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import Pick, set_clauses
from weicheng.work.plans.services.editing import OwnerValue, create_task

MOST = 200


@dataclass(frozen=True, slots=True)
class Closing:
    """Which hole, by its key, and the unit that takes the lead (None: the office names one later)."""

    key: str
    lead: Unit | None = None
    title: str = ""


def close_holes(*, by: User, campaign: Campaign, closings: Sequence[Closing], due_on: date) -> list[Task]:
    """A task for each hole that still stands and has none yet, all or none; the tasks made, in the order asked.

    A hole that was closed meanwhile, or asked twice, makes no second task. Raises Invalid when nothing was chosen.
    """
    if not closings:
        raise Invalid("请先勾选要补的缺口。", "holes")
    if len(closings) > MOST:
        raise Invalid(f"一次最多建{MOST}项任务，请分几次。", "holes")
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        check_user_can_close_holes(by, locked)
        standing = {hole.key: hole for hole in holes(locked, standing_rows(standings(locked)))}
        made = []
        for closing in closings:
            hole = standing.pop(closing.key, None)
            if hole is not None and hole.is_closable and hole.task is None:
                made.append(_close(by, locked, hole, closing, due_on))
    return made


def _close(by: User, campaign: Campaign, hole: Hole, closing: Closing, due_on: date) -> Task:
    task = create_task(
        by=by,
        campaign=campaign,
        values={"title": closing.title.strip() or hole.title, "due_on": due_on},
        owners=[OwnerValue(closing.lead)] if closing.lead else (),
        origin=f"条款缺口：{hole.clause}，{hole.word}",
        origin_url=hole.url,
    )
    # The first task of a clause answers for all its places, or each would stand as a hole of its own at once.
    places = hole.clause.place_types if hole.kind == HoleKind.TASK else hole.places
    set_clauses(by=by, task=task, picks=[Pick(hole.clause, tuple(places))])
    return task
