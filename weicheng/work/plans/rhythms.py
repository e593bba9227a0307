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


_PLACES = {"WEEKLY": "BYDAY=SU", "MONTHLY": "BYMONTHDAY=-1", "YEARLY": "BYMONTH=12;BYMONTHDAY=-1"}
_QUARTERS = {
    "FREQ=MONTHLY;INTERVAL=3": "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
    "FREQ=MONTHLY;INTERVAL=6": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
}
_QUOTAS = {
    "day": "FREQ=DAILY",
    "week": "FREQ=WEEKLY;BYDAY=SU",
    "month": "FREQ=MONTHLY;BYMONTHDAY=-1",
    "quarter": _QUARTERS["FREQ=MONTHLY;INTERVAL=3"],
    "half": _QUARTERS["FREQ=MONTHLY;INTERVAL=6"],
    "half_year": _QUARTERS["FREQ=MONTHLY;INTERVAL=6"],
    "year": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1",
}


def feed_rule(task: Task) -> str:
    """The rule as other calendars need it, with the day in the period written out; "" for a task that is done once.

    A calendar program would put 每月 on the day of the month on which it begins and skip months that lack that day.
    """
    if not task.rrule:
        return _QUOTAS.get(str(task.quota.get("per")), "") if task.quota else ""
    rule = _QUARTERS.get(task.rrule, task.rrule)
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    if parts.get("FREQ") in ("HOURLY", "MINUTELY"):
        return "FREQ=DAILY"
    if "BYDAY" in parts or "BYMONTHDAY" in parts:
        return rule
    if "BYMONTH" in parts and parts.get("FREQ") != "WEEKLY":
        return f"{rule};BYMONTHDAY=-1"
    place = _PLACES.get(parts.get("FREQ", ""))
    return f"{rule};{place}" if place else rule
