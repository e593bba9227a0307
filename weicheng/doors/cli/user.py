from typing import Any

import click

from weicheng.doors.cli.errors import Refused
from weicheng.doors.cli.printing import format_option, print_rows
from weicheng.doors.cli.site import acting_as_console, require_database
from weicheng.doors.cli.wording import ChineseGroup

ROLES = ("office", "leader", "liaison", "inspector", "auditor", "admin")
role_type = click.Choice(ROLES)
unit_option = click.option("--unit", metavar="编码或名称", help="角色的范围；联络员必填，不填为全部单位")


@click.group(cls=ChineseGroup)
def command() -> None:
    """账号：添加、重发登录码、给角色。

    角色：office 创卫办，leader 领导，liaison 单位联络员，inspector 督查员，auditor 审计员，admin 系统管理员。
    """


@command.command(
    epilog="weicheng user add gao --name 高某 --role admin\nweicheng user add wang --name 王某 --role liaison --unit 区城管局"
)
@click.argument("username", metavar="账号")
@click.option("--name", required=True, metavar="姓名", help="显示的姓名")
@click.option("--role", required=True, type=role_type, help="角色")
@unit_option
@format_option
def add(username: str, name: str, role: str, unit: str | None, form: str) -> None:
    """添加一个账号，打印一次性登录码（凭码设密码）。"""
    require_database()
    acting_as_console()
    from django.db import transaction

    from weicheng.ground.org.models import Person
    from weicheng.ground.org.services import accounts

    where = _unit(unit)
    with _in_words(), transaction.atomic():
        person = Person.objects.create(name=name)
        user = accounts.create_account(by=None, person=person, role=role, unit=where, username=username)
        slip = accounts.issue_codes(by=None, users=[user])[0]  # type: ignore[arg-type]
    _print_slip(slip, form)


@command.command(epilog="weicheng user reset wang")
@click.argument("username", metavar="账号")
@format_option
def reset(username: str, form: str) -> None:
    """旧密码和已登录的都失效，打印新的一次性登录码。"""
    require_database()
    acting_as_console()
    from weicheng.ground.org.services import accounts

    with _in_words():
        slip = accounts.reset_account(by=None, user=_user(username))  # type: ignore[arg-type]
    _print_slip(slip, form)


@command.command(
    epilog="weicheng user role wang liaison --unit 区城管局\nweicheng user role wang liaison --unit 区城管局 --end"
)
@click.argument("username", metavar="账号")
@click.argument("role", metavar="角色", type=role_type)
@unit_option
@click.option("--end", is_flag=True, help="不是给，是收回（到今天为止）")
def role(username: str, role: str, unit: str | None, end: bool) -> None:
    """给一个账号一个角色，或收回。"""
    require_database()
    acting_as_console()
    from django.utils import timezone

    from weicheng.ground.org.models import RoleAssignment
    from weicheng.ground.org.services import roles

    user, where = _user(username), _unit(unit)
    with _in_words():
        if not end:
            roles.assign_role(by=None, user=user, role=role, unit=where)
            click.echo(f"{user}现在有角色{role}。")
            return
        found = RoleAssignment.objects.filter(user=user, role=role, unit=where, end=None).first()
        if found is None:
            raise Refused(f"{user}没有这个角色。")
        roles.end_role(by=None, assignment=found, on=timezone.localdate())
        click.echo(f"{user}的角色{role}到今天为止。")


@command.command(name="list", epilog="weicheng user list\nweicheng user list --format json")
@format_option
def list_users(form: str) -> None:
    """列出账号和角色。"""
    require_database()
    from weicheng.ground.org.models import User

    rows: list[dict[str, Any]] = []
    for user in User.objects.prefetch_related("role_assignments__unit").order_by("username"):
        held = [f"{a.role}{f'（{a.unit}）' if a.unit else ''}" for a in user.role_assignments.all() if a.end is None]
        state = "停用" if not user.is_active else "示例" if user.is_sample else ""
        rows.append({"username": user.username, "name": user.name, "roles": held, "state": state})
    if form == "table":
        rows = [{**row, "roles": "、".join(row["roles"])} for row in rows]
    print_rows(rows, form, {"username": "账号", "name": "姓名", "roles": "角色", "state": "状态"})


def _user(username: str) -> Any:
    from weicheng.ground.org.models import User

    user = User.objects.filter(username=username).first()
    if user is None:
        raise Refused(f"没有账号“{username}”。")
    return user


def _unit(text: str | None) -> Any:
    from django.db.models import Q

    from weicheng.ground.org.models import Unit

    if text is None:
        return None
    found = list(
        Unit.objects.filter(Q(code=text) | Q(name=text) | Q(short_name=text) | Q(aliases__text=text)).distinct()[:2]
    )
    if len(found) != 1:
        raise Refused(f"{'没有单位' if not found else '不止一个单位叫'}“{text}”，请写编码或全称。")
    return found[0]


def _in_words() -> Any:
    """Refusals of the services become one sentence."""
    from contextlib import contextmanager

    from weicheng.ground.kernel.errors import NotAllowed, Refused

    @contextmanager
    def block() -> Any:
        try:
            yield
        except (Refused, NotAllowed) as error:
            raise Refused(str(error)) from error

    return block()


def _print_slip(slip: Any, form: str) -> None:
    row = {"username": slip.user.username, "name": slip.user.name, "code": slip.code, "expires_at": slip.expires_at}
    if form == "table":
        row["expires_at"] = f"{slip.expires_at:%Y-%m-%d}"
    print_rows([row], form, {"username": "账号", "name": "姓名", "code": "一次性登录码", "expires_at": "有效期至"})
