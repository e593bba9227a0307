"""What the home page shows, in the words and shapes of its template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign, Phase
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.history import entries
from weicheng.work.plans.selectors.home import HeatDay, HomeNumbers
from weicheng.work.plans.status import Moment

MOST_EVENTS = 6
ICONS = {
    "plans.plan.uploaded": "upload",
    "plans.plan.published": "file-certificate",
    "plans.plan.withdrawn": "arrow-back-up",
    "plans.plan.replaced": "git-compare",
    "plans.task.created": "plus",
    "plans.task.changed": "pencil",
    "plans.task.withdrawn": "trash",
    "plans.entry.reported": "progress",
    "plans.entry.confirmed": "check",
    "plans.entry.returned": "arrow-back-up",
    "plans.entry.withdrawn": "arrow-back-up",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the day and the rows behind it."""

    number: int
    word: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class PhaseSpan:
    name: str
    starts_on: date
    ends_on: date
    share: int  # days, as the width
    is_past: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    by: str
    action: str
    label: str
    reason: str
    icon: str
    task_uid: str


@dataclass(frozen=True, slots=True)
class HeatLine:
    """One weekday over the coming weeks."""

    word: str
    is_weekend: bool
    cells: list[tuple[HeatDay, int]]  # the day and its step of heat, 0 to 4


def home_context(campaign: Campaign, user: User, n: HomeNumbers) -> dict[str, Any]:
    return {
        "figures": figures(n, scope_of(user).sees_everything),
        "spans": (spans := phase_spans(n.phases, n.today)),
        "today_share": today_share(spans, n.today),
        "phase_week": (n.today - n.phase.starts_on).days // 7 + 1 if n.phase else 0,
        "phase_left": Moment.of(campaign).calendar.workdays_between(n.today, n.phase.ends_on) if n.phase else 0,
        "heading": trend_heading(n.series.behind),
        "trend": trend(n),
        "months": heat_months(n.heat),
        "heat_lines": heat_lines(n.heat),
        "next_due": next((day for week in n.heat for day in week if day.count and day.day >= n.today), None),
        "peak": max((day for week in n.heat for day in week if day.count > 1), key=lambda day: day.count, default=None),
        "events": recent_events(campaign, user),
        "sees_everything": scope_of(user).sees_everything,
        "unit_names": "、".join(str(unit) for unit in scope_of(user).units()[:3]),
    }


def figures(n: HomeNumbers, sees_everything: bool) -> list[Figure]:
    """The numbers of the day. Who sees one unit is not shown the office's worries."""
    ledger = reverse("ledger:list")
    waited = (
        f"最早一条已等{n.waiting_workdays}个工作日"
        if n.waiting_workdays
        else ("今天刚报的" if n.waiting else "都看过了")
    )
    found = [Figure(n.waiting, "条进展待确认", waited, f"{ledger}?unconfirmed=1")]
    if sees_everything and n.to_review:
        plan = n.to_review[0][0]
        more = f"等{len(n.to_review)}份方案" if len(n.to_review) > 1 else ""
        found.append(
            Figure(
                sum(count for _, count in n.to_review),
                "行方案待审",
                f"{plan.title}{more}",
                reverse("plans:review", args=[plan.pk]),
            )
        )
    due = n.due[0] if n.due else None
    first = f"{due.word}{due.number}项" if due else "今后7天没有"
    found.append(Figure(n.due_total, "项7天内到期", first, f"{ledger}?due=7"))
    if sees_everything:
        found.append(
            Figure(n.no_lead, "项缺牵头", "没有人领的任务" if n.no_lead else "每项都有牵头单位", f"{ledger}?no_lead=1")
        )
    found.append(
        Figure(
            n.counts.done,
            "项已完成",
            f"共{n.counts.total}项，完成{round(100 * n.counts.done / n.counts.total) if n.counts.total else 0}%",
            f"{ledger}?status=done",
        )
    )
    return found


def phase_spans(phases: list[Phase], today: date) -> list[PhaseSpan]:
    return [
        PhaseSpan(
            phase.name,
            phase.starts_on,
            phase.ends_on,
            (phase.ends_on - phase.starts_on).days + 1,
            phase.ends_on < today,
            phase.starts_on <= today <= phase.ends_on,
        )
        for phase in phases
    ]


def today_share(spans: list[PhaseSpan], today: date) -> float | None:
    """Where today stands along the bar of phases, in percent; None before and after."""
    whole = sum(span.share for span in spans)
    passed = 0
    for span in spans:
        if span.is_now:
            return 100 * (passed + (today - span.starts_on).days) / whole
        passed += span.share
    return None


def trend_heading(behind: int) -> str:
    if behind > 0:
        return f"比计划少完成{behind}项"
    return f"比计划多完成{-behind}项" if behind < 0 else "和计划一样多"


def trend(n: HomeNumbers) -> list[dict[str, Any]]:
    """Cumulative counts by week for the chart; ``done`` is null in weeks to come."""
    done = [*n.series.done, *[None] * (len(n.series.weeks) - len(n.series.done))]
    return [
        {"word": f"{week.month}/{week.day}", "planned": planned, "done": reached}
        for week, planned, reached in zip(n.series.weeks, n.series.planned, done, strict=True)
    ]


def heat_months(heat: list[list[HeatDay]]) -> list[str]:
    """The month over the week in which it begins, and over the first week."""
    words = []
    for place, week in enumerate(heat):
        begins = next((day.day for day in week if day.day.day == 1), None)
        month = begins.month if begins else week[0].day.month
        words.append(f"{month}月" if begins or place == 0 else "")
    return words


def heat_lines(heat: list[list[HeatDay]]) -> list[HeatLine]:
    """Monday to Friday, and a weekend day where something falls due or work is done on it."""
    lines = []
    for weekday, word in enumerate("一二三四五六日"):
        days = [week[weekday] for week in heat]
        if weekday < 5 or any(day.count or day.is_workday for day in days):
            lines.append(HeatLine(word, weekday >= 5, [(day, _level(day.count)) for day in days]))
    return lines


def _level(count: int) -> int:
    return sum(count >= least for least in (1, 3, 6, 10))


def recent_events(campaign: Campaign, user: User) -> list[Event]:
    """The newest events of plans and tasks within the user's reach, in words."""
    found = AuditEvent.objects.filter(campaign_id=campaign.pk, action__in=ICONS)
    if not scope_of(user).sees_everything:
        mine = Task.objects.for_user(user).filter(campaign=campaign).annotate(key=Cast("pk", CharField()))
        found = found.filter(object_type="plans.task", object_id__in=mine.values("key"))
    newest: dict[tuple[str, str], AuditEvent] = {}
    for event in found.order_by("-id")[: MOST_EVENTS * 12]:
        newest.setdefault((event.object_type, event.object_id), event)  # of each thing, the last that happened to it
    events = list(newest.values())[:MOST_EVENTS]
    ids = [int(event.object_id) for event in events if event.object_type == "plans.task" and event.object_id.isdigit()]
    tasks = Task.objects.in_bulk(ids)
    return [_event(event, tasks) for event in events]


def _event(event: AuditEvent, tasks: dict[int, Task]) -> Event:
    words = entries([event])[0]
    task = tasks.get(int(event.object_id)) if event.object_type == "plans.task" and event.object_id.isdigit() else None
    return Event(
        at=timezone.localtime(event.at),
        by=event.actor_name,
        action=words.action,
        label=task.title if task else event.object_label,
        reason=event.reason,
        icon=ICONS[event.action],
        task_uid=str(task.uid) if task else "",
    )
