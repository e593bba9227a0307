"""Who may: those who see all read how the clauses are carried; the office gives tasks their clauses and closes holes."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import answer, check_office
from weicheng.work.plans.policies import check_can_work_in


def check_user_can_see_coverage(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("条款覆盖由创卫办和领导查看。")


def check_user_can_classify(user: User, campaign: Campaign) -> None:
    check_office(user, "给任务对应条款")
    check_can_work_in(campaign)


def check_user_can_close_holes(user: User, campaign: Campaign) -> None:
    check_office(user, "按缺口建任务")
    check_can_work_in(campaign)


user_can_classify = answer(check_user_can_classify)
user_can_close_holes = answer(check_user_can_close_holes)
