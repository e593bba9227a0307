"""The office's summary of a period: from the units' reports where there are some, always with the numbers of the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import VOID, Category
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.selectors.past import Past
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.reports.choices import Part, ReportState
from weicheng.work.reports.models import Report, Sentence
from weicheng.work.reports.periods import Period, after
from weicheng.work.reports.selectors.lists import owing_units
from weicheng.work.reports.selectors.sentences import Line, Source

MOST_OF_A_CATEGORY = 3


def assembled_summary(campaign: Campaign, user: User, period: Period) -> list[Line]:
    """The sentences of the summary, each with the tasks or reports it counts."""
    return [
        *_overall(campaign, user, period),
        *_categories(campaign, user, period),
        *_from_units(campaign, period, Part.PROBLEM),
        *_next(campaign, user, period),
    ]


def _overall(campaign: Campaign, user: User, period: Period) -> list[Line]:
    reports = Report.objects.filter(
        campaign=campaign, kind=period.kind, starts_on=period.first, state=ReportState.SUBMITTED, unit__isnull=False
    )
    owing, handed = owing_units(campaign).count(), reports.count()
    tasks, day = live_tasks(campaign, user), _reckoned_on(period)
    past = Past(campaign, tasks, day)
    # What was entered later but done by then was there: no more can be done than there are.
    total = tasks.filter(Q(created_at__lt=past.evening) | Q(done_on__lte=day)).count()
    late = past.late_count()
    done = tasks.filter(done_on__lte=day).count()
    fresh = tasks.filter(done_on__gte=period.first, done_on__lte=day).count()
    at = "期末" if day == period.last else f"截至{day.month}月{day.day}日"
    url = reverse("reports:week", args=[period.kind, period.first.isoformat()])
    text = f"{owing}个责任单位，报送{handed}个。" if handed else ""
    text += f"台账共{total}项任务，{at}累计完成{done}项，本期完成{fresh}项，逾期{late}项。"
    return [Line("overall", Part.DONE, text, [Source("report", 0, "各单位报送情况", url)])]


def _reckoned_on(period: Period) -> date:
    """Its last day, or today while it still runs: nothing is said of days that are to come."""
    return min(period.last, timezone.localdate())


def _categories(campaign: Campaign, user: User, period: Period) -> list[Line]:
    """One sentence for each category that moved: how many tasks, and the first of those completed."""
    tasks = live_tasks(campaign, user)
    entries = ProgressEntry.objects.filter(on__gte=period.first, on__lte=period.last, task__in=tasks)
    moved = Counter(
        dict(
            entries.exclude(state__in=VOID)
            .order_by()
            .values_list("task__category")
            .annotate(n=Count("task", distinct=True))
        )
    )
    finished: dict[str, list[Task]] = defaultdict(list)
    done = tasks.filter(done_on__gte=period.first, done_on__lte=period.last).select_related("lead_unit")
    for task in done.order_by("done_on", "number"):
        finished[task.category].append(task)
    lines = []
    for code, word in Category.choices:
        number, over = moved[code], finished[code]
        if not number and not over:
            continue
        url = f"{reverse('ledger:list')}?category={code}"
        text = f"{word}：{number}项有进展" + (f"，完成{len(over)}项：{_named(over)}" if over else "。")
        lines.append(Line(f"category:{code}", Part.DONE, text, [Source("task", 0, f"{word}任务", url)]))
    return lines


def _named(tasks: list[Task]) -> str:
    # Titles of tasks begin with their verb (完成公厕改建): another 完成 after them would be one too many.
    """Titles in quotation marks: most begin with a verb and would break the sentence."""
    shown = "，".join(f"{task.lead_unit or ''}“{_bare(task.title)}”" for task in tasks[:MOST_OF_A_CATEGORY])
    return f"{shown}{'等' if len(tasks) > MOST_OF_A_CATEGORY else ''}。"


def _bare(title: str) -> str:
    return title.strip().rstrip("。；，").removeprefix("完成").replace("“", "‘").replace("”", "’")


def _from_units(campaign: Campaign, period: Period, part: str) -> list[Line]:
    """What the units wrote in one part, with their names; each sentence leads to the report it stands in."""
    found = Sentence.objects.filter(
        report__campaign=campaign, report__kind=period.kind, report__starts_on=period.first,
        report__state=ReportState.SUBMITTED, report__unit__isnull=False, part=part,
    )  # fmt: skip
    return [
        Line(
            f"sentence:{one.pk}",
            part,
            f"{one.report.unit_name}：{one.text}",
            [Source("report", one.report_id, str(one.report), reverse("reports:report", args=_place(one.report)))],
        )
        for one in found.select_related("report").order_by("report__unit__order", "pk")
    ]


def _next(campaign: Campaign, user: User, period: Period) -> list[Line]:
    coming = after(campaign, period)
    if coming is None:
        return []
    tasks, day = live_tasks(campaign, user), _reckoned_on(period)
    due = tasks.filter(done_on=None, reported_on=None)
    number = due.filter(due_on__gte=coming.first, due_on__lte=coming.last).count()
    rest = due.filter(due_on__gte=day, due_on__lt=coming.first).count() if day < period.last else 0
    late = Past(campaign, tasks, day).late_count()
    url = f"{reverse('ledger:list')}?due_from={coming.first}&due_to={coming.last}"
    text = (f"本期余下几天到期{rest}项，" if rest else "") + f"下期到期{number}项"
    text += f"，另有{late}项已经逾期，要抓紧补上。" if late else "。"
    return [Line("next", Part.NEXT, text, [Source("task", 0, "下期到期的任务", url)])]


def _place(report: Report) -> list[object]:
    return [report.unit_id or 0, report.kind, report.starts_on.isoformat()]
