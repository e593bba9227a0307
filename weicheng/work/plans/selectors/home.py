"""The first page: what is late and whose, what falls due this week, how the work stands against the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Min, Prefetch
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.choices import EntryState, PlanState, RowState, TaskStatus
from weicheng.work.plans.models import DraftRow, Plan, ProgressEntry, Task
from weicheng.work.plans.selectors.ledger import Counts
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.status import Moment

WEEKS_BACK, WEEKS_AHEAD = 16, 13
_DAYS = "一二三四五六日"
_OVER = frozenset({TaskStatus.DONE, TaskStatus.CHECK})


@dataclass(slots=True)
class LateUnit:
    """A unit with its late tasks, the longest first; ``unit`` is None for those without a lead."""

    unit: Unit | None
    tasks: list[Task] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.unit) if self.unit else "没有牵头单位"

    @property
    def days(self) -> list[int]:
        """Working days late, of each task."""
        return [-(task.workdays_left or 0) for task in self.tasks]


@dataclass(slots=True)
class DueDay:
    day: date
    word: str  # 今天, 明天, 周三
    tasks: list[Task] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Series:
    """Dated tasks by week, cumulative: due by the published dates, and done. ``done`` ends with this week."""

    weeks: list[date]  # the last day of each week
    planned: list[int]
    done: list[int]

    @property
    def planned_now(self) -> int:
        return self.planned[len(self.done) - 1] if self.done else 0

    @property
    def done_now(self) -> int:
        return self.done[-1] if self.done else 0

    @property
    def behind(self) -> int:
        """How many fewer are done than the plan says by now; below zero: ahead."""
        return self.planned_now - self.done_now


@dataclass(frozen=True, slots=True)
class HeatDay:
    day: date
    count: int
    is_workday: bool


@dataclass(slots=True)
class UnitCounts:
    """The tasks that a unit leads, by status."""

    unit: Unit
    counts: Counts


@dataclass(slots=True)
class HomeNumbers:
    today: date
    counts: Counts
    late: list[LateUnit]
    due: list[DueDay]
    series: Series
    heat: list[list[HeatDay]]  # by week, Monday to Sunday
    units: list[UnitCounts]
    phases: list[Phase]
    phase: Phase | None
    waiting: int  # entries to confirm
    waiting_workdays: int  # how long the oldest has waited
    to_review: list[tuple[Plan, int]]  # papers with rows nobody has confirmed
    no_lead: int

    @property
    def late_total(self) -> int:
        return sum(len(unit.tasks) for unit in self.late)

    @property
    def due_total(self) -> int:
        return sum(len(day.tasks) for day in self.due)

    @property
    def is_empty(self) -> bool:
        return self.counts.total == 0


def home_numbers(campaign: Campaign, user: User) -> HomeNumbers:
    """Everything on the home page, of the tasks within the user's reach; about twelve queries."""
    moment = Moment.of(campaign)
    tasks = list(with_relations(Task.objects.for_user(user).live().filter(campaign=campaign)))
    dress(tasks, moment)
    phases = list(campaign.phases.all())
    waiting, oldest = _waiting(tasks)
    return HomeNumbers(
        today=moment.today,
        counts=Counts(dict(Counter(task.status for task in tasks))),
        late=_late(tasks),
        due=_due(tasks, moment.today),
        series=_series(tasks, moment.today),
        heat=_heat(tasks, moment),
        units=_units(tasks),
        phases=phases,
        phase=next((phase for phase in phases if phase.starts_on <= moment.today <= phase.ends_on), None),
        waiting=waiting,
        waiting_workdays=moment.calendar.workdays_between(oldest, moment.today) if oldest else 0,
        to_review=_to_review(campaign) if is_office(user) else [],
        no_lead=sum(not task.leads for task in tasks),
    )


def _late(tasks: Sequence[Task]) -> list[LateUnit]:
    found: dict[int, LateUnit] = {}
    for task in sorted(tasks, key=lambda task: task.due_on or date.max):
        if task.status == TaskStatus.LATE:
            unit = task.leads[0].unit if task.leads else None
            found.setdefault(unit.pk if unit else 0, LateUnit(unit)).tasks.append(task)
    return sorted(found.values(), key=lambda late: (-len(late.tasks), -max(late.days)))


def _due(tasks: Sequence[Task], today: date) -> list[DueDay]:
    found: dict[date, DueDay] = {}
    for task in sorted(tasks, key=lambda task: (task.due_on or date.max, task.number)):
        if task.due_on and 0 <= (task.due_on - today).days <= 7 and task.status not in _OVER:
            day = task.due_on
            found.setdefault(day, DueDay(day, _word(day, today))).tasks.append(task)
    return list(found.values())


def _word(day: date, today: date) -> str:
    return {0: "今天", 1: "明天"}.get((day - today).days) or f"周{_DAYS[day.weekday()]}"


def _series(tasks: Sequence[Task], today: date) -> Series:
    planned = [task.original_due_on or task.due_on for task in tasks]
    dues = sorted(day for day in planned if day)
    dones = sorted(task.done_on for task in tasks if task.done_on and task.due_on)
    if not dues:
        return Series([], [], [])
    sunday = today + timedelta(days=6 - today.weekday())
    first = min([*dues[:1], *dones[:1], sunday])
    back = min(WEEKS_BACK, max(0, (sunday - first).days // 7 + 1))
    ahead = min(4, max(0, -((sunday - dues[-1]).days // 7)))
    weeks = [sunday + timedelta(weeks=n) for n in range(-back, ahead + 1)]
    return Series(
        weeks=weeks,
        planned=[sum(day <= week for day in dues) for week in weeks],
        done=[sum(day <= week for day in dones) for week in weeks if week <= sunday],
    )


def _heat(tasks: Sequence[Task], moment: Moment) -> list[list[HeatDay]]:
    counts = Counter(task.due_on for task in tasks if task.due_on and task.status not in _OVER)
    monday = moment.today - timedelta(days=moment.today.weekday())
    return [
        [
            HeatDay(day, counts[day], moment.calendar.is_workday(day))
            for day in (monday + timedelta(weeks=week, days=n) for n in range(7))
        ]
        for week in range(WEEKS_AHEAD)
    ]


def _units(tasks: Sequence[Task]) -> list[UnitCounts]:
    found: dict[int, UnitCounts] = {}
    for task in tasks:
        for owner in task.leads:
            counts = found.setdefault(owner.unit_id, UnitCounts(owner.unit, Counts())).counts.by_status
            counts[task.status] = counts.get(task.status, 0) + 1
    return sorted(found.values(), key=lambda one: (-one.counts.late, -one.counts.total, one.unit.order))


def _waiting(tasks: Sequence[Task]) -> tuple[int, date | None]:
    number = sum(task.waiting for task in tasks)
    if not number:
        return 0, None
    entries = ProgressEntry.objects.filter(task__in=[t.pk for t in tasks if t.waiting], state=EntryState.SUBMITTED)
    oldest = entries.aggregate(at=Min("at"))["at"]
    return number, timezone.localdate(oldest) if oldest else None


def _to_review(campaign: Campaign) -> list[tuple[Plan, int]]:
    rows = DraftRow.objects.filter(state=RowState.OPEN).only("pk", "plan_id")
    plans = (
        Plan.objects.filter(campaign=campaign, state=PlanState.REVIEW)
        .defer("text", "blocks", "tables", "facts")
        .prefetch_related(Prefetch("rows", rows, to_attr="open_rows"))
    )
    return [(plan, len(plan.open_rows)) for plan in plans if plan.open_rows]
