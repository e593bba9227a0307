"""Who may: the office calls and keeps meetings; who sees all may read; a liaison sees those to which her unit is called."""

from __future__ import annotations

from typing import Any

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit
from weicheng.ground.org.permissions import answer as asks
from weicheng.ground.org.permissions import check_office, check_speaks_for, speaks_for
from weicheng.work.meetings import policies
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.plans.policies import check_can_work_in


def check_user_can_list_meetings(user: Any) -> None:
    scope = scope_of(user)
    if not scope.sees_everything and not scope.has(Role.LIAISON):
        raise NotAllowed("会议给创卫办、领导和各单位联络员看。")


def check_user_can_plan_meeting(user: Any, campaign: Campaign) -> None:
    check_office(user, "安排会议")
    check_can_work_in(campaign)


def check_user_can_keep_meeting(user: Any) -> None:
    """Open it, close it, cancel it: what the state allows is asked of the state."""
    check_office(user, "办会")


def check_user_can_change_meeting(user: Any, meeting: Meeting) -> None:
    check_office(user, "改会议")
    policies.check_can_change_meeting(meeting)


def check_user_can_name_attendee(user: Any, line: Attendee) -> None:
    """Say who comes: the office, and for the line of her own unit its liaison."""
    if not speaks_for(user, line.unit):
        raise NotAllowed("只有创卫办和本单位联络员可以换参会的人。")
    policies.check_can_change_meeting(line.meeting)


def check_user_can_see_meeting(user: Any, meeting: Meeting) -> None:
    scope = scope_of(user)
    if scope.sees_everything:
        return
    units = scope.units(Role.LIAISON)
    if not meeting.attendees.filter(unit__in=units).exists():
        raise NotAllowed("只能看通知本单位参加的会议。")


def check_user_can_run_meeting(user: Any) -> None:
    """Cue sheet, script, minutes, the whole call list: the office and the leaders, who take the chair."""
    if not scope_of(user).sees_everything:
        raise NotAllowed("会务给创卫办和领导看。")


def check_user_can_steer(user: Any) -> None:
    """Turn the cue sheet: the office, and a leader in the chair."""
    if not is_office(user) and not scope_of(user).has(Role.LEADER):
        raise NotAllowed("只有创卫办和主持会议的领导可以翻提示。")


def check_user_can_speak_for(user: Any, unit: Unit) -> None:
    """Check in, report on a pledge, report the unit's own meeting: the unit's liaison, or the office for it."""
    check_speaks_for(user, unit, "填")


user_can_list_meetings = asks(check_user_can_list_meetings)
user_can_plan_meeting = asks(check_user_can_plan_meeting)
user_can_keep_meeting = asks(check_user_can_keep_meeting)
user_can_change_meeting = asks(check_user_can_change_meeting)
user_can_name_attendee = asks(check_user_can_name_attendee)
user_can_see_meeting = asks(check_user_can_see_meeting)
user_can_run_meeting = asks(check_user_can_run_meeting)
user_can_steer = asks(check_user_can_steer)
user_can_speak_for = asks(check_user_can_speak_for)
