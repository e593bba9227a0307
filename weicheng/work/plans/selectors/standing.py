"""What a leader looks at first: how many are late and whose, what turned red, what comes next. Read from indexes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import Stage
from weicheng.work.plans.models import Task
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.counts import OPEN
from weicheng.work.plans.selectors.due import DueDay, LateUnit, late_units
from weicheng.work.plans.selectors.past import Past
from weicheng.work.plans.selectors.tasks import dress, live_tasks, with_relations
from weicheng.work.plans.status import Moment

MOST_UNITS, MOST_TASKS, DAYS_AHEAD, MOST_DAYS = 6, 5, 45, 5


@dataclass(frozen=True, slots=True)
class Standing:
    """``since``: the day it is compared with; ``was_late``: how many were late that evening."""

    moment: Moment
    since: date
    total: int
    done: int
    late: int
    was_late: int
    late_units: list[LateUnit]
    late_unit_total: int
    turned_late: list[Task]
    turned_late_total: int
    days: list[DueDay]
    due_soon: int  # open and due within a week
    due_today: int
    done_since: int

    @property
    def late_change(self) -> int:
        return self.late - self.was_late

    @property
    def done_percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def standing(campaign: Campaign, user: User, since: date) -> Standing:
    """The ledger today beside that of the evening of ``since``; a constant number of queries."""
    moment = Moment.of(campaign)
    today, tasks = moment.today, live_tasks(campaign, user)
    late = late_units(tasks, moment, MOST_UNITS)
    turned = tasks.filter(stage__in=OPEN, due_on__gte=since, due_on__lt=today)
    shown = list(with_relations(turned.order_by("due_on", "number"))[:MOST_TASKS])
    dress(shown, moment)
    turned_total = turned.count()
    coming = _coming(tasks, today)
    return Standing(
        moment=moment,
        since=since,
        total=tasks.count(),
        done=tasks.filter(stage=Stage.DONE).count(),
        late=late.total,
        was_late=Past(campaign, tasks, since).late_count(late.total - turned_total),
        late_units=late.first,
        late_unit_total=late.units,
        turned_late=shown,
        turned_late_total=turned_total,
        days=_days(tasks, coming),
        due_soon=sum(number for day, number in coming.items() if day <= today + timedelta(days=7)),
        due_today=coming[today],
        done_since=tasks.filter(done_on__gt=since, done_on__lte=today).count(),
    )


def _coming(tasks: TaskQuerySet, today: date) -> Counter[date]:
    """How many open tasks fall due on each of the coming days; grouped as the index is ordered."""
    due = tasks.filter(stage__in=OPEN, due_on__gte=today, due_on__lte=today + timedelta(days=DAYS_AHEAD)).order_by()
    found: Counter[date] = Counter()
    for _, day, number in due.values_list("stage", "due_on").annotate(n=Count("*")):
        found[day] += number
    return found


def _days(tasks: TaskQuerySet, coming: Counter[date]) -> list[DueDay]:
    """The next days on which something falls due: the nearest, then those with most."""
    nearest = sorted(coming)[:2]
    fullest = sorted((day for day in coming if day not in nearest), key=lambda day: (-coming[day], day))
    chosen = sorted([*nearest, *fullest[: MOST_DAYS - len(nearest)]])
    numbers = dict(
        tasks.filter(stage__in=OPEN, due_on__in=chosen).order_by().values_list("due_on").annotate(first=Min("number"))
    )
    firsts = {task.due_on: task for task in Task.objects.filter(number__in=numbers.values())}
    return [DueDay(day, coming[day], [firsts[day]]) for day in chosen if day in firsts]
