"""A meeting with units called to it, for tests of this room and of the doors."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.meetings.choices import MeetingKind
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.services.calling import call_units
from weicheng.work.meetings.services.planning import create_meeting


def at(day: date | None = None, clock: str = "15:00") -> datetime:
    """A moment here; of today unless a day is given."""
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), time.fromisoformat(clock)))


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def meeting_of(campaign: Campaign, *units: Unit, by: User, **values: Any) -> Meeting:
    """A push meeting of today at 15:00 with a line for each unit's chief."""
    given = {"kind": MeetingKind.PUSH, "starts_at": at(), "place": "三楼会议室", "host": "副区长 方某", **values}
    meeting = create_meeting(by=by, campaign=campaign, key=uuid.uuid4(), **given)
    if units:
        call_units(by=by, meeting=meeting, units=units, required="responsible")
    return meeting
