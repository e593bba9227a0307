"""Who may: the office makes, seals and registers; who sees all reads; a unit sees and checks the volumes made of it."""

from __future__ import annotations

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.permissions import answer, check_office, check_speaks_for
from weicheng.judgement.archive import policies
from weicheng.judgement.archive.choices import Level
from weicheng.judgement.archive.models import Box, Item, Volume


def check_user_can_see_archive(user: User) -> None:
    scope = scope_of(user)
    if not scope.sees_everything and not scope.has(Role.LIAISON):
        raise NotAllowed("档案只有创卫办、领导、审计员和单位联络员能看。")


def check_user_can_see_register(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("归档登记只有创卫办、领导和审计员能看。")


def check_user_can_keep_archive(user: User, campaign: Campaign) -> None:
    check_office(user, "整理档案")
    policies.check_is_open(campaign)


def check_user_can_change_volume(user: User, volume: Volume) -> None:
    check_office(user, "改案卷")
    policies.check_can_change_volume(volume)


def check_user_can_seal_volume(user: User, volume: Volume) -> None:
    check_office(user, "封卷")
    policies.check_can_change_volume(volume)


def check_user_can_supplement(user: User, volume: Volume) -> None:
    check_office(user, "建补充卷")
    policies.check_can_supplement(volume)


def check_user_can_export_volume(user: User, volume: Volume) -> None:
    """Making the files costs the server minutes: the office does it; who sees all may fetch what is made."""
    check_office(user, "导出案卷")


def check_user_can_fetch_export(user: User) -> None:
    if not scope_of(user).sees_everything:
        raise NotAllowed("案卷的导出文件只有创卫办、领导和审计员能取。")


def check_user_can_accept(user: User, volume: Volume, level: str) -> None:
    if level == Level.UNIT:
        check_speaks_for(user, volume.unit, "登记自查")
    else:
        check_office(user, f"登记{Level(level).label}")
    policies.check_can_accept(volume, level)


def check_user_can_change_item(user: User, item: Item) -> None:
    check_office(user, "改归档件")
    policies.check_can_change_item(item)


def check_user_can_void_item(user: User, item: Item) -> None:
    check_office(user, "作废档号")
    policies.check_can_void_item(item)


def check_user_can_fill_box(user: User, box: Box) -> None:
    check_office(user, "装盒")
    policies.check_can_fill_box(box)


def units_shown(user: User) -> list[Unit] | None:
    """The units whose work a user may see in the matrix; None = all."""
    scope = scope_of(user)
    return None if scope.sees_everything else list(scope.units(Role.LIAISON))


user_can_see_archive = answer(check_user_can_see_archive)
user_can_see_register = answer(check_user_can_see_register)
user_can_keep_archive = answer(check_user_can_keep_archive)
user_can_change_volume = answer(check_user_can_change_volume)
user_can_seal_volume = answer(check_user_can_seal_volume)
user_can_supplement = answer(check_user_can_supplement)
user_can_export_volume = answer(check_user_can_export_volume)
user_can_fetch_export = answer(check_user_can_fetch_export)
user_can_accept = answer(check_user_can_accept)
user_can_change_item = answer(check_user_can_change_item)
user_can_void_item = answer(check_user_can_void_item)
user_can_fill_box = answer(check_user_can_fill_box)
