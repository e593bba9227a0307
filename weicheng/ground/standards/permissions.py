"""Who may read the standards and lay a verification over them."""

from __future__ import annotations

from typing import Any

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.permissions import KEEPERS, answer, holds_everywhere


def check_user_can_read_standards(user: Any) -> None:
    if not scope_of(user).roles:
        raise NotAllowed("您的账号还没有角色，请联系创卫办。")


def check_user_can_verify_figures(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以核定标准里的数值。")


user_can_read_standards = answer(check_user_can_read_standards)
user_can_verify_figures = answer(check_user_can_verify_figures)
