"""A unit's tasks as an iCalendar feed: due days, and recurring tasks with their rule."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from icalendar import Alarm, Calendar, Event, vRecur

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.plans.choices import OwnerRole, TaskStatus
from weicheng.work.plans.models import CalendarFeed, Task, TaskOwner
from weicheng.work.plans.rhythms import feed_rule, task_occurrences
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.status import Moment


def calendar_feed(secret: str) -> bytes | None:
    """The calendar behind a secret address; None for one that is not, or no longer, in use."""
    feed = CalendarFeed.objects.filter(secret=secret).select_related("campaign", "unit").first()
    if feed is None:
        return None
    return unit_calendar(feed.campaign, feed.unit)


def unit_calendar(campaign: Campaign, unit: Unit) -> bytes:
    """The live tasks in which the unit, or one below it, leads or helps."""
    mine = TaskOwner.objects.filter(
        task=OuterRef("pk"), unit__path__startswith=unit.path, role__in=(OwnerRole.LEAD, OwnerRole.COOP)
    )
    found = Task.objects.live().filter(Exists(mine), campaign=campaign).order_by("number")
    tasks = list(with_relations(found))
    moment = Moment.of(campaign)
    dress(tasks, moment)
    calendar = Calendar()
    calendar.add("prodid", "-//Weicheng//task ledger//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{unit}：{campaign}")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval;value=duration", "PT12H")
    for task in tasks:
        role = "牵头" if any(owner.unit.path.startswith(unit.path) for owner in task.leads) else "配合"
        if task.due_on is not None:
            calendar.add_component(_due_event(task, role, campaign))
        repeated = _recurring_event(task, role, campaign)
        if repeated is not None:
            calendar.add_component(repeated)
    ical: bytes = calendar.to_ical()
    return ical


def _event(task: Task, role: str, suffix: str, day: date) -> Event:
    event = Event()
    event.add("uid", f"{task.uid}{suffix}@weicheng")
    event.add("dtstamp", task.last_entry_at or task.created_at)
    event.add("sequence", task.version)
    event.add("summary", f"{task.title}（{role}）")
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    status = TaskStatus(task.status).label
    coops = "、".join(str(owner.unit) for owner in task.coops)
    lines = [f"编号：{task.number}", f"状态：{status}", f"完成：{task.percent}%", f"配合：{coops}" if coops else ""]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("transp", "TRANSPARENT")
    return event


def _due_event(task: Task, role: str, campaign: Campaign) -> Event:
    assert task.due_on is not None
    event = _event(task, role, "", task.due_on)
    if task.done_on is None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{task.title}，{task.due_on:%-m月%-d日}到期")
        alarm.add("trigger", timedelta(days=-campaign.warn_workdays))
        event.add_component(alarm)
    return event


def _recurring_event(task: Task, role: str, campaign: Campaign) -> Event | None:
    rule = feed_rule(task)
    first = task.start_on or campaign.starts_on
    last = task.due_on or campaign.ends_on
    days = task_occurrences(task, campaign, first, last) if rule else []
    if not rule or not days:
        return None
    event = _event(task, role, "-r", days[0])
    recur = vRecur.from_ical(rule)
    # The last day is still within the rule: UNTIL of an all-day event is a date.
    recur["UNTIL"] = [last]
    event.add("rrule", recur)
    return event
