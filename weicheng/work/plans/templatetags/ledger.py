"""Words and figures of a task on the ledger's pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.ui.status import STATUS
from weicheng.ground.ui.templatetags.ui import icon
from weicheng.work.plans.lateness import is_done_late
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.timeline import Bar

register = template.Library()
WEEKDAYS = "一二三四五六日"


@register.filter
def amount(value: Decimal | float | None) -> str:
    """1200.00 -> 1,200; 2.50 -> 2.5; nothing for None."""
    if value is None:
        return ""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


@register.filter
def short_amount(value: Decimal | float | None) -> str:
    """Like amount, in 万 from 100,000 on: 8600000 -> 860万; a cell of the list has no room for more."""
    if value is None or abs(value) < 100_000:
        return amount(value)
    return f"{amount(float(value) / 10_000)}万"


@register.filter
def done_percent(task: Task) -> int:
    """How much of the task is done, from the amount where it has a target, else from the percentage."""
    if task.done_on is not None:
        return 100
    if in_amounts(task):
        return min(100, round(100 * float(task.done_value or 0) / float(task.target_value)))
    return task.percent


@register.filter
def in_amounts(task: Task) -> bool:
    """Whether its progress is said in the unit of the target. Who reported in percent is not answered with an amount of 0."""
    in_percent = task.done_value is None and (task.percent > 0 or task.done_on is not None)
    return bool(task.target_value) and not in_percent


@register.filter
def plan_tick(task: Task) -> int | None:
    """Where the plan says today is, for the tick in the bar: only between begin and due day, and not once it is done."""
    percent: int | None = task.plan_percent
    return percent if percent and percent < 100 and task.done_on is None else None


@register.filter
def planned_amount(task: Task) -> str:
    """What an even pace would have reached today, in the unit of the target."""
    percent = plan_tick(task) or 0
    if task.target_value:
        return f"{amount(round(float(task.target_value) * percent / 100))}{task.target_unit}"
    return f"{percent}%"


@register.filter
def weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


@register.filter
def serial(number: str) -> str:
    """QH-2026-0137 -> 0137: the list shows the last part, the drawer the whole."""
    return number.rsplit("-", 1)[-1]


@register.filter
def in_charge(task: Task) -> str:
    """The person in charge without the unit before the name: the group row says it already."""
    lead = str(task.leads[0].unit) if task.leads else ""
    return task.in_charge.removeprefix(lead).strip() or task.in_charge


@register.filter
def done_late(task: Task, campaign: Campaign | None) -> bool:
    """Done after its deadline, where the campaign's rule keeps that visible."""
    return bool(campaign) and is_done_late(task, campaign)


@register.filter
def late_days(task: Task) -> int:
    """How many working days late; a task that fell due on days off counts none yet."""
    return max(0, -(task.workdays_left or 0))


@register.filter
def status_word(task: Task) -> str:
    return STATUS[task.status].word


@register.filter
def status_icon(task: Task) -> SafeString:
    return icon(STATUS[task.status].icon, STATUS[task.status].word)


@register.filter
def bar_end(bar: Bar) -> float:
    """The right end of a timeline bar, in percent from the left."""
    return bar.left + bar.width


@register.filter
def bar_right(bar: Bar) -> float:
    """The left end of a timeline bar, in percent from the right: words before the bar end there."""
    return 100 - bar.left


@register.filter
def off_word(day: date, is_workday: bool) -> str:
    """休 for a weekday off, 班 for a weekend day at work; nothing for a day as every week has it."""
    if is_workday == (day.weekday() < 5):
        return ""
    return "班" if is_workday else "休"
