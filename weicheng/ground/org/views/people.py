from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from weicheng.ground.kernel.audit import history
from weicheng.ground.org import permissions, selectors, services
from weicheng.ground.org.choices import PostKind
from weicheng.ground.org.forms import AppointForm, EndForm, HandoverForm, PersonForm
from weicheng.ground.org.models import Person, Post
from weicheng.ground.org.views.doors import Request, crumbs, edit, page
from weicheng.ground.org.views.slips import slips_page
from weicheng.ground.org.views.units import unit_or_404

PAGE = 100


def person_or_404(request: Request, pk: int) -> Person:
    person = selectors.people_for(request.user).select_related("user").filter(pk=pk).first()
    if person is None:
        raise Http404("没有这个人。")
    return person


def chosen_person(request: Request, values: dict[str, Any]) -> Person | None:
    """The person a WhoForm means: one registered, or one to register now."""
    if values.get("person") or not values.get("new_name"):
        return values.get("person")
    return services.add_person(by=request.user, name=values["new_name"], phone=values["new_phone"])


@page
@require_safe
def people(request: Request) -> HttpResponse:
    permissions.check_user_can_view_units(request.user)
    query = request.GET.get("q", "").strip()
    rows = selectors.people_rows(request.user, query)
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", reverse("org:units")), ("人员", None)),
        "tab": "people",
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": query,
        "may_edit": permissions.user_can_edit_units(request.user),
        "may_accounts": permissions.user_can_manage_accounts(request.user),
    }
    return render(request, "org/people.html", context)


@page
@require_safe
def person_detail(request: Request, pk: int) -> HttpResponse:
    person = person_or_404(request, pk)
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", reverse("org:units")), ("人员", reverse("org:people")), (person.name, None)),
        "person": person,
        "today": timezone.localdate(),
        "posts": person.posts.select_related("unit").order_by("end", "-start"),
        "seats": person.memberships.select_related("group").order_by("end", "-start"),
        "history": history(person)[:12],
        "may_edit": permissions.user_can_edit_units(request.user),
        "may_hand_over": permissions.user_can_hand_over(request.user, person),
        "may_accounts": permissions.user_can_manage_accounts(request.user),
    }
    return render(request, "org/person.html", context)


@page
def person_add(request: Request) -> HttpResponse:
    permissions.check_user_can_edit_units(request.user)
    return edit(
        request,
        form=PersonForm(request.POST or None),
        act=lambda values: services.add_person(by=request.user, **values),
        title="登记人员",
        submit="登记",
        back=reverse("org:people"),
        crumbs=crumbs(("单位", reverse("org:units")), ("人员", reverse("org:people")), ("登记", None)),
    )


@page
def person_edit(request: Request, pk: int) -> HttpResponse:
    person = person_or_404(request, pk)
    permissions.check_user_can_edit_units(request.user)
    back = reverse("org:person", args=[pk])
    return edit(
        request,
        form=PersonForm(request.POST or None, initial={"name": person.name, "phone": person.phone}),
        act=lambda values: services.change_person(by=request.user, person=person, **values),
        title=f"修改“{person}”",
        submit="保存",
        back=back,
        crumbs=crumbs(("人员", reverse("org:people")), (person.name, back), ("修改", None)),
    )


@page
def appoint(request: Request, pk: int) -> HttpResponse:
    """Somebody takes a post in a unit."""
    unit = unit_or_404(request, pk)
    permissions.check_user_can_edit_units(request.user, unit)
    back = reverse("org:unit", args=[pk])
    kind = request.GET.get("kind") if request.GET.get("kind") in PostKind.values else PostKind.LIAISON

    def act(values: dict[str, Any]) -> None:
        person = chosen_person(request, values)
        assert person is not None  # the form requires one
        services.appoint(
            by=request.user, person=person, unit=unit, kind=values["kind"], title=values["title"], start=values["start"]
        )

    return edit(
        request,
        form=AppointForm(request.POST or None, initial={"kind": kind}),
        act=act,
        title=f"“{unit}”谁来担任",
        submit="任职",
        back=back,
        crumbs=crumbs(("单位", reverse("org:units")), (str(unit), back), ("任职", None)),
        lead="一个单位有一名责任人、一名联络员：新的任职后，原来的自动到前一天为止。分管负责人和工作人员可以有几名。",
    )


@page
def post_end(request: Request, pk: int) -> HttpResponse:
    post = Post.objects.select_related("unit", "person").filter(pk=pk).first()
    if post is None or not selectors.units_for(request.user).filter(pk=post.unit_id).exists():
        raise Http404
    permissions.check_user_can_edit_units(request.user, post.unit)
    back = reverse("org:unit", args=[post.unit_id])
    return edit(
        request,
        form=EndForm(request.POST or None),
        act=lambda values: services.end_post(by=request.user, post=post, **values),
        title=f"{post.person}不再担任{post.unit}{post.get_kind_display()}",
        submit="结束任职",
        back=back,
        crumbs=crumbs(("单位", reverse("org:units")), (str(post.unit), back), ("结束任职", None)),
        lead="只结束这一个任职，账号不变。人离开单位，请到人员页办“离任交接”。",
    )


@page
def hand_over(request: Request, pk: int) -> HttpResponse:
    person = person_or_404(request, pk)
    permissions.check_user_can_hand_over(request.user, person)
    back = reverse("org:person", args=[pk])

    def act(values: dict[str, Any]) -> HttpResponse | None:
        successor = chosen_person(request, values)
        slip = services.hand_over(
            by=request.user, leaving=person, successor=successor, on=values["on"], reason=values["reason"]
        )
        return slips_page(request, [slip], back) if slip else None

    def consequences(values: dict[str, Any]) -> list[str]:
        successor = values["person"] or values["new_name"]
        posts = person.posts.filter(end=None).select_related("unit")
        names = "、".join(f"{post.unit}{post.get_kind_display()}" for post in posts) or "无任职"
        lines = [f"{person}的任职（{names}）和议事机构席位到{values['on']:%Y年%-m月%-d日}为止。"]
        lines.append(f"账号“{person.user.username}”立即停用，过去的记录都保留。" if person.user else "没有账号要停用。")
        lines.append(
            f"{successor}从第二天起接任，接手同样的角色。" if successor else "暂时没有人接任，这些单位会列入“缺人”。"
        )
        return lines

    return edit(
        request,
        form=HandoverForm(request.POST or None),
        act=act,
        consequences=consequences,
        title=f"{person}离任交接",
        submit="办理交接",
        back=back,
        crumbs=crumbs(("人员", reverse("org:people")), (person.name, back), ("离任交接", None)),
        done="已交接。",
    )
