"""A unit's report of a period, assembled from what was recorded in it and what falls due in the next (M065)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.difficulties.choices import State
from weicheng.work.difficulties.models import Difficulty
from weicheng.work.duties.models import Occurrence
from weicheng.work.plans.breakdown_table import number_words
from weicheng.work.plans.choices import VOID, EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors.counts import OPEN
from weicheng.work.reports.choices import Part
from weicheng.work.reports.models import Report
from weicheng.work.reports.periods import Period, after
from weicheng.work.reports.selectors.sentences import Line, Source, task_source

ROLES = (OwnerRole.LEAD, OwnerRole.COOP)


def assembled(campaign: Campaign, unit: Unit, period: Period) -> list[Line]:
    """The sentences of the unit's report as the records stand now; a constant number of queries."""
    coming = after(campaign, period)
    return [
        *_done(campaign, unit, period),
        *_duties_done(campaign, unit, period),
        *_problems(campaign, unit, period),
        *(_due(campaign, unit, coming) if coming else []),
        *(_duties_due(campaign, unit, coming) if coming else []),
    ]


def draft_lines(report: Report, lines: Iterable[Line]) -> list[Line]:
    """The assembled sentences with what a person changed, left out or added. An edit of a sentence whose rows are gone
    goes with it."""
    edits = {edit.source: edit for edit in report.edits.all()} if report.pk else {}
    shown = []
    for line in lines:
        edit = edits.get(line.key)
        if edit is None:
            shown.append(line)
        elif not edit.is_dropped:
            line.assembled, line.text, line.is_edited = line.text, edit.text, True
            shown.append(line)
    own = [
        Line(edit.source, edit.part, edit.text, is_own=True)
        for edit in edits.values()
        if edit.source.startswith("own:")
    ]
    order = list(Part.values)
    return sorted([*shown, *own], key=lambda line: order.index(line.part))


def _done(campaign: Campaign, unit: Unit, period: Period) -> list[Line]:
    """One sentence for each task with an entry of the unit in the period."""
    entries = (
        ProgressEntry.objects.filter(unit=unit, task__campaign=campaign, on__gte=period.first, on__lte=period.last)
        .exclude(state__in=VOID)
        .filter(task__withdrawn_at=None)
        .select_related("task")
        .order_by("task__number", "on", "pk")
    )
    by_task: dict[int, list[ProgressEntry]] = defaultdict(list)
    for entry in entries:
        by_task[entry.task_id].append(entry)
    return [_done_line(found[0].task, found) for found in by_task.values()]


def _done_line(task: Task, entries: list[ProgressEntry]) -> Line:
    last = entries[-1]
    words = [text for entry in entries if (text := entry.text.strip().rstrip("。；;"))]
    reached = _reached(task, last)
    said = "；".join(dict.fromkeys(words))
    sure = "" if last.state == EntryState.CONFIRMED else "（待创卫办确认）"
    text = "，".join(part for part in (said, reached) if part)
    url = reverse("ledger:task", args=[task.uid])
    sources = [Source("entry", entry.pk, f"{entry.on:%-m月%-d日}进展：{task.title}", url) for entry in entries]
    return Line(f"task:{task.pk}", Part.DONE, f"{task.title}：{text or '有进展'}{sure}。", sources)


def _reached(task: Task, entry: ProgressEntry) -> str:
    if entry.value is not None:
        target = f"（目标{number_words(task.target_value)}{task.target_unit}）" if task.target_value else ""
        return f"累计完成{number_words(entry.value)}{task.target_unit}{target}"
    if entry.percent is None:
        return ""
    return "已完成" if entry.percent >= 100 else f"完成{entry.percent}%"


