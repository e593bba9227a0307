"""A meeting is planned, changed, held, closed, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.keys import made_before
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import liaisons_of, notify
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.choices import AttendanceState, MeetingKind, MeetingState
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.permissions import (
    check_user_can_change_meeting,
    check_user_can_keep_meeting,
    check_user_can_plan_meeting,
)
from weicheng.work.meetings.policies import next_meeting_state

_LIMITS = {"title": 120, "place": 100, "host": 60, "demands": 4000}
MOST_MINUTES = 240


def create_meeting(
    *,
    by: User,
    campaign: Campaign,
    key: UUID | str,
    kind: str,
    starts_at: datetime,
    title: str = "",
    place: str = "",
    host: str = "",
    late_after: int = 0,
    demands: str = "",
) -> Meeting:
    """A planned meeting; the same ``key`` again gives the one that is there. A leading-group meeting gets its number."""
    check_user_can_plan_meeting(by, campaign)
    values = {"title": title, "place": place, "host": host, "demands": demands, "late_after": late_after}
    if kind not in MeetingKind.values:
        raise Invalid("请选会议种类。", "kind")
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)  # one number for one meeting
        known = made_before(Meeting, key, campaign=locked)
        if known is not None:
            return known
        serial = next_serial(locked) if kind == MeetingKind.LEADING else None
        values["title"] = title.strip() or _usual_title(locked, kind, serial, starts_at)
        meeting = Meeting.objects.create(
            campaign=locked, key=key, kind=kind, serial=serial, starts_at=starts_at, by=by, **_clean(values)
        )
        audit.record("meetings.meeting.created", by=by, obj=meeting, after=_plain(meeting))
    return meeting


def change_meeting(*, by: User, meeting: Meeting, **values: Any) -> Meeting:
    """Another time, place, host, name or closing demands; the called units are told of another time or place."""
    with transaction.atomic():
        current = locked_meeting(meeting)
        check_user_can_change_meeting(by, current)
        before = _plain(current)
        starts_at = values.pop("starts_at", None)
        if starts_at and starts_at != current.starts_at and current.state != MeetingState.PLANNED:
            raise NotPossible("会已经开过，不能改时间。")
        if starts_at:
            current.starts_at = starts_at
        for name, value in _clean(values).items():
            setattr(current, name, value)
        if not current.title:
            raise Invalid("请写会议名称。", "title")
        current.save()
        after = _plain(current)
        changed = {name for name in after if after[name] != before[name]}
        if changed:
            was, now = ({name: one[name] for name in changed} for one in (before, after))
            audit.record("meetings.meeting.changed", by=by, obj=current, before=was, after=now)
        if changed & {"starts_at", "place"}:
            tell(current, "changed", f"会议有变动：{current.title}", Level.YELLOW)
    return current


def move_meeting(*, by: User, meeting: Meeting, verb: str) -> Meeting:
    """hold: it took place, who did not come is absent; resume: back to planned; close, reopen; cancel, plan."""
    check_user_can_keep_meeting(by)
    with transaction.atomic():
        current = locked_meeting(meeting)
        state = next_meeting_state(current, verb)
        if verb == "hold" and current.day > timezone.localdate():
            raise NotPossible(f"“{current}”{current.day:%-m月%-d日}才开。")
        before = {"state": current.get_state_display()}
        current.state = state
        current.current = None
        current.save(update_fields=["state", "current"])
        audit.record(
            f"meetings.meeting.{verb}", by=by, obj=current, before=before, after={"state": current.get_state_display()}
        )
        if verb == "hold":
            _mark(by, current, AttendanceState.INVITED, AttendanceState.ABSENT)
        elif verb == "resume":
            _mark(by, current, AttendanceState.ABSENT, AttendanceState.INVITED)
        elif verb == "cancel":
            tell(current, "cancelled", f"会议取消：{current.title}", Level.YELLOW)
    return current


def next_serial(campaign: Campaign) -> int:
    """The number of the next leading-group meeting."""
    last = Meeting.objects.filter(campaign=campaign, kind=MeetingKind.LEADING).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def tell(meeting: Meeting, why: str, title: str, level: str = Level.INFO, units: list[Unit] | None = None) -> None:
    """Tell the liaisons of the called units, or of ``units``; of one state of things once."""
    called = Unit.objects.filter(pk__in=meeting.attendees.values("unit")) if units is None else units
    when = timezone.localtime(meeting.starts_at)
    notify(
        to=liaisons_of(called),
        code=f"meetings.{why}",
        key=f"meetings.{meeting.pk}.{why}.{when:%Y%m%d%H%M}.{meeting.place}"[:200],
        title=title,
        text=f"{when:%-m月%-d日 %H:%M}，{meeting.place or '地点待定'}。",
        url=reverse("meetings:meeting", args=[meeting.pk]),
        level=level,
        campaign_id=meeting.campaign_id,
    )


def locked_meeting(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=meeting.pk)


def _mark(by: User, meeting: Meeting, old: str, new: str) -> None:
    lines = list(meeting.attendees.filter(state=old))
    meeting.attendees.filter(pk__in=[line.pk for line in lines]).update(state=new)
    changes = [(line, {"state": AttendanceState(old).label}, {"state": AttendanceState(new).label}) for line in lines]
    audit.record_many("meetings.attendee.missed", changes, by=by, campaign_id=meeting.campaign_id)


def _usual_title(campaign: Campaign, kind: str, serial: int | None, starts_at: datetime) -> str:
    work = f"创建{campaign.sought_title}" if campaign.sought_title else campaign.name
    if serial:
        return f"{work}工作领导小组第{serial}次会议"
    day = timezone.localtime(starts_at)
    dated = f"（{day:%-m月%-d日}）" if kind in (MeetingKind.WEEKLY, MeetingKind.SPECIAL) else ""
    return f"{work}{MeetingKind(kind).label}{dated}"


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    cleaned: dict[str, Any] = {
        name: value.strip()[: _LIMITS[name]] if isinstance(value, str) else value for name, value in values.items()
    }
    minutes = cleaned.get("late_after")
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise Invalid(f"迟到的分钟数填0到{MOST_MINUTES}。", "late_after")
    return cleaned


def _plain(meeting: Meeting) -> dict[str, Any]:
    names = ("title", "place", "host", "late_after", "demands")
    when = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M")
    return {**{name: getattr(meeting, name) for name in names}, "starts_at": when}
