"""Papers and replies in the list 我的: rows to reply to, tasks and letters to sign, the report of the week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from weicheng.doors.web.mine import MineItem, Viewer
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper
from weicheng.work.consultation.choices import RoundState
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.selectors.receipts import unsigned_counts
from weicheng.work.consultation.selectors.rounds import waiting_by_unit
from weicheng.work.letters.selectors.pages import standing_letters
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan
from weicheng.work.reports.choices import Kind
from weicheng.work.reports.periods import period_of
from weicheng.work.reports.selectors.lists import missing_units

REPORT_FROM = 3  # Thursday: before it there is hardly anything to write


def replies(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Draft rows on which the units were asked; the open rounds are few."""
    rounds = Round.objects.filter(plan__campaign=campaign, state=RoundState.OPEN).select_related("plan")
    names = {unit.pk: str(unit) for unit in viewer.units}
    for one in rounds.defer("plan__text", "plan__blocks", "plan__tables", "plan__facts"):
        for unit_pk, (_, waiting) in waiting_by_unit(one, viewer.units).items():
            if waiting:
                yield MineItem(
                    kind="征求意见",
                    title=f"《{one.plan.title}》",
                    url=reverse("consultation:unit", args=[one.pk, unit_pk]),
                    action="回复",
                    due_on=one.reply_by,
                    note=f"还有{waiting}行等你们回复",
                    unit=names[unit_pk],
                )


def receipts(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Tasks of published plans that the units have not signed for."""
    plans = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED)
    for plan, unit, number in unsigned_counts(list(plans.defer("text", "blocks", "tables", "facts")), viewer.units):
        yield MineItem(
            kind="签收",
            title=f"《{plan.title}》的任务",
            url=reverse("consultation:receipt", args=[plan.pk, unit.pk]),
            action="签收",
            note=f"{number}项任务还没有签收",
            unit=str(unit),
        )


def letters(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Commitment letters that were issued and not signed."""
    found = standing_letters(campaign, viewer.user).filter(unit__in=viewer.unit_ids, state=PaperState.ISSUED)
    for paper in found:
        yield MineItem(
            kind="责任书",
            title=f"{paper.title} {paper.number}",
            url=reverse("letters:paper", args=[paper.pk]),
            action="去签",
            unit=str(paper.unit),
        )


def rectifications(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """Notices to put something right that were not received, or not answered; a returned answer says why."""
    found = Paper.objects.filter(
        campaign=campaign,
        kind=PaperKind.RECTIFY,
        state=PaperState.ISSUED,
        unit__in=viewer.unit_ids,
        answer__answered_at=None,
    )
    for paper in found.select_related("unit", "answer"):
        answer = getattr(paper, "answer", None)
        back = answer.return_reason if answer else ""
        yield MineItem(
            kind="退回" if back else "整改",
            title=f"{paper.number}：{len(paper.made_from['tasks'])}个问题",
            url=reverse("papers:rectify-one", args=[paper.pk]),
            action="答复" if answer else "签收",
            due_on=date.fromisoformat(paper.made_from["due_on"]),
            note=f"答复被退回：{back}" if back else "",
            unit=str(paper.unit),
        )


def weekly_report(viewer: Viewer, campaign: Campaign, today: date) -> Iterator[MineItem]:
    """The report of this week from Thursday on, and that of last week while it is missing."""
    for day in (today - timedelta(days=7), today):
        period = period_of(campaign, Kind.WEEK, day)
        if period is None or period.last < timezone.localdate(campaign.created_at):
            continue
        if period.holds(today) and today.weekday() < REPORT_FROM:
            continue
        friday = period.first + timedelta(days=4)
        for unit in missing_units(campaign, period).filter(pk__in=viewer.unit_ids):
            yield MineItem(
                kind="周报",
                title=f"{period.word}的周报",
                url=reverse("reports:report", args=[unit.pk, Kind.WEEK.value, period.first.isoformat()]),
                action="核对",
                due_on=friday,
                note="已按报过的进展写好，核对后提交",
                unit=str(unit),
            )
