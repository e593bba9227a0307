"""What the state of the organisation allows, whoever asks. Each check raises NotPossible or Invalid with a sentence."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Group, RoleAssignment, Unit, User


def check_can_place(unit: Unit, parent: Unit | None) -> None:
    if parent is None:
        return
    if parent.pk == unit.pk:
        raise Invalid("上级不能是自己。", "parent")
    if unit.path != "/" and parent.path.startswith(unit.path):
        raise Invalid(f"“{parent}”在“{unit}”的下面，不能反过来当上级。", "parent")


def check_rename_day(unit: Unit, on: date) -> None:
    if on > timezone.localdate():
        raise Invalid("改名日期还没到，到那天再改；提前登记会让今天的文件用上新名称。", "on")
    last = unit.names.exclude(end=None).order_by("-end").first()
    if last and last.end and on <= last.end:
        raise Invalid(f"上一次改名是{last.end:%Y年%-m月%-d日}，这次要比它晚。", "on")


def check_can_merge(unit: Unit, into: Unit, on: date) -> None:
    check_is_alive(unit, on)
    check_is_alive(into, on)
    if unit.pk == into.pk:
        raise Invalid("不能并入自己。", "into")
    if into.path.startswith(unit.path):
        raise Invalid(f"“{into}”在“{unit}”的下面，不能把上级并入下级。", "into")


def check_can_dissolve(unit: Unit, on: date) -> None:
    check_is_alive(unit, on)
    living = Unit.objects.filter(parent=unit).filter(Q(valid_to=None) | Q(valid_to__gte=on)).count()
    if living:
        raise NotPossible(f"“{unit}”下面还有{living}个单位，先把它们移走或撤销。")


def check_is_alive(unit: Unit, on: date) -> None:
    if unit.valid_to and unit.valid_to < on:
        raise NotPossible(f"“{unit}”在{unit.valid_to:%Y年%-m月%-d日}以后已经不在了。")


def check_group_is_alive(group: Group, on: date) -> None:
    if group.end and group.end < on:
        raise NotPossible(f"“{group}”在{group.end:%Y年%-m月%-d日}以后已经撤销了。")


def check_an_admin_remains(without: User | RoleAssignment) -> None:
    """Somebody must always be able to let others in. Within a transaction: two who shut each other out wait here."""
    today = timezone.localdate()
    list(RoleAssignment.objects.select_for_update().filter(role=Role.ADMIN, unit=None).order_by("pk").values_list("pk"))
    admins = RoleAssignment.objects.on(today).filter(role=Role.ADMIN, unit=None, user__is_active=True)
    if isinstance(without, User):
        gone, left = admins.filter(user=without), admins.exclude(user=without)
    else:
        gone, left = admins.filter(pk=without.pk), admins.exclude(pk=without.pk)
    if gone.exists() and not left.exists():
        raise NotPossible("这是最后一个系统管理员。先让另一个人当系统管理员，再做这一步。")


def check_dates(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise Invalid("结束日期不能早于开始日期。", "end")
