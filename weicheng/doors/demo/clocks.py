"""The services know only now: when what the story tells was written is set back to the days it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Min
from django.utils import timezone

from weicheng.doors.demo.dates import issued_on
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.papers.models import ApprovalStep, IncomingPaper, OfficialPaper, RegisterEntry
from weicheng.judgement.titles.models import Bid, Move
from weicheng.work.consultation.models import Receipt, Reply, Round
from weicheng.work.duties.models import Duty, Roster, ShiftLog
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.meetings.models import Meeting, UnitMeeting
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import DraftRow, Plan, ProgressEntry, Task
from weicheng.work.reports.models import Report

PUBLISHED_AFTER, UPLOADED_AGO = 4, 6  # days after the issue; days before today for the plan that is still under review


def set_back(campaign: Campaign, today: date) -> None:
    """Every writing of the sample on the day of what it writes down, in order, and none in the time to come."""
    _plans(campaign, today)
    _consultation(campaign, today)
    _papers(campaign)
    _meetings(campaign)
    _standing_work(campaign)
    _figures(campaign)
    for move in Move.objects.filter(bid__campaign=campaign):
        _put(move, at=moment(move.on, 17))
    for bid in Bid.objects.filter(campaign=campaign):
        first = bid.moves.aggregate(first=Min("on"))["first"] or bid.stage_since
        _put(bid, created_at=moment(first - timedelta(days=45), 9))


def moment(day: date, hour: int, minute: int = 10) -> datetime:
    """That hour of the day; now where it has not come yet."""
    return min(timezone.make_aware(datetime.combine(day, time(hour, minute))), timezone.now())


def _put(row: Any, **values: Any) -> None:
    # Past auto_now, which would write now again.
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def _plans(campaign: Campaign, today: date) -> None:
    for plan in Plan.objects.filter(campaign=campaign):
        is_out = plan.state == PlanState.PUBLISHED
        uploaded = (plan.issued_on or issued_on(today)) if is_out else today - timedelta(days=UPLOADED_AGO)
        _put(plan, uploaded_at=moment(uploaded + timedelta(days=is_out), 9))
        rows = DraftRow.objects.filter(plan=plan, checked_at__isnull=False)
        rows.update(checked_at=moment(uploaded + timedelta(days=2), 15))
        if is_out:
            published = moment(uploaded + timedelta(days=PUBLISHED_AFTER), 16)
            _put(plan, published_at=published)
            Task.objects.filter(sources__plan=plan).update(created_at=published)
    # A task of a meeting or of the office's own is there before anybody reports on it.
    first = Task.objects.filter(campaign=campaign).annotate(first=Min("entries__at"))
    for task in first.filter(first__lt=F("created_at")):
        _put(task, created_at=moment(timezone.localdate(task.first) - timedelta(days=3), 10))
    _records(campaign)
    late = ProgressEntry.objects.filter(task__campaign=campaign, decided_at__gt=timezone.now())
    late.update(decided_at=timezone.now())


def _records(campaign: Campaign) -> None:
    """The trail tells the same story as the rows: a task was there before what was reported on it was written down.

    Nothing of it is sealed yet, since the sample is one transaction.
    """
    of_tasks = AuditEvent.objects.filter(object_type=Task._meta.label_lower, campaign_id=campaign.pk, number=None)
    at = {str(pk): created for pk, created in Task.objects.filter(campaign=campaign).values_list("pk", "created_at")}
    begun = list(of_tasks.filter(action__in=("plans.task.published", "plans.task.created")))
    for event in begun:
        event.at, event.channel = at.get(event.object_id, event.at), Channel.PAGE
    AuditEvent.objects.bulk_update(begun, ["at", "channel"])


def _consultation(campaign: Campaign, today: date) -> None:
    receipts = Receipt.objects.filter(plan__campaign=campaign).select_related("plan").order_by("pk")
    for place, receipt in enumerate(receipts):
        assert receipt.plan.published_at is not None
        day = timezone.localdate(receipt.plan.published_at) + timedelta(days=1 + place * 5 % 8)
        _put(receipt, at=moment(day, 9 + place % 8, place * 7 % 60))
    for asked in Round.objects.filter(plan__campaign=campaign):
        _put(asked, opened_at=moment(today - timedelta(days=4), 10))
    for place, reply in enumerate(Reply.objects.filter(round__plan__campaign=campaign).order_by("pk")):
        ago = 3 - place % 3
        ruled = moment(today, 8) if reply.ruled_at else None
        _put(reply, at=min(moment(today - timedelta(days=ago), 9 + place % 8), ruled or timezone.now()), ruled_at=ruled)


def _papers(campaign: Campaign) -> None:
    steps = ApprovalStep.objects.filter(paper__campaign=campaign, paper__on__isnull=False, at__isnull=False)
    for step in steps.select_related("paper"):
        assert step.paper.on is not None
        _put(step, at=moment(step.paper.on - timedelta(days=1), 16, 20))
    for paper in OfficialPaper.objects.filter(campaign=campaign, on__isnull=False, issued_at__isnull=False):
        assert paper.on is not None
        written = moment(paper.on - timedelta(days=2), 15)
        _put(paper, created_at=written, changed_at=written, issued_at=moment(paper.on, 10))
    for entry in RegisterEntry.objects.filter(series__campaign=campaign):
        voided = moment(entry.on + timedelta(days=1), 9) if entry.voided_at else None
        _put(entry, at=moment(entry.on, 10), voided_at=voided)
    for came in IncomingPaper.objects.filter(campaign=campaign):
        _put(came, at=moment(came.received_on, 9))


def _meetings(campaign: Campaign) -> None:
    for meeting in Meeting.objects.filter(campaign=campaign):
        _put(meeting, at=moment(meeting.day - timedelta(days=5), 9))
    for own in UnitMeeting.objects.filter(meeting__campaign=campaign):
        _put(own, at=moment(own.held_on + timedelta(days=1), 11))


def _standing_work(campaign: Campaign) -> None:
    _each(Duty.objects.filter(campaign=campaign), "created_at", "starts_on", -3)
    _each(Roster.objects.filter(campaign=campaign), "created_at", "starts_on", -5)
    _each(Roster.objects.filter(campaign=campaign, published_at__isnull=False), "published_at", "starts_on", -3)
    for log in ShiftLog.objects.filter(roster__campaign=campaign):
        _put(log, at=moment(log.day, 18))
    for report in Report.objects.filter(campaign=campaign, submitted_at__isnull=False):
        _put(report, submitted_at=moment(report.ends_on - timedelta(days=2), 16))


def _each(rows: Iterable[Any], field: str, day: str, days: int) -> None:
    for row in rows:
        _put(row, **{field: moment(getattr(row, day) + timedelta(days=days), 9)})


def _figures(campaign: Campaign) -> None:
    """Handed in over three weeks, checked two days later."""
    now = timezone.now()
    for place, entry in enumerate(ValueEntry.objects.filter(campaign=campaign).order_by("pk")):
        filled = now - timedelta(days=4 + place % 19, hours=place % 7)
        checked = filled + timedelta(days=2, hours=1) if entry.checked_at else None
        _put(entry, filled_at=filled, checked_at=checked)
