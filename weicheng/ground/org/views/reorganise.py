from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.org import estates, permissions, policies, selectors, services
from weicheng.ground.org.forms import DissolveForm, MergeForm, RenameForm
from weicheng.ground.org.models import Unit
from weicheng.ground.org.views.doors import Request, crumbs, edit, page
from weicheng.ground.org.views.units import unit_or_404

Values = dict[str, Any]


@page
def rename(request: Request, pk: int) -> HttpResponse:
    unit = _unit(request, pk)

    def consequences(values: Values) -> list[str]:
        return [
            f"从{values['on']:%Y年%-m月%-d日}起，“{unit.name}”叫“{values['name']}”。",
            "这天以前的文件仍按旧名称对应到它，旧名称留在单位页上。",
        ]

    return edit(
        request,
        form=RenameForm(request.POST or None, initial={"name": unit.name, "short_name": unit.short_name}),
        act=lambda values: services.rename_unit(by=request.user, unit=unit, **values),
        consequences=consequences,
        title=f"“{unit}”改名",
        submit="改名",
        done="名称已改，旧名称已存档。",
        **_frame(unit, "改名"),
    )


@page
def merge(request: Request, pk: int) -> HttpResponse:
    unit = _unit(request, pk)

    def act(values: Values) -> HttpResponse:
        permissions.check_user_can_edit_units(request.user, values["into"])
        goes = values.pop("hand_over") and _has_come(values["on"])
        services.merge_units(by=request.user, units=[unit], **values)
        into, reason = values["into"], values["reason"]
        moved = estates.hand_over(by=request.user, unit=unit, into=into, reason=reason) if goes else []
        handed = f"{'、'.join(moved)}交给了“{into}”。" if moved else ""
        messages.success(request, f"已合并。{handed}")
        return redirect("org:unit", unit.pk)

    def consequences(values: Values) -> list[str]:
        effects = selectors.ending_effects(unit)
        return [
            f"从{values['on']:%Y年%-m月%-d日}起，“{unit.name}”并入“{values['into'].name}”，不再单独列出。",
            f"它下面的{effects.children}个单位改归“{values['into']}”。",
            f"{effects.posts}人的任职、{effects.roles}个账号角色在前一天结束；人要在新单位重新任职。",
            "文件里写它的名称，会对应到并入后的单位。",
            *_left_behind(request, unit, values),
        ]

    return edit(
        request,
        form=MergeForm(request.POST or None),
        act=act,
        consequences=consequences,
        title=f"“{unit}”并入别的单位",
        submit="合并",
        **_frame(unit, "合并"),
    )


def _left_behind(request: Request, unit: Unit, values: Values) -> list[str]:
    """What the unit holds and what becomes of it, with a few by name."""
    said = []
    for left in estates.left_by(request.user, unit):
        names = "；".join(left.some) + (f"；另有{left.count - len(left.some)}项" if left.count > len(left.some) else "")
        into = values["into"]
        if not left.movable:
            fate = f"要由创卫办到“责任缺口”里交给“{into}”；在那以前“{into}”的联络员看得到，也能填报"
        elif not values["hand_over"]:
            fate = f"留在它名下，列进“责任缺口”；“{into}”的联络员看得到，也能填报"
        elif not _has_come(values["on"]):
            fate = f"合并的日子还没到，先不动；到那天列进“责任缺口”，一次交给“{into}”"
        else:
            fate = f"现在就交给“{into}”，每项的记录里写明"
        said.append(f"它名下有{left.count}{left.word}，{fate}：{names}。")
    return said


def _has_come(day: date) -> bool:
    return day <= timezone.localdate()


@page
def dissolve(request: Request, pk: int) -> HttpResponse:
    unit = _unit(request, pk)

    def consequences(values: Values) -> list[str]:
        policies.check_can_dissolve(unit, values["on"])
        effects = selectors.ending_effects(unit)
        return [
            f"从{values['on']:%Y年%-m月%-d日}起，“{unit.name}”撤销，不再单独列出，也不能再派任务。",
            f"{effects.posts}人的任职、{effects.roles}个账号角色在前一天结束。",
            "过去的记录都保留。",
            *(
                f"它名下有{left.count}{left.word}，撤销后列进“责任缺口”，请到那里改责任单位：{'；'.join(left.some)}。"
                for left in estates.left_by(request.user, unit)
            ),
        ]

    return edit(
        request,
        form=DissolveForm(request.POST or None),
        act=lambda values: services.dissolve_unit(by=request.user, unit=unit, **values),
        consequences=consequences,
        title=f"撤销“{unit}”",
        submit="撤销",
        done="已撤销。",
        **_frame(unit, "撤销"),
    )


def _unit(request: Request, pk: int) -> Unit:
    unit = unit_or_404(request, pk)
    permissions.check_user_can_edit_units(request.user, unit)
    return unit


def _frame(unit: Unit, word: str) -> dict[str, Any]:
    back = reverse("org:unit", args=[unit.pk])
    return {"back": back, "crumbs": crumbs(("单位", reverse("org:units")), (str(unit), back), (word, None))}
