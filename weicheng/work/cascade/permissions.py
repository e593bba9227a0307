"""Who may: the office asks and judges; a unit's liaison (or the office for it) answers; who sees all may read."""

from __future__ import annotations

from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer as asks
from weicheng.ground.org.permissions import check_office, check_speaks_for
from weicheng.work.cascade import policies
from weicheng.work.cascade.models import UnitPlan
from weicheng.work.plans.models import Plan


def check_user_can_call(user: User) -> None:
    check_office(user, "要求单位分解方案")


def check_user_can_open_call(user: User, plan: Plan) -> None:
    check_user_can_call(user)
    policies.check_can_open_call(plan)


def check_user_can_see_answer(user: User, unit: Unit) -> None:
    scope = scope_of(user)
    if not scope.sees_everything and not scope.reaches(unit, Role.LIAISON):
        raise NotAllowed(f"只有{unit}的联络员和创卫办可以看它的方案。")


def check_user_can_answer(user: User, unit: Unit) -> None:
    check_speaks_for(user, unit, "填它的方案")


def check_user_can_edit_answer(user: User, answer: UnitPlan) -> None:
    check_user_can_answer(user, answer.unit)
    policies.check_can_edit_answer(answer)


def check_user_can_judge(user: User) -> None:
    check_office(user, "认可或退回单位方案")


user_can_call = asks(check_user_can_call)
user_can_open_call = asks(check_user_can_open_call)
user_can_see_answer = asks(check_user_can_see_answer)
user_can_edit_answer = asks(check_user_can_edit_answer)
user_can_judge = asks(check_user_can_judge)
