"""When a counted task will be finished, judged by its confirmed totals, and a line of them to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from weicheng.engines.statistics.forecast import LEAST_REPORTS, Forecast, Unknown, forecast
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors.tasks import begun_on

_RATES = frozenset({"%", "％", "‰"})
WIDE, HIGH = 240, 40


@dataclass(frozen=True, slots=True)
class TaskForecast:
    """``words`` for the page; ``points`` of an SVG polyline in a box of WIDE by HIGH; ``is_late``: rather after the deadline."""

    words: str
    points: str = ""
    is_late: bool = False


def totals_of(task: Task, owners: Iterable[TaskOwner], entries: Iterable[ProgressEntry]) -> list[tuple[date, float]]:
    """The confirmed total after each day with an entry: what the answering units have done together."""
    pairs = list(owners)
    leads = {owner.unit_id for owner in pairs if owner.role == OwnerRole.LEAD}
    answering = leads or {owner.unit_id for owner in pairs if owner.role == OwnerRole.COOP}
    held: dict[int, float] = {}
    totals: dict[date, float] = {}
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.pk)):
        if entry.state == EntryState.CONFIRMED and entry.value is not None and entry.unit_id in answering:
            held[entry.unit_id] = float(entry.value)
            totals[entry.on] = sum(held.values())
    return sorted(totals.items())


def forecast_of(
    task: Task, owners: Iterable[TaskOwner], entries: Iterable[ProgressEntry], today: date
) -> TaskForecast | None:
    """None for a task without a number to reach, or one that is done; else words, also where nothing can be said."""
    if not task.target_value or task.target_unit in _RATES or task.target_comparator not in ("=", ">=", ">"):
        return None
    if task.done_on is not None:
        return None
    target, totals = float(task.target_value), totals_of(task, owners, entries)
    start = begun_on(task)
    found = forecast(totals, target, start if totals and start < totals[0][0] else None)
    if found is Unknown.DONE:
        return None
    points = _points(totals, target) if len(totals) > 1 else ""
    if isinstance(found, Unknown):
        return TaskForecast(_unknown_words(found, len(totals)), points)
    late = task.due_on is not None and found.finish > task.due_on
    return TaskForecast(_words(found, today), points, late)


def _words(found: Forecast, today: date) -> str:
    """按近期进度预计6月12日完成，八成可能在6月3日至6月25日之间。"""
    if found.high <= today:
        return "按前面的进度应该已经完成，请再报一次最新的完成数。"
    finish, low, high = (_day(day, today) for day in (max(found.finish, today), max(found.low, today), found.high))
    return f"按近期进度预计{finish}完成，八成可能在{low}至{high}之间。"


def _unknown_words(reason: Unknown, number: int) -> str:
    if reason is Unknown.FEW:
        return f"确认过的完成数有{number}次，满{LEAST_REPORTS}次才能预计完成日期。"
    return "最近几次完成数没有变化，预计不出完成日期。" if reason is Unknown.STILL else "照现在的进度，十年内完不成。"


def _day(day: date, today: date) -> str:
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def _points(totals: Sequence[tuple[date, float]], target: float) -> str:
    first, last = totals[0][0], totals[-1][0]
    days, top = max(1, (last - first).days), max(target, max(total for _, total in totals))
    return " ".join(
        f"{2 + (WIDE - 4) * (day - first).days / days:.1f},{HIGH - 2 - (HIGH - 4) * total / top:.1f}"
        for day, total in totals
    )
