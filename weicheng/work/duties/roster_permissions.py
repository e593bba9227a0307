"""Who may make, change, read and record rosters; the office everywhere, the liaison for the own unit."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer
from weicheng.work.duties.models import Roster, RosterTurn
from weicheng.work.duties.permissions import check_answers_for
from weicheng.work.plans.policies import check_can_work_in


def check_user_can_create_roster(user: User, campaign: Campaign, unit: Unit) -> None:
    check_answers_for(user, unit, "排它的执勤表")
    check_can_work_in(campaign)


def check_user_can_draft_roster(user: User, roster: Roster) -> None:
    """Members, leave, shifts, planning and deleting, as long as it is a draft."""
    check_answers_for(user, roster.unit, "改这张执勤表")
    check_can_work_in(roster.campaign)
    if not roster.is_draft:
        raise NotPossible("执勤表已经发布。发布后请用换班、替班或退出来改，每一次都会留下记录。")
    _check_not_planning(roster)


def check_user_can_publish_roster(user: User, roster: Roster) -> None:
    check_user_can_draft_roster(user, roster)
    if not roster.turns.exists():
        raise NotPossible("还没有排班，先排出来再发布。")


def check_user_can_change_roster(user: User, roster: Roster) -> None:
    """Swap, substitute, take a member out, after publishing."""
    check_answers_for(user, roster.unit, "登记这张执勤表的变动")
    check_can_work_in(roster.campaign)
    if roster.is_draft:
        raise NotPossible("执勤表还没有发布，直接改草稿就行。")
    _check_not_planning(roster)


def check_user_can_keep_roster(user: User, roster: Roster) -> None:
    """Whatever its state: the addresses of its calendars."""
    check_answers_for(user, roster.unit, "管这张执勤表")


def check_user_can_log_shift(user: User, roster: Roster, turns: list[RosterTurn]) -> None:
    """The keepers, and whoever is on the shift."""
    on_it = any(turn.member.person.user_id == user.pk for turn in turns)
    if not on_it:
        check_answers_for(user, roster.unit, "记这个班；当班的人也可以记")
    check_can_work_in(roster.campaign)
    if roster.is_draft:
        raise NotPossible("执勤表还没有发布，不能记执勤情况。")


def _check_not_planning(roster: Roster) -> None:
    if roster.is_planning:
        raise NotPossible("正在排班，排完再改。")


user_can_create_roster = answer(check_user_can_create_roster)
user_can_draft_roster = answer(check_user_can_draft_roster)
user_can_publish_roster = answer(check_user_can_publish_roster)
user_can_change_roster = answer(check_user_can_change_roster)
user_can_keep_roster = answer(check_user_can_keep_roster)
user_can_log_shift = answer(check_user_can_log_shift)
