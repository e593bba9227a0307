"""What a leader looks at first: how many are late and whose, what turned red, what comes next. Read from indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.models import Task
from weicheng.work.plans.querysets import TaskQuerySet
from weicheng.work.plans.selectors.counts import OPEN, DueCounts, due_counts
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
    counts: DueCounts
    was_late: int
    late_units: list[LateUnit]
    late_unit_total: int
    turned_late: list[Task]
    turned_late_total: int
    days: list[DueDay]
    done_since: int

    @property
    def late(self) -> int:
        return self.counts.late()

    @property
    def late_change(self) -> int:
        return self.late - self.was_late

    @property
    def done(self) -> int:
        return self.counts.by_status().get("done", 0)

    @property
    def done_percent(self) -> int:
        return 100 * self.done // self.counts.total if self.counts.total else 0


def standing(campaign: Campaign, user: User, since: date) -> Standing:
    """The ledger today beside that of the evening of ``since``; a constant number of queries."""
    moment = Moment.of(campaign)
    tasks = live_tasks(campaign, user)
    units, unit_total = late_units(tasks, moment, MOST_UNITS)
    turned = tasks.filter(stage__in=OPEN, due_on__gte=since, due_on__lt=moment.today)
    shown = list(with_relations(turned.order_by("due_on", "number"))[:MOST_TASKS])
    dress(shown, moment)
    counts = due_counts(tasks, moment)
    return Standing(
        moment=moment,
        since=since,
        counts=counts,
        was_late=Past(campaign, tasks, since).late_count(counts),
        late_units=units,
        late_unit_total=unit_total,
        turned_late=shown,
        turned_late_total=turned.count(),
        days=_days(tasks, counts),
        done_since=tasks.filter(done_on__gt=since, done_on__lte=moment.today).count(),
    )


def _days(tasks: TaskQuerySet, counts: DueCounts) -> list[DueDay]:
    """The next days on which something falls due: the nearest, then those with most."""
    today, last = counts.moment.today, counts.moment.today + timedelta(days=DAYS_AHEAD)
    coming = {day: number for day, number in counts.open_by_day().items() if today <= day <= last}
    nearest = sorted(coming)[:2]
    fullest = sorted((day for day in coming if day not in nearest), key=lambda day: (-coming[day], day))
    chosen = sorted([*nearest, *fullest[: MOST_DAYS - len(nearest)]])
    due = with_relations(tasks.filter(stage__in=OPEN).order_by("number"))
    firsts = {day: due.filter(due_on=day).first() for day in chosen}
    return [DueDay(day, coming[day], [first]) for day, first in firsts.items() if first is not None]
