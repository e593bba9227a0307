"""Who may draw zones and bind sponsors to them."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed, NotPossible
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer


def check_user_can_change_zones(user: User, campaign: Campaign) -> None:
    if not is_office(user):
        raise NotAllowed("只有创卫办可以划分责任区、安排包抓。")
    if campaign.is_closed:
        raise NotPossible(f"{campaign}已经结束，不能再改责任区。")


user_can_change_zones = answer(check_user_can_change_zones)
