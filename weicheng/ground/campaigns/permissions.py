"""Who may begin and change campaigns and the calendar."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.permissions import KEEPERS, answer, holds_everywhere


def check_user_can_choose_campaign(user: Any) -> None:
    if not scope_of(user).roles:
        raise NotAllowed("您的账号还没有角色，请联系创卫办。")


def check_user_can_start_campaign(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以开始新的活动。")


def check_user_can_change_campaign(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以改活动设置。")


def check_user_can_change_calendar(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以改工作日。")


user_can_choose_campaign = answer(check_user_can_choose_campaign)
user_can_start_campaign = answer(check_user_can_start_campaign)
user_can_change_campaign = answer(check_user_can_change_campaign)
user_can_change_calendar = answer(check_user_can_change_calendar)