def _duties_done(campaign: Campaign, unit: Unit, period: Period) -> list[Line]:
    """One sentence for each duty of the unit that fell due in the period."""
    lines = []
    for duty, found in _occurrences(campaign, unit, period).items():
        needed, done = sum(one.needed for one in found), sum(one.count for one in found)
        if not needed and not done:
            continue
        excused = sum(one.excused_at is not None for one in found)
        text = f"{found[0].duty.title}：应做{needed}次，做了{done}次" + (f"，免做{excused}次" if excused else "")
        url = reverse("duties:duty", args=[duty])
        sources = [Source("occurrence", one.pk, f"{one.day:%-m月%-d日} {one.duty.title}", url) for one in found]
        lines.append(Line(f"duty:{duty}", Part.DONE, f"{text}。", sources))
    return lines


def _duties_due(campaign: Campaign, unit: Unit, coming: Period) -> list[Line]:
    lines = []
    for duty, found in _occurrences(campaign, unit, coming).items():
        needed = sum(one.needed for one in found)
        if not needed:
            continue
        days = "、".join(dict.fromkeys(f"{one.day:%-m月%-d日}" for one in found[:3]))
        text = f"{found[0].duty.title}，{needed}次（{days}{'等' if len(found) > 3 else ''}）"
        url = reverse("duties:duty", args=[duty])
        sources = [Source("occurrence", one.pk, f"{one.day:%-m月%-d日} {one.duty.title}", url) for one in found]
        lines.append(Line(f"next-duty:{duty}", Part.NEXT, f"{text}。", sources))
    return lines


def _occurrences(campaign: Campaign, unit: Unit, period: Period) -> dict[int, list[Occurrence]]:
    found = Occurrence.objects.filter(
        unit=unit, duty__campaign=campaign, day__gte=period.first, day__lte=period.last
    ).select_related("duty")
    by_duty: dict[int, list[Occurrence]] = defaultdict(list)
    for one in found.order_by("duty__title", "day"):
        by_duty[one.duty_id].append(one)
    return by_duty


def _problems(campaign: Campaign, unit: Unit, period: Period) -> list[Line]:
    """Difficulties raised up to the end of the period and not settled."""
    found = Difficulty.objects.filter(campaign=campaign, unit=unit, raised_at__date__lte=period.last)
    lines = []
    for one in found.exclude(state=State.SETTLED).order_by("pk"):
        parts = [one.text.strip().rstrip("。")]
        if one.remedy.strip():
            parts.append(f"已采取：{one.remedy.strip().rstrip('。')}")
        if one.wish.strip():
            parts.append(f"请{one.wish.strip().rstrip('。').removeprefix('请')}")
        source = Source("difficulty", one.pk, one.text[:40], reverse("difficulties:detail", args=[one.pk]))
        lines.append(Line(f"difficulty:{one.pk}", Part.PROBLEM, f"{'。'.join(parts)}。", [source]))
    return lines


def _due(campaign: Campaign, unit: Unit, coming: Period) -> list[Line]:
    """Tasks of the unit that are late, or fall due in the next period."""
    mine = TaskOwner.objects.filter(unit=unit, role__in=ROLES).values("task")
    tasks = Task.objects.live().filter(Q(due_on__lte=coming.last), campaign=campaign, pk__in=mine, stage__in=OPEN)
    return [_due_line(task, coming.first) for task in tasks.order_by("due_on", "number")]


def _due_line(task: Task, first: date) -> Line:
    assert task.due_on is not None
    late = task.due_on < first
    when = f"原定{task.due_on:%-m月%-d日}，抓紧完成" if late else f"{task.due_on:%-m月%-d日}前完成"
    still = _still(task)
    return Line(f"next:{task.pk}", Part.NEXT, f"{task.title}，{when}{still}。", [task_source(task)])


def _still(task: Task) -> str:
    if task.target_value and task.target_comparator in ("=", ">=", ">"):
        left = task.target_value - (task.done_value or Decimal(0))
        return f"，还差{number_words(left)}{task.target_unit}" if left > 0 else ""
    return f"，现完成{task.percent}%" if task.percent else ""
