"""Whether a late task may become green again: a rule of the campaign; what follows is derived, never stored."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from weicheng.ground.campaigns.models import Campaign
from weicheng.work.plans.models import Task


def due_by_rule(task: Task, campaign: Campaign) -> date | None:
    """The deadline that lateness is measured by: as published, or as it stands now."""
    return (task.original_due_on or task.due_on) if campaign.late_by_original else task.due_on


def is_done_late(task: Task, campaign: Campaign) -> bool:
    """Done, but after its deadline, in a campaign where that stays visible (逾期完成)."""
    due = due_by_rule(task, campaign)
    return bool(campaign.late_stays_late and task.done_on and due and task.done_on > due)


def done_late(campaign: Campaign) -> Q:
    """The same rule in SQL, for a filter over tasks."""
    if not campaign.late_stays_late:
        return Q(pk__in=[])
    due = Coalesce("original_due_on", "due_on") if campaign.late_by_original else F("due_on")
    return Q(done_on__gt=due)
