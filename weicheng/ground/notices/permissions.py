"""Who may set robots and look into the log; a notice is its reader's alone."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.notices.models import Robot
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.permissions import KEEPERS, answer, holds_everywhere


def check_user_can_set_robots(user: Any) -> None:
    """The robots of a campaign."""
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以设群机器人。")


def check_user_can_set_own_robots(user: Any) -> None:
    if not scope_of(user).roles:
        raise NotAllowed("您的账号还没有角色，请联系创卫办。")


def check_user_can_set_robot(user: Any, robot: Robot) -> None:
    """One robot: her own, or, for the office, one of a campaign."""
    if robot.user_id is None:
        check_user_can_set_robots(user)
    elif robot.user_id != user.pk:
        raise NotAllowed("这是别人的机器人。")


def check_user_can_view_deliveries(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS, Role.AUDITOR):
        raise NotAllowed("只有创卫办和审计员可以看发送记录。")


def check_user_can_retry_deliveries(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以重发。")


user_can_set_robots = answer(check_user_can_set_robots)
user_can_set_own_robots = answer(check_user_can_set_own_robots)
user_can_set_robot = answer(check_user_can_set_robot)
user_can_view_deliveries = answer(check_user_can_view_deliveries)
user_can_retry_deliveries = answer(check_user_can_retry_deliveries)
