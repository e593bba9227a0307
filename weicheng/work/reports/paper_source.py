"""What the summaries have to say for a 报告: a week, a month or a phase, as the office would write it today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from weicheng.engines.gongwen.numerals import chinese
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.work.plans.choices import VOID
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.selectors.clauses import clauses_of_tasks
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.reports.choices import Kind, Part
from weicheng.work.reports.periods import Period, before, period_of
from weicheng.work.reports.selectors.sentences import Line
from weicheng.work.reports.selectors.summary import assembled_summary

HEADS = {Part.DONE: "工作进展", Part.PROBLEM: "存在的困难", Part.NEXT: "下一步安排"}
MARKS = "一二三"


def _choices(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    found = []
    for kind in (Kind.MONTH, Kind.WEEK, Kind.STAGE):
        period = period_of(campaign, kind, timezone.localdate())
        for one in (period, before(campaign, period) if period else None):
            if one is not None and one.first >= campaign.starts_on - timedelta(days=7):
                found.append((f"{kind.value}.{one.first.isoformat()}", f"{kind.label}：{one.word}"))
    return found


def _fill(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    period = _period(campaign, key)
    if period is None:
        return None
    parts: dict[str, list[Line]] = defaultdict(list)
    for line in assembled_summary(campaign, user, period):
        parts[line.part].append(line)
    body = [f"现将{period.word}{campaign.area}{campaign.sought_title or '国家卫生城市'}创建工作情况报告如下。"]
    shown = [part for part in HEADS if parts[part]]
    for mark, part in zip(MARKS, shown, strict=False):
        body.append(f"{mark}、{HEADS[part]}")
        body += _numbered(parts[part])
    body.append("特此报告。")
    return Prefilled(
        title=f"关于{period.word}创建工作情况的报告",
        body="\n".join(body),
        label=f"{Kind(period.kind).label}{period.word}",
        clauses=clauses_of_tasks(_moved(campaign, user, period)),
    )


def _moved(campaign: Campaign, user: User, period: Period) -> QuerySet[Task]:
    """The tasks of which the summary speaks: those with progress in the period, or done in it."""
    tasks, span = live_tasks(campaign, user), (period.first, period.last)
    entries = ProgressEntry.objects.filter(on__range=span, task__campaign=campaign).exclude(state__in=VOID)
    return tasks.filter(Q(pk__in=entries.values("task")) | Q(done_on__range=span))


def _numbered(lines: list[Line]) -> list[str]:
    """（一）组织管理。2项有进展…: what has a heading is numbered, what has none stands before it as a paragraph."""
    heads = [line for line in lines if line.key.startswith("category:")]
    plain = [line.text for line in lines if line not in heads]
    if not heads and len(plain) > 1:
        return [f"（{chinese(n)}）{text}" for n, text in enumerate(plain, 1)]
    return plain + [f"（{chinese(n)}）{line.text.replace('：', '。', 1)}" for n, line in enumerate(heads, 1)]


def _period(campaign: Campaign, key: str) -> Period | None:
    kind, _, first = key.partition(".")
    try:
        return period_of(campaign, Kind(kind), date.fromisoformat(first))
    except ValueError:
        return None


def connect() -> None:
    register(Source("reports.summary", "周报、月报、阶段小结", ("report",), _choices, _fill))
