"""The status of a task by rule, never by hand: one SQL expression and one Python function, held equal by a test.

done > check > late > due > doing > todo: the first that holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone

from weicheng.work.plans.choices import TaskStatus

if TYPE_CHECKING:
    from weicheng.engines.worktime.workdays import WorkCalendar
    from weicheng.ground.campaigns.models import Campaign


class Dated(Protocol):
    """What the rule looks at; a Task has it all."""

    start_on: date | None
    due_on: date | None
    reported_on: date | None
    done_on: date | None
    percent: int
    done_value: Decimal | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Today, the last day of the warning window, and the calendar of working days."""

    today: date
    warn_until: date
    calendar: WorkCalendar
    # Working days from today to a day, counted once for all tasks of a page: step by step outwards from today.
    _counted: dict[int, list[int]] = field(default_factory=lambda: {1: [0], -1: [0]}, compare=False, repr=False)

    @classmethod
    def of(cls, campaign: Campaign, today: date | None = None) -> Moment:
        from weicheng.ground.campaigns.calendar import work_calendar

        calendar = work_calendar()
        today = today or timezone.localdate()
        return cls(today, calendar.add_workdays(today, campaign.warn_workdays), calendar)

    def workdays_left(self, due_on: date) -> int:
        """Working days from tomorrow to the due day; below zero, the working days that it is late."""
        way, days = (1, (due_on - self.today).days) if due_on >= self.today else (-1, (self.today - due_on).days)
        counted = self._counted[way]
        while len(counted) <= days:
            # Looking ahead the day reached counts; looking back the day left counts, today first.
            step = len(counted) if way > 0 else 1 - len(counted)
            counted.append(counted[-1] + self.calendar.is_workday(self.today + timedelta(days=step)))
        return way * counted[days]

    def due_words(self, due_on: date | None, status: str) -> str:
        """剩4个工作日, 今天到期, 逾期3个工作日; nothing for a task that is done or has no date."""
        if due_on is None or status in {TaskStatus.DONE, TaskStatus.CHECK}:
            return ""
        if due_on == self.today:
            return "今天到期"
        days = self.workdays_left(due_on)
        if due_on < self.today:
            return f"逾期{-days}个工作日" if days else "刚过期限"
        return f"剩{days}个工作日" if days else "节假日内到期"


def task_status(task: Dated, moment: Moment) -> TaskStatus:
    if task.done_on is not None:
        return TaskStatus.DONE
    if task.reported_on is not None:
        return TaskStatus.CHECK
    if task.due_on is not None and task.due_on < moment.today:
        return TaskStatus.LATE
    if task.due_on is not None and task.due_on <= moment.warn_until:
        return TaskStatus.DUE
    begun = task.percent > 0 or (task.done_value is not None and task.done_value > 0)
    if begun or (task.start_on is not None and task.start_on <= moment.today):
        return TaskStatus.DOING
    return TaskStatus.TODO


def status_expression(moment: Moment) -> Case:
    """The same rule in SQL."""
    begun = Q(percent__gt=0) | Q(done_value__gt=0) | Q(start_on__lte=moment.today)
    return Case(
        When(done_on__isnull=False, then=Value(TaskStatus.DONE.value)),
        When(reported_on__isnull=False, then=Value(TaskStatus.CHECK.value)),
        When(due_on__lt=moment.today, then=Value(TaskStatus.LATE.value)),
        When(due_on__lte=moment.warn_until, then=Value(TaskStatus.DUE.value)),
        When(begun, then=Value(TaskStatus.DOING.value)),
        default=Value(TaskStatus.TODO.value),
        output_field=CharField(),
    )
