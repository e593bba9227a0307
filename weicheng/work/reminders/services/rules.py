"""When each step of reminding comes, and whether what was done late stays marked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.reminders.choices import Stage
from weicheng.work.reminders.models import ReminderRule
from weicheng.work.reminders.permissions import check_user_can_set_reminder_rule

MOST_DAYS = 60
DAYS = ("blue_days", "yellow_days", "red_days")
LATENESS = ("late_stays_late", "late_by_original")


def rule_of(campaign: Campaign) -> ReminderRule:
    """The rule of the campaign, else the defaults, not saved."""
    return ReminderRule.objects.filter(campaign=campaign).first() or ReminderRule(campaign=campaign)


def stage_of(due_on: date, rule: ReminderRule, calendar: WorkCalendar, today: date) -> Stage | None:
    """The step that a task with this deadline has reached; None before the first."""
    if today >= calendar.add_workdays(due_on, rule.red_days):
        return Stage.RED
    if today >= (calendar.add_workdays(due_on, rule.yellow_days) if rule.yellow_days else due_on):
        return Stage.YELLOW
    return Stage.BLUE if today >= calendar.add_workdays(due_on, -rule.blue_days) else None


def set_reminder_rule(*, by: User, campaign: Campaign, values: Mapping[str, int | bool]) -> ReminderRule:
    """``values``: is_on, blue_days, yellow_days, red_days, late_stays_late, late_by_original. Raises Invalid."""
    check_user_can_set_reminder_rule(by, campaign)
    for field in DAYS:
        if not (0 if field == "yellow_days" else 1) <= values[field] <= MOST_DAYS:
            raise Invalid(f"提前和逾期的天数请填1到{MOST_DAYS}个工作日，黄色可以填0。", field)
    if values["yellow_days"] >= values["red_days"]:
        raise Invalid("红色要比黄色晚，请把红色的天数填大一些。", "red_days")
    with transaction.atomic():
        rule, _ = ReminderRule.objects.select_for_update().get_or_create(campaign=campaign)
        place = Campaign.objects.select_for_update().get(pk=campaign.pk)
        before = {**{f: getattr(rule, f) for f in ("is_on", *DAYS)}, **{f: getattr(place, f) for f in LATENESS}}
        for field in ("is_on", *DAYS):
            setattr(rule, field, values[field])
        for field in LATENESS:
            setattr(place, field, bool(values[field]))
            setattr(campaign, field, bool(values[field]))
        rule.save()
        place.save(update_fields=LATENESS)
        audit.record("reminders.rule.set", by=by, obj=campaign, before=before, after=dict(values))
    return rule
