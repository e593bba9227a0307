"""What each room hangs into the list 我的. A room that is built later adds its provider to PROVIDERS."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from weicheng.doors.web.mine import MineItem, Provider, Viewer
from weicheng.doors.web.mine_papers import letters, receipts, rectifications, replies, weekly_report
from weicheng.ground.campaigns.models import Campaign
from weicheng.work.difficulties import selectors as difficulties
from weicheng.work.difficulties.choices import Level, State
from weicheng.work.duties.rhythms import moved_words
from weicheng.work.duties.selectors import week_of
from weicheng.work.indicators.models import period_words
from weicheng.work.indicators.selectors.owed import Owed, owed_by
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors.tasks import dress, with_relations
from weicheng.work.plans.status import Moment
from weicheng.work.plans.templatetags.ledger import amount, done_percent
from weicheng.work.reminders.selectors import open_questions


def tasks(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """What the units lead, and what they help with where nobody leads; done ones and those that wait for the office are
    not theirs to do. A report that was sent back is said on its task."""
    owned = TaskOwner.objects.filter(unit__in=viewer.unit_ids)
    led = owned.filter(role=OwnerRole.LEAD).values("task")
    helped = owned.filter(role=OwnerRole.COOP).values("task")
    open_tasks = Task.objects.live().filter(campaign=campaign, done_on=None, reported_on=None)
    mine = open_tasks.filter(Q(pk__in=led) | Q(pk__in=helped, lead_unit=None))
    found = list(with_relations(mine).order_by("due_on", "number"))
    moment = Moment.of(campaign, today)
    dress(found, moment)
    returned = _returned(viewer, found)
    for task in found:
        address = reverse("ledger:task", args=[task.uid])
        back = returned.get(task.pk)
        units = "、".join(str(owner.unit) for owner in task.owners.all() if owner.unit_id in viewer.unit_ids)
        total = f"{amount(task.done_value or 0)} / {amount(task.target_value)}{task.target_unit}"
        yield MineItem(
            kind="退回" if back else "任务",
            title=task.title,
            url=address,
            action="改好再报" if back else "报进展",
            due_on=task.due_on,
            due_words=task.due_words,
            note=f"{back.on.month}月{back.on.day}日报的被退回：{back.return_reason}" if back else "",
            unit=units,
            in_drawer=f"{address}?report=1",
            percent=done_percent(task),
            done_words=total if task.target_value else f"{done_percent(task)}%",
        )


def _returned(viewer: Viewer, found: list[Task]) -> dict[int, ProgressEntry]:
    """The last entry of each task where that one was sent back and nothing was reported since."""
    entries = ProgressEntry.objects.filter(task__in=[task.pk for task in found], unit__in=viewer.unit_ids)
    entries = entries.exclude(state=EntryState.WITHDRAWN).order_by("at", "pk")
    last = {entry.task_id: entry for entry in entries}
    return {pk: entry for pk, entry in last.items() if entry.state == EntryState.RETURNED}


def questions(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """追问 of the office that the units have not answered."""
    for question in open_questions(campaign, viewer.unit_ids):
        yield MineItem(
            kind="追问",
            title=question.entry.task.title,
            url=reverse("reminders:question", args=[question.pk]),
            action="回答",
            due_on=question.due_on,
            note=question.text,
            unit=str(question.entry.unit),
        )


def owed_difficulties(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Difficulties that the unit itself answers, and those that were answered and wait for its word."""
    for one in difficulties.of_units(campaign, viewer.unit_ids):
        answered = one.state == State.ANSWERED
        if not answered and one.level != Level.UNIT:
            continue
        yield MineItem(
            kind="难点",
            title=one.text,
            url=reverse("difficulties:detail", args=[one.pk]),
            action="看是否解决" if answered else "写措施",
            due_on=one.answer_due_on,
            note=f"{one.get_level_display()}已答复" if answered else "",
            unit=str(one.unit),
        )


def standing_work(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Duties that were missed and may still be written down, and those of this week and of a period that runs."""
    week = week_of(viewer.units, campaign, today)
    for one in (*week.late, *week.due, *week.running):
        moved = f"原定{one.original_day:%-m月%-d日}，{moved_words(one.moved_by)}" if one.moved_by else ""
        yield MineItem(
            kind="常态",
            title=one.duty.title,
            url=f"{reverse('duties:week')}?unit={one.unit_id}",
            action="补记" if one.day < today else "记一次",
            due_on=one.day,
            note=f"临时通知：{one.arranged.text}" if one.arranged else moved,
            unit=str(one.unit),
            done_words=f"{one.count} / {one.needed}次" if one.needed > 1 else "",
        )


def owed_figures(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Figures of indicators that the units owe; the years of one indicator are one thing to do."""
    groups: dict[tuple[int, int], list[Owed]] = {}
    for one in owed_by(campaign, viewer.unit_ids, today):
        groups.setdefault((one.asked.indicator.pk, one.subject.pk if one.subject else 0), []).append(one)
    for rows in groups.values():
        first = rows[0]
        back = next((row.returned for row in rows if row.returned), None)
        query = f"?year={first.year}&span={first.span}&number={first.number}"
        yield MineItem(
            kind="指标",
            title=f"{first.asked.indicator}{f'（{first.subject}）' if first.subject else ''}",
            url=reverse("indicators:fill", args=[first.asked.indicator.pk])
            + query
            + (f"&subject={first.subject.pk}" if first.subject else ""),
            action="改好再报" if back else "填数",
            due_on=first.due_on,
            note=f"退回：{back.return_reason}"
            if back
            else "、".join(period_words(r.year, r.span, r.number) for r in rows),
            unit=str(first.unit),
        )


PROVIDERS: tuple[Provider, ...] = (
    tasks,
    questions,
    owed_difficulties,
    standing_work,
    owed_figures,
    replies,
    receipts,
    letters,
    rectifications,
    weekly_report,
)
