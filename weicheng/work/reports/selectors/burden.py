"""The burden meter: what was asked of each unit in a week, from the record of what its people handed in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.clock import midnight
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import Unit
from weicheng.work.duties.models import Duty, DutyRecordFile
from weicheng.work.plans.models import ProgressFile, Task, TaskOwner
from weicheng.work.plans.similarity import Index, Subject
from weicheng.work.reports.selectors.drafting import ROLES

LEAST_LIKENESS = 0.72
MOST_PAIRS = 100


@dataclass(frozen=True, slots=True)
class Cost:
    """What handing in one of these asks of a person; minutes are our estimate, stated on the page."""

    word: str
    fields: int
    minutes: float
    is_report: bool = False


# By the code of the audit trail: every form that a unit hands in.
COSTS = {
    "plans.entry.reported": Cost("进展", 3, 1.0),
    "difficulties.difficulty.raised": Cost("难点", 4, 3.0),
    "duties.record.made": Cost("常态工作记录", 2, 0.5),
    "cascade.row.added": Cost("分解事项", 4, 2.0),
    "cascade.answer.submit": Cost("单位方案", 1, 1.0, True),
    "consultation.reply.given": Cost("征求意见", 2, 1.0),
    "consultation.receipt.signed": Cost("签收", 1, 0.2),
    "plans.postponement.asked": Cost("延期申请", 2, 2.0),
    "reports.report.edited": Cost("改报告的句子", 1, 0.5),
    "reports.report.submitted": Cost("周报、月报", 1, 3.0, True),
}


@dataclass(slots=True)
class Burden:
    """One unit in one week."""

    unit: Unit
    forms: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    fields: int = 0
    photos: int = 0
    reports: int = 0
    minutes: float = 0.0
    by_week: list[float] = field(default_factory=list)  # minutes of the last weeks, the oldest first

    @property
    def number(self) -> int:
        return sum(self.forms.values())

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Form and how many, the most first."""
        return sorted(self.forms.items(), key=lambda pair: -pair[1])


@dataclass(frozen=True, slots=True)
class Twice:
    """The same fact asked twice of one unit."""

    unit: str
    first: Task
    second: Task | Duty
    why: str


def burdens(campaign: Campaign, monday: date, weeks: int = 8) -> list[Burden]:
    """By unit for the week from ``monday``, the heaviest first, with the minutes of the weeks before; four queries."""
    start = monday - timedelta(weeks=weeks - 1)
    found: dict[int, Burden] = {}
    units = Unit.objects.in_bulk(
        list(
            TaskOwner.objects.filter(task__campaign=campaign, role__in=ROLES).values_list("unit", flat=True).distinct()
        )
    )
    for unit in units.values():
        found[unit.pk] = Burden(unit, by_week=[0.0] * weeks)
    events = AuditEvent.objects.filter(
        campaign_id=campaign.pk, action__in=COSTS, at__gte=midnight(start), at__lt=midnight(monday + timedelta(weeks=1)),
        unit_id__in=units,
    ).values_list("unit_id", "action", "at")  # fmt: skip
    for unit_pk, action, at in events.iterator(chunk_size=5000):
        burden, cost = found[unit_pk or 0], COSTS[action]
        week = (timezone.localdate(at) - start).days // 7
        burden.by_week[week] += cost.minutes
        if week == weeks - 1:
            burden.forms[cost.word] += 1
            burden.fields += cost.fields
            burden.minutes += cost.minutes
            burden.reports += cost.is_report
    _add_photos(campaign, monday, found)
    return sorted(found.values(), key=lambda burden: (-burden.minutes, burden.unit.order, burden.unit.pk))


def _add_photos(campaign: Campaign, monday: date, found: dict[int, Burden]) -> None:
    first, end = midnight(monday), midnight(monday + timedelta(weeks=1))
    progress = ProgressFile.objects.filter(entry__task__campaign=campaign, entry__at__gte=first, entry__at__lt=end)
    records = DutyRecordFile.objects.filter(
        record__occurrence__duty__campaign=campaign, record__at__gte=first, record__at__lt=end
    )
    for rows, name in ((progress, "entry__unit"), (records, "record__occurrence__unit")):
        for unit, number in rows.order_by().values_list(name).annotate(n=Count("pk")):
            if unit in found:
                found[unit].photos += number
                found[unit].minutes += number * 0.5


def asked_twice(campaign: Campaign) -> list[Twice]:
    """Tasks of one unit that ask the same, and recurring tasks that are also a duty with a number of its own."""
    owners = (
        TaskOwner.objects.filter(task__campaign=campaign, task__withdrawn_at=None, role__in=ROLES)
        .select_related("task", "unit")
        .defer("task__quantities", "task__section")
    )
    by_unit: dict[Unit, dict[int, Task]] = defaultdict(dict)
    for owner in owners:
        by_unit[owner.unit][owner.task_id] = owner.task
    found: list[Twice] = []
    for unit, tasks in sorted(by_unit.items(), key=lambda pair: pair[0].pk):
        found += _alike(str(unit), tasks)
    return (found + _also_duties(campaign))[:MOST_PAIRS]


def _alike(unit: str, tasks: dict[int, Task]) -> list[Twice]:
    subjects = [
        Subject(task.pk, task.title, "", amounts=frozenset({(task.target_value, task.target_unit)} - {(None, "")}))
        for task in tasks.values()
    ]
    index = Index(subjects)
    pairs = {
        tuple(sorted((subject.key, other.key)))  # type: ignore[type-var]
        for subject in subjects
        for other, _ in index.like(subject, LEAST_LIKENESS)[:3]
    }
    return [Twice(unit, tasks[first], tasks[second], "两项任务说的是一件事") for first, second in sorted(pairs)]  # type: ignore[index,arg-type]


def _also_duties(campaign: Campaign) -> list[Twice]:
    """A task whose number is reported as progress and recorded again with its duty."""
    both = Duty.objects.filter(campaign=campaign, ended_at=None, task__target_value__isnull=False).exclude(
        number_unit=""
    )
    return [
        Twice(str(duty.task.lead_unit or "—"), duty.task, duty, "同一个数既报进展，又记常态工作")
        for duty in both.select_related("task__lead_unit")
        if duty.task is not None
    ]
