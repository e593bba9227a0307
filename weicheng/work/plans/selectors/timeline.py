"""The ledger over time: bars from start to due day, and the days of a month with what falls due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.models import Task
from weicheng.work.plans.rhythms import task_occurrences
from weicheng.work.plans.selectors.ledger import LedgerFilter, ledger_tasks
from weicheng.work.plans.selectors.tasks import begun_on, dress, with_relations
from weicheng.work.plans.status import Moment

SPANS = (12, 18, 24, 36, 60)  # of months: faces.css knows which width each of them needs


@dataclass(slots=True)
class Bar:
    """A task from its first day to its due day (inclusive), placed in percent of the whole width; ``moved_from`` is the
    published due day where it was put off."""

    task: Task
    start: date
    end: date
    group: str
    left: float = 0.0
    width: float = 0.0
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A year, quarter or month at the head of the timeline, placed in percent."""

    label: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The width that the bars are placed on. Years stand above months, or above quarters where months have no room."""

    start: date
    end: date
    months: list[Mark] = field(default_factory=list)
    quarters: list[Mark] = field(default_factory=list)
    years: list[Mark] = field(default_factory=list)
    today: float | None = None  # where today stands, in percent; None outside

    @property
    def span(self) -> int:
        """The step of the style sheet: how many months at most have to stand side by side; 0 is too many for any width."""
        return next((step for step in SPANS if len(self.months) <= step), 0)


@dataclass(slots=True)
class Day:
    """A day of the calendar: tasks due on it, and recurring tasks that come round on it."""

    day: date
    in_month: bool
    is_today: bool
    is_workday: bool
    tasks: list[Task] = field(default_factory=list)
    recurring: list[Task] = field(default_factory=list)


def timeline_rows(campaign: Campaign, user: User, chosen: LedgerFilter) -> list[Bar]:
    """The filtered tasks that have a due day, by lead unit, then by start."""
    moment = Moment.of(campaign)
    found = ledger_tasks(campaign, user, chosen, moment).filter(due_on__isnull=False)
    tasks = list(with_relations(found))
    dress(tasks, moment)
    bars = [_bar(task) for task in tasks]
    bars.sort(key=lambda bar: (not bar.task.leads, bar.group, bar.start, bar.end, bar.task.number))
    scale = timeline_scale(bars)
    for bar in bars:
        bar.left = _place(bar.start, scale)
        bar.width = max(0.4, _place(bar.end + timedelta(days=1), scale) - bar.left)
    return bars


def timeline_scale(bars: Sequence[Bar], today: date | None = None) -> Scale:
    """Whole months around all bars."""
    today = today or timezone.localdate()
    first = min((bar.start for bar in bars), default=today).replace(day=1)
    last = _next_month(max((bar.end for bar in bars), default=today)) - timedelta(days=1)
    scale = Scale(first, last)
    months = [first]
    while (following := _next_month(months[-1])) <= last:
        months.append(following)
    least = 1 + len(months) // 20  # a year of which one month of many is left has no room for its number
    return Scale(
        first,
        last,
        [_mark(scale, [month], f"{month.month}月") for month in months],
        [_mark(scale, found, f"{n}季度", 2) for (_, n), found in _together(months, lambda m: (m.year, _quarter(m)))],
        [_mark(scale, found, f"{year}年", least) for year, found in _together(months, lambda month: month.year)],
        _place(today, scale) if first <= today <= last else None,
    )


def _quarter(month: date) -> int:
    return (month.month + 2) // 3


def _together(months: list[date], key: Callable[[date], Any]) -> list[tuple[Any, list[date]]]:
    return [(name, list(found)) for name, found in groupby(months, key)]


def _mark(scale: Scale, months: list[date], label: str, least: int = 1) -> Mark:
    """Over these months; one of fewer than ``least`` is too narrow for its label."""
    left = _place(months[0], scale)
    width = _place(_next_month(months[-1]), scale) - left
    return Mark(label if len(months) >= least else "", left, width)


def calendar_month(campaign: Campaign, user: User, chosen: LedgerFilter, year: int, month: int) -> list[Day]:
    """The weeks, Monday to Sunday, that hold the month, with the filtered tasks on their days."""
    moment = Moment.of(campaign)
    first = date(year, month, 1)
    start = first - timedelta(days=first.weekday())
    last = _next_month(first) - timedelta(days=1)
    end = last + timedelta(days=6 - last.weekday())
    days = {
        day: Day(day, day.month == month, day == moment.today, moment.calendar.is_workday(day))
        for day in (start + timedelta(days=n) for n in range((end - start).days + 1))
    }
    recurs = ~Q(rrule="") | Q(quota__isnull=False)
    due = Q(due_on__gte=start, due_on__lte=end)
    tasks = list(with_relations(ledger_tasks(campaign, user, chosen, moment).filter(due | recurs)))
    dress(tasks, moment)
    for task in tasks:
        if task.due_on in days:
            days[task.due_on].tasks.append(task)
        for day in task_occurrences(task, campaign, start, end, moment.calendar):
            if day != task.due_on:
                days[day].recurring.append(task)
    return list(days.values())


def _bar(task: Task) -> Bar:
    assert task.due_on is not None
    begun = begun_on(task)
    moved = task.original_due_on if task.original_due_on != task.due_on else None
    return Bar(
        task,
        min(begun, task.due_on),
        task.due_on,
        str(task.leads[0].unit) if task.leads else "没有牵头单位",
        moved_from=moved,
    )


def _place(day: date, scale: Scale) -> float:
    return round(100 * (day - scale.start).days / ((scale.end - scale.start).days + 1), 3)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
