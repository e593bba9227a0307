"""Who came: by the code of the meeting or by hand, on its day; excuses with their reason. Meetings only, never staff work."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotAllowed
from weicheng.ground.org.models import User
from weicheng.work.meetings.choices import AttendanceState, Way
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.permissions import check_user_can_change_meeting
from weicheng.work.meetings.policies import check_can_check_in, next_attendance_state
from weicheng.work.meetings.services.lines import locked_line, record_line
from weicheng.work.meetings.services.planning import locked_meeting
from weicheng.work.meetings.transitions import PRESENT

_SALT = "meetings.check-in"


def code_of(meeting: Meeting) -> str:
    """The signed code of a meeting: always the same, so that it can be printed; good on the day only."""
    return signing.Signer(salt=_SALT).sign(str(meeting.pk))


def meeting_of_code(code: str) -> Meeting | None:
    """The meeting of a code; None for a code that is not ours. Whether it is the day, check-in asks itself."""
    try:
        pk = signing.Signer(salt=_SALT).unsign(code)
    except signing.BadSignature:
        return None
    return Meeting.objects.select_related("campaign").filter(pk=pk).first()


def check_in_by_code(*, code: str, line: Attendee, by: User | None = None, moment: datetime | None = None) -> Attendee:
    """Somebody who holds the code of the meeting says that she has come; pressing again changes nothing."""
    meeting = meeting_of_code(code)
    if meeting is None or line.meeting_id != meeting.pk:
        raise NotAllowed("这个签到码不对，请重新扫会场的码。")
    return _arrive(by, line, Way.CODE, moment)


def check_in(*, by: User, line: Attendee, moment: datetime | None = None) -> Attendee:
    """The office ticks somebody on the list; ticking again changes nothing. ``moment``: when she came, else now."""
    check_user_can_change_meeting(by, line.meeting)
    return _arrive(by, line, Way.HAND, moment)


def excuse(*, by: User, line: Attendee, reason: str) -> Attendee:
    """Leave, with its reason; before the meeting or afterwards for somebody who was noted absent."""
    with transaction.atomic():
        check_user_can_change_meeting(by, locked_meeting(line.meeting))
        if not reason.strip():
            raise Invalid("请写请假原因。", "reason")
        held = locked_line(line)
        return _move(by, held, "excuse", next_attendance_state(held, "excuse"), reason=reason.strip()[:200])


def undo(*, by: User, line: Attendee) -> Attendee:
    """Take a mistaken tick or an excuse back."""
    with transaction.atomic():
        check_user_can_change_meeting(by, locked_meeting(line.meeting))
        held = locked_line(line)
        return _move(by, held, "undo", next_attendance_state(held, "undo"))


def _arrive(by: User | None, line: Attendee, way: str, moment: datetime | None) -> Attendee:
    moment = moment or timezone.now()
    with transaction.atomic():
        meeting = locked_meeting(line.meeting)
        check_can_check_in(meeting, timezone.localdate(moment))
        held = locked_line(line)
        if held.state in PRESENT:
            return held
        state = next_attendance_state(held, "arrive")
        if moment > meeting.starts_at + timedelta(minutes=meeting.late_after):
            state = AttendanceState.LATE
        return _move(by, held, "arrive", state, moment=moment, way=way)


def _move(
    by: User | None, line: Attendee, verb: str, state: str, *, moment: datetime | None = None, way: str = "",
    reason: str = "",
) -> Attendee:  # fmt: skip
    before = {"state": line.get_state_display()}
    line.state, line.arrived_at, line.way, line.reason = state, moment, way, reason
    line.save(update_fields=["state", "arrived_at", "way", "reason"])
    after = {"state": line.get_state_display()}
    if way:
        after["way"] = line.get_way_display()
    record_line(verb, by, line, before, after, reason)
    return line
