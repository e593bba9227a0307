"""Who may draw zones and bind sponsors to them."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer, check_office


def check_user_can_change_zones(user: User, campaign: Campaign) -> None:
    check_office(user, "划分责任区、安排包抓")
    if campaign.is_closed:
        raise NotPossible(f"{campaign}已经结束，不能再改责任区。")


user_can_change_zones = answer(check_user_can_change_zones)
