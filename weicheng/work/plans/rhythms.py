"""On which days a recurring task falls due."""

from __future__ import annotations

from datetime import date

from weicheng.engines.worktime.rhythm import Quota, Rhythm, Rule, occurrences
from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.work.plans.models import Task


def rhythm_of_task(task: Task) -> Rhythm | None:
    """Its rule, else its quota; None for a task that is done once."""
    if task.rrule:
        return Rule(task.rrule)
    if task.quota:
        return Quota(int(task.quota["value"]), task.quota.get("per", "campaign"), task.quota.get("comparator", ">="))
    return None


def task_occurrences(
    task: Task, campaign: Campaign, start: date, end: date, calendar: WorkCalendar | None = None
) -> list[date]:
    """The days between ``start`` and ``end`` on which the task falls due again, within its own stretch or the campaign's."""
    rhythm = rhythm_of_task(task)
    if rhythm is None:
        return []
    first = task.start_on or campaign.starts_on
    last = min(end, task.due_on or campaign.ends_on)
    try:
        return [day for day in occurrences(rhythm, first, last, calendar) if start <= day <= end]
    except (ValueError, KeyError):
        return []  # a rule from a paper that no calendar can carry out
