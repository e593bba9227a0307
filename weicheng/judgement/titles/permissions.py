"""Who may: the office writes; leaders, auditors and administrators read; a unit reads the titles it bears."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer, check_office
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.models import Bid
from weicheng.judgement.titles.models.register import READERS


def check_user_can_see_register(user: User) -> None:
    scope = scope_of(user)
    if not scope.sees_everything and not scope.has(*READERS):
        raise NotAllowed("称号和申报只给创卫办、领导和有称号的单位看。")


def check_user_can_edit_titles(user: User, campaign: Campaign) -> None:
    check_office(user, "登记称号、办理申报")
    policies.check_can_work_in(campaign)


def check_user_can_edit_bid(user: User, bid: Bid) -> None:
    check_user_can_edit_titles(user, bid.campaign)
    policies.check_is_open(bid)


user_can_see_register = answer(check_user_can_see_register)
user_can_edit_titles = answer(check_user_can_edit_titles)
user_can_edit_bid = answer(check_user_can_edit_bid)
