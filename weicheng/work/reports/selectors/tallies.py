"""Running tallies: what was put out so far, as of any day (M068)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import Category, EntryState
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.selectors.tasks import live_tasks

RATES = frozenset({"%", "％", "‰"})


@dataclass(slots=True)
class Tally:
    """The sum of one kind of thing over tasks: how much of how much, and in which tasks."""

    category: str
    unit: str
    done: Decimal = Decimal(0)
    target: Decimal = Decimal(0)
    tasks: list[tuple[Task, Decimal]] = field(default_factory=list)

    @property
    def percent(self) -> int:
        return min(100, int(100 * self.done / self.target)) if self.target else 0


def running_tallies(campaign: Campaign, user: User, day: date) -> list[Tally]:
    """By category and unit of measure, from the latest confirmed entry of each unit up to ``day``; two queries.

    Rates are left out: they do not add up.
    """
    tasks = {
        task.pk: task
        for task in live_tasks(campaign, user).filter(target_value__isnull=False).order_by("number")
        if task.target_unit not in RATES
    }
    latest: dict[tuple[int, int], Decimal] = {}
    entries = ProgressEntry.objects.filter(task__in=tasks, state=EntryState.CONFIRMED, on__lte=day, value__isnull=False)
    for task, unit, value in entries.order_by("on", "pk").values_list("task", "unit", "value"):
        latest[task, unit] = value or Decimal(0)
    reached: dict[int, Decimal] = defaultdict(Decimal)
    for (task, _), value in latest.items():
        reached[task] += value
    found: dict[tuple[str, str], Tally] = {}
    for pk, one in tasks.items():
        tally = found.setdefault(
            (one.category, one.target_unit), Tally(str(Category(one.category).label), one.target_unit)
        )
        tally.done += reached[pk]
        tally.target += one.target_value or Decimal(0)
        tally.tasks.append((one, reached[pk]))
    order = list(Category.labels)
    return sorted(found.values(), key=lambda tally: (order.index(tally.category), tally.unit))
