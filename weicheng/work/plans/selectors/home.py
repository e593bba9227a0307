"""The first page: what is late and whose, what falls due this week, how the work stands against the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import EntryState, PlanState, RowState
from weicheng.work.plans.models import DraftRow, Plan, ProgressEntry, Task
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.counts import OPEN, DueCounts, due_counts
from weicheng.work.plans.selectors.due import DueDay, LateUnit, late_tasks, late_units
from weicheng.work.plans.selectors.ledger import Counts
from weicheng.work.plans.selectors.tasks import dress, live_tasks, with_relations
from weicheng.work.plans.status import Moment

WEEKS_BACK, WEEKS_AHEAD = 16, 13
_DAYS = "一二三四五六日"
MOST_UNITS, MOST_CELLS, MOST_OF_A_DAY = 9, 8, 2


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
class HomeNumbers:
    today: date
    counts: Counts
    late: list[LateUnit]  # those with most, at most MOST_UNITS
    late_units: int  # how many units there are with late tasks
    due: list[DueDay]
    series: Series
    heat: list[list[HeatDay]]  # by week, Monday to Sunday
    phases: list[Phase]
    phase: Phase | None
    waiting: int  # entries to confirm
    waiting_workdays: int  # how long the oldest has waited
    to_review: list[tuple[Plan, int]]  # papers with rows nobody has confirmed
    no_lead: int

    @property
    def late_total(self) -> int:
        return self.counts.late

    @property
    def due_total(self) -> int:
        return sum(day.number for day in self.due)

    @property
    def is_empty(self) -> bool:
        return self.counts.total == 0


def home_numbers(campaign: Campaign, user: User) -> HomeNumbers:
    """Everything on the home page, of the tasks within the user's reach; a constant number of queries, read from indexes."""
    moment = Moment.of(campaign)
    tasks = live_tasks(campaign, user)
    counts = due_counts(tasks, moment)
    late, late_units = _late(tasks, moment)
    phases = list(campaign.phases.all())
    waiting, oldest = _waiting(tasks)
    return HomeNumbers(
        today=moment.today,
        counts=Counts(counts.by_status()),
        late=late,
        late_units=late_units,
        due=_due(tasks, counts),
        series=_series(tasks, moment.today),
        heat=_heat(counts),
        phases=phases,
        phase=next((phase for phase in phases if phase.starts_on <= moment.today <= phase.ends_on), None),
        waiting=waiting,
        waiting_workdays=moment.calendar.workdays_between(oldest, moment.today) if oldest else 0,
        to_review=_to_review(campaign) if is_office(user) else [],
        no_lead=tasks.filter(lead_unit=None).count(),
    )


def _late(tasks: TaskQuerySet, moment: Moment) -> tuple[list[LateUnit], int]:
    """The units with most late tasks, each with its longest late; and how many units there are."""
    late = late_units(tasks, moment, MOST_UNITS)
    found = {one.unit.pk if one.unit else None: one for one in late.first}
    mine = Q(lead_unit__in=[unit for unit in found if unit]) | (Q(lead_unit=None) if None in found else Q(pk=None))
    for task in _first_of(late_tasks(tasks, moment).filter(mine), "lead_unit", MOST_CELLS, moment):
        found[task.lead_unit_id].tasks.append(task)
    return late.first, late.units


def _due(tasks: TaskQuerySet, counts: DueCounts) -> list[DueDay]:
    today = counts.moment.today
    last = today + timedelta(days=7)
    days = {day: number for day, number in sorted(counts.open_by_day().items()) if today <= day <= last}
    found = {day: DueDay(day, number, word=_word(day, today)) for day, number in days.items()}
    coming = tasks.filter(stage__in=OPEN, due_on__gte=today, due_on__lte=last).order_by()
    for task in _first_of(coming, "due_on", MOST_OF_A_DAY, counts.moment):
        found[task.due_on].tasks.append(task)  # type: ignore[index]
    return list(found.values())


def _first_of(tasks: TaskQuerySet, group: str, most: int, moment: Moment) -> list[Task]:
    """The first tasks of each group, by due day, dressed."""
    place = Window(RowNumber(), partition_by=F(group), order_by=[F("due_on"), F("number")])
    first = tasks.annotate(place=place).filter(place__lte=most).values("pk")
    found = list(with_relations(Task.objects.filter(pk__in=first)).order_by("due_on", "number"))
    dress(found, moment)
    return found


def _word(day: date, today: date) -> str:
    return {0: "今天", 1: "明天"}.get((day - today).days) or f"周{_DAYS[day.weekday()]}"


def _series(tasks: TaskQuerySet, today: date) -> Series:
    dues = _by_day(tasks, Coalesce("original_due_on", "due_on"))
    dones = _by_day(tasks.filter(due_on__isnull=False), F("done_on"))
    if not dues:
        return Series([], [], [])
    sunday = today + timedelta(days=6 - today.weekday())
    first = min([min(dues), *([min(dones)] if dones else []), sunday])
    back = min(WEEKS_BACK, max(0, (sunday - first).days // 7 + 1))
    ahead = min(4, max(0, -((sunday - max(dues)).days // 7)))
    weeks = [sunday + timedelta(weeks=n) for n in range(-back, ahead + 1)]
    return Series(
        weeks=weeks,
        planned=[_up_to(dues, week) for week in weeks],
        done=[_up_to(dones, week) for week in weeks if week <= sunday],
    )


def _by_day(tasks: TaskQuerySet, day: Any) -> dict[date, int]:
    counted = tasks.order_by().annotate(day=day).filter(day__isnull=False).values_list("day").annotate(n=Count("pk"))
    return dict(counted)


def _up_to(numbers: dict[date, int], last: date) -> int:
    return sum(number for day, number in numbers.items() if day <= last)


def _heat(counts: DueCounts) -> list[list[HeatDay]]:
    moment, by_day = counts.moment, counts.open_by_day()
    monday = moment.today - timedelta(days=moment.today.weekday())
    return [
        [
            HeatDay(day, by_day[day], moment.calendar.is_workday(day))
            for day in (monday + timedelta(weeks=week, days=n) for n in range(7))
        ]
        for week in range(WEEKS_AHEAD)
    ]


def _waiting(tasks: TaskQuerySet) -> tuple[int, date | None]:
    """Entries to confirm, and the day of the oldest."""
    entries = ProgressEntry.objects.filter(state=EntryState.SUBMITTED, task__in=tasks.order_by().values("pk"))
    found = entries.aggregate(n=Count("pk"), at=Min("at"))
    return found["n"], timezone.localdate(found["at"]) if found["at"] else None


def _to_review(campaign: Campaign) -> list[tuple[Plan, int]]:
    rows = DraftRow.objects.filter(state=RowState.OPEN).only("pk", "plan_id")
    plans = (
        Plan.objects.filter(campaign=campaign, state=PlanState.REVIEW)
        .defer("text", "blocks", "tables", "facts")
        .prefetch_related(Prefetch("rows", rows, to_attr="open_rows"))
    )
    return [(plan, len(plan.open_rows)) for plan in plans if plan.open_rows]
