"""Who may. ``check_user_can_x`` raises NotAllowed with a sentence, ``user_can_x`` answers; buttons and pages ask the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec

from django.utils import timezone

from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.heirs import answers_for
from weicheng.ground.org.models import Person, RoleAssignment, Unit, User

P = ParamSpec("P")
KEEPERS = (Role.OFFICE, Role.ADMIN)
# Roles that watch over the office: only an administrator gives them and touches the accounts that hold them.
GUARDED = (Role.ADMIN, Role.AUDITOR)


def answer(check: Callable[P, None]) -> Callable[P, bool]:
    """The question that belongs to a check: the same rule, answered with True or False."""

    def ask(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except (NotAllowed, Refused):
            return False
        return True

    ask.__name__ = check.__name__.replace("check_user_can", "user_can")
    ask.__doc__ = f"Whether {check.__name__} lets it pass."
    return ask


def holds_everywhere(user: Any, *roles: str) -> bool:
    """Whether the user holds one of the roles without a bound, today."""
    return any(role in roles and path is None for role, path in scope_of(user).roles)


def check_office(user: Any, what: str) -> None:
    """What only the campaign office does; ``what`` ends the sentence."""
    if not is_office(user):
        raise NotAllowed(f"只有创卫办可以{what}。")


def speaks_for(user: Any, unit: Unit | None) -> bool:
    """A liaison of the unit or of one it has become part of; the office speaks for every unit, and alone where there is none."""
    return is_office(user) or (unit is not None and answers_for(user, unit))


def check_speaks_for(user: Any, unit: Unit | None, what: str) -> None:
    if not speaks_for(user, unit):
        raise NotAllowed(f"只有{unit or '创卫办'}的联络员或创卫办可以{what}。")


def check_user_can_view_units(user: Any) -> None:
    if not scope_of(user).roles:
        raise NotAllowed("您的账号还没有角色，看不到单位。请联系创卫办。")


def check_user_can_edit_units(user: Any, unit: Unit | None = None) -> None:
    """Without ``unit``: at the top level, or any. An office bound to a unit keeps that unit and what is below it."""
    if holds_everywhere(user, *KEEPERS):
        return
    if unit is None or not scope_of(user).reaches(unit, Role.OFFICE):
        raise NotAllowed("只有创卫办可以改单位。")


def check_user_can_import_units(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以导入单位。")


def check_user_can_view_people(user: Any, unit: Unit) -> None:
    """Names and telephone numbers: those who see everything, and the unit itself; an inspector comes unannounced."""
    scope = scope_of(user)
    if not (scope.sees_everything or scope.reaches(unit, *(role for role in Role if role != Role.INSPECTOR))):
        raise NotAllowed("只能看自己单位的人员。")


def check_user_can_view_some_people(user: Any) -> None:
    """The columns of people beside the units of a list."""
    if not scope_of(user).has(*(role for role in Role if role != Role.INSPECTOR)):
        raise NotAllowed("督查员看不到单位的人员。")


def check_user_can_view_groups(user: Any) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("只有创卫办、领导和审计员可以看议事机构。")


def check_user_can_edit_groups(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以改议事机构。")


def check_user_can_manage_accounts(user: Any) -> None:
    if not holds_everywhere(user, *KEEPERS):
        raise NotAllowed("只有创卫办可以管账号。")


def check_user_can_manage_account(user: Any, account: User) -> None:
    """Reset, disable, enable one account."""
    check_user_can_manage_accounts(user)
    if not holds_everywhere(user, Role.ADMIN) and _is_guarded(account):
        raise NotAllowed("这是系统管理员或审计员的账号，只有系统管理员可以动。")


def check_user_can_assign_role(user: Any, role: str) -> None:
    check_user_can_manage_accounts(user)
    if role in GUARDED and not holds_everywhere(user, Role.ADMIN):
        raise NotAllowed("系统管理员和审计员只能由系统管理员指定。")


def check_user_can_hand_over(user: Any, person: Person) -> None:
    check_user_can_manage_accounts(user)
    if person.user:
        check_user_can_manage_account(user, person.user)


def _is_guarded(account: User) -> bool:
    if account.is_superuser:
        return True
    return RoleAssignment.objects.on(timezone.localdate()).filter(user=account, role__in=GUARDED).exists()


user_can_view_units = answer(check_user_can_view_units)
user_can_edit_units = answer(check_user_can_edit_units)
user_can_import_units = answer(check_user_can_import_units)
user_can_view_people = answer(check_user_can_view_people)
user_can_view_some_people = answer(check_user_can_view_some_people)
user_can_view_groups = answer(check_user_can_view_groups)
user_can_edit_groups = answer(check_user_can_edit_groups)
user_can_manage_accounts = answer(check_user_can_manage_accounts)
user_can_manage_account = answer(check_user_can_manage_account)
user_can_assign_role = answer(check_user_can_assign_role)
user_can_hand_over = answer(check_user_can_hand_over)
