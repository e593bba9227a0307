from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.ground.org import permissions, selectors, services
from weicheng.ground.org.forms import EndForm, GroupEndForm, GroupForm, MemberForm
from weicheng.ground.org.models import Group, Membership
from weicheng.ground.org.views.doors import Request, crumbs, edit, page
from weicheng.ground.org.views.people import chosen_person
from weicheng.ground.ui.days import day_in

Values = dict[str, Any]


@page
@require_safe
def group_list(request: Request) -> HttpResponse:
    """The leading group, its office and working groups as they stood on a day."""
    permissions.check_user_can_view_groups(request.user)
    day = day_in(request.GET.get("on")) or timezone.localdate()
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", reverse("org:units")), ("议事机构", None)),
        "tab": "groups",
        "day": day,
        "is_today": day == timezone.localdate(),
        "tree": selectors.group_tree(day),
        "may_edit": permissions.user_can_edit_groups(request.user),
    }
    return render(request, "org/groups.html", context)


@page
def group_add(request: Request) -> HttpResponse:
    permissions.check_user_can_edit_groups(request.user)
    form = GroupForm(request.POST or None, groups=Group.objects.filter(end=None), initial={"kind": "leading"})
    return edit(
        request,
        form=form,
        act=lambda values: services.create_group(by=request.user, **values),
        title="成立机构",
        submit="成立",
        done="已成立，接着添加组成人员。",
        **_frame("成立"),
    )


@page
def group_edit(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_edit_groups(request.user)
    group = get_object_or_404(Group, pk=pk)
    initial = {"name": group.name, "kind": group.kind, "parent": group.parent_id, "host_unit": group.host_unit_id}
    form = GroupForm(
        request.POST or None,
        groups=Group.objects.filter(end=None).exclude(pk=pk),
        initial=initial | {"start": group.start},
    )
    return edit(
        request,
        form=form,
        act=lambda values: services.change_group(by=request.user, group=group, **values),
        title=f"修改“{group}”",
        submit="保存",
        **_frame("修改"),
    )


@page
def group_end(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_edit_groups(request.user)
    group = get_object_or_404(Group, pk=pk)

    def consequences(values: Values) -> list[str]:
        seats = group.memberships.filter(end=None).count()
        return [
            f"“{group}”从{values['on']:%Y年%-m月%-d日}起撤销，{seats}名组成人员同时结束。",
            "以前任何一天的名单仍可查。",
        ]

    return edit(
        request,
        form=GroupEndForm(request.POST or None),
        act=lambda values: services.dissolve_group(by=request.user, group=group, **values),
        consequences=consequences,
        title=f"撤销“{group}”",
        submit="撤销",
        done="已撤销。",
        **_frame("撤销"),
    )


@page
def member_add(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_edit_groups(request.user)
    group = get_object_or_404(Group, pk=pk)

    def act(values: Values) -> None:
        person = chosen_person(request, values)
        assert person is not None  # the form requires one
        services.add_member(
            by=request.user,
            group=group,
            person=person,
            post=values["post"],
            title=values["title"],
            home_unit=values["home_unit"],
            start=values["start"],
        )

    return edit(
        request,
        form=MemberForm(request.POST or None),
        act=act,
        title=f"“{group}”添加组成人员",
        submit="添加",
        done="已添加。",
        **_frame("添加组成人员"),
    )


@page
def member_end(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_edit_groups(request.user)
    seat = get_object_or_404(Membership.objects.select_related("person", "group"), pk=pk)
    return edit(
        request,
        form=EndForm(request.POST or None),
        act=lambda values: services.end_membership(by=request.user, membership=seat, **values),
        title=f"{seat.person}不再担任“{seat.group}”{seat.get_post_display()}",
        submit="退出",
        done="已退出，以前的名单里仍有这个人。",
        **_frame("退出"),
    )


def _frame(word: str) -> dict[str, Any]:
    back = reverse("org:groups")
    return {"back": back, "crumbs": crumbs(("单位", reverse("org:units")), ("议事机构", back), (word, None))}
