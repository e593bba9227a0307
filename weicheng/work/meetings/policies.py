"""What the state allows, whoever asks."""

from __future__ import annotations

from datetime import date

from weicheng.ground.kernel.errors import NotPossible
from weicheng.work.meetings.choices import AttendanceState, MeetingKind, MeetingState
from weicheng.work.meetings.models import Attendee, Decision, Meeting
from weicheng.work.meetings.transitions import ATTENDANCE, MEETING, OPEN
from weicheng.work.plans.policies import check_can_work_in


def check_can_change_meeting(meeting: Meeting) -> None:
    check_can_work_in(meeting.campaign)
    if meeting.state not in OPEN:
        raise NotPossible(f"“{meeting}”{meeting.get_state_display()}，不能再改。")


def check_can_check_in(meeting: Meeting, day: date) -> None:
    """Only on the day of the meeting."""
    check_can_change_meeting(meeting)
    if meeting.day != day:
        raise NotPossible(f"“{meeting}”在{meeting.day:%-m月%-d日}，只有当天能签到。")


def check_can_pass_on(meeting: Meeting) -> None:
    check_can_work_in(meeting.campaign)
    if meeting.kind != MeetingKind.MOBILISATION or meeting.state == MeetingState.CANCELLED:
        raise NotPossible("只有动员会要各单位再动员。")


def check_can_remove_decision(decision: Decision) -> None:
    check_can_change_meeting(decision.meeting)
    if decision.task_id:
        raise NotPossible(f"{decision.source}已经是台账任务，请到台账里改。")


def next_meeting_state(meeting: Meeting, verb: str) -> MeetingState:
    check_can_work_in(meeting.campaign)
    move = MEETING[MeetingState(meeting.state)].get(verb)
    if move is None:
        raise NotPossible(f"“{meeting}”{meeting.get_state_display()}，不能这样做。")
    return move


def next_attendance_state(line: Attendee, verb: str) -> AttendanceState:
    move = ATTENDANCE[AttendanceState(line.state)].get(verb)
    if move is None:
        raise NotPossible(f"{line}{line.get_state_display()}，不能这样改。")
    return move
