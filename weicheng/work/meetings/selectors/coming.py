"""What other pages ask: when the last meeting was, and which come next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.clock import midnight
from weicheng.work.meetings.choices import MeetingState
from weicheng.work.meetings.models import Meeting

_DAYS = {0: "今天", 1: "明天", 2: "后天"}
_WEEKDAYS = "一二三四五六日"
TOOK_PLACE = (MeetingState.HELD, MeetingState.CLOSED)


@dataclass(frozen=True, slots=True)
class Coming:
    """``when`` in words: 今天15:00, 周五9:00, 12月4日14:30."""

    when: str
    title: str
    url: str


def last_meeting(campaign: Campaign, today: date) -> date | None:
    """The day of the last meeting held before today."""
    held = Meeting.objects.filter(campaign=campaign, state__in=TOOK_PLACE, starts_at__lt=midnight(today))
    starts_at = held.order_by("-starts_at").values_list("starts_at", flat=True).first()
    return timezone.localdate(starts_at) if starts_at else None


def coming_meetings(campaign: Campaign, today: date, limit: int = 3) -> list[Coming]:
    """Planned meetings from today on, the nearest first."""
    planned = Meeting.objects.filter(campaign=campaign, state=MeetingState.PLANNED, starts_at__gte=midnight(today))
    found = planned.order_by("starts_at", "pk").values_list("pk", "title", "starts_at")[:limit]
    return [Coming(when_words(at, today), title, reverse("meetings:meeting", args=[pk])) for pk, title, at in found]


def when_words(moment: datetime, today: date) -> str:
    """How people say it, seen from ``today``."""
    local = timezone.localtime(moment)
    day, clock = local.date(), f"{local.hour}:{local.minute:02d}"
    ahead = (day - today).days
    if ahead in _DAYS:
        return f"{_DAYS[ahead]}{clock}"
    sunday = today + timedelta(days=6 - today.weekday())
    if today < day <= sunday + timedelta(days=7):
        week = "周" if day <= sunday else "下周"
        return f"{week}{_WEEKDAYS[day.weekday()]}{clock}"
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日{clock}"
