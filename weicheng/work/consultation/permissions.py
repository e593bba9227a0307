"""Who may. ``check_user_can_X`` raises NotAllowed (or NotPossible from the policies), ``user_can_X`` answers."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for
from weicheng.work.consultation import policies
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.plans.models import Plan


def check_user_can_see_unit(user: User, unit: Unit) -> None:
    """The page of a unit: its liaisons, and whoever sees everything."""
    scope = scope_of(user)
    if not scope.sees_everything and not scope.reaches(unit, Role.LIAISON):
        raise NotAllowed("只能看自己单位的。")


def check_user_can_see_rounds(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办、领导和审计员可以看各单位的意见。")


def check_user_can_open_round(user: User, plan: Plan) -> None:
    check_office(user, "征求意见")
    policies.check_can_open_round(plan)


def check_user_can_run_round(user: User, round_: Round) -> None:
    """Change its date, remind, close."""
    check_office(user, "管理征求意见")
    policies.check_can_reply(round_)


def check_user_can_reply(user: User, round_: Round, unit: Unit) -> None:
    check_speaks_for(user, unit, "答复")
    policies.check_can_reply(round_)


def check_user_can_rule(user: User, reply: Reply) -> None:
    check_office(user, "裁定意见")
    policies.check_can_rule(reply)


def check_user_can_sign(user: User, plan: Plan, unit: Unit) -> None:
    check_speaks_for(user, unit, "签收")
    policies.check_can_sign(plan)


def check_user_can_remind_receipts(user: User, plan: Plan) -> None:
    check_office(user, "催签收")
    policies.check_can_sign(plan)


user_can_see_unit = answer(check_user_can_see_unit)
user_can_see_rounds = answer(check_user_can_see_rounds)
user_can_open_round = answer(check_user_can_open_round)
user_can_run_round = answer(check_user_can_run_round)
user_can_reply = answer(check_user_can_reply)
user_can_rule = answer(check_user_can_rule)
user_can_sign = answer(check_user_can_sign)
user_can_remind_receipts = answer(check_user_can_remind_receipts)
