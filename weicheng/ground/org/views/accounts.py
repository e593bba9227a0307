from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.org import permissions, selectors, services
from weicheng.ground.org.forms import AccountForm, RoleForm
from weicheng.ground.org.models import RoleAssignment, User
from weicheng.ground.org.views.doors import Request, crumbs, edit, page
from weicheng.ground.org.views.people import chosen_person
from weicheng.ground.org.views.slips import slips_page

PAGE = 100
STATES = (("", "全部"), ("never", "还没登录过"), ("disabled", "已停用"))


@page
@require_safe
def account_list(request: Request) -> HttpResponse:
    permissions.check_user_can_manage_accounts(request.user)
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    context = {
        "nav": "org",
        "crumbs": crumbs(("单位", reverse("org:units")), ("账号", None)),
        "tab": "accounts",
        "page": Paginator(selectors.account_rows(query, state), PAGE).get_page(request.GET.get("page")),
        "query": query,
        "state": state,
        "states": STATES,
        "waiting": selectors.liaisons_without_account().count(),
    }
    return render(request, "org/accounts.html", context)


@page
def accounts_open(request: Request) -> HttpResponse:
    """All liaisons without an account at once: first the list, then, on confirmation, the slips to print."""
    permissions.check_user_can_manage_accounts(request.user)
    posts = list(selectors.liaisons_without_account())
    back = reverse("org:accounts")
    if request.method == "POST":
        slips = services.open_liaison_accounts(by=request.user, posts=posts)
        if slips:
            return slips_page(request, slips, back)
        messages.info(request, "联络员都已经有账号了。登录码只显示一次，要重发请在名单里点“重发登录码”。")
        return redirect(back)
    context = {"nav": "org", "posts": posts, "back": back, "crumbs": crumbs(("账号", back), ("批量开账号", None))}
    return render(request, "org/accounts_open.html", context)


@page
def account_add(request: Request) -> HttpResponse:
    permissions.check_user_can_manage_accounts(request.user)
    back = reverse("org:accounts")

    def act(values: dict[str, Any]) -> HttpResponse:
        permissions.check_user_can_assign_role(request.user, values["role"])
        person = chosen_person(request, values)
        assert person is not None  # the form requires one
        user = services.create_account(
            by=request.user, person=person, role=values["role"], unit=values["unit"], username=values["username"]
        )
        units = {user.pk: values["unit"]} if values["unit"] else None
        return slips_page(request, services.issue_codes(by=request.user, users=[user], units=units), back)

    return edit(
        request,
        form=AccountForm(request.POST or None, initial={"person": request.GET.get("person")}),
        act=act,
        title="开账号",
        submit="开账号并生成登录码",
        back=back,
        crumbs=crumbs(("账号", back), ("开账号", None)),
        lead="不用邮箱。系统生成一张登录码纸条，本人用它设密码后就能登录。",
    )


@page
@require_safe
def account_detail(request: Request, pk: int) -> HttpResponse:
    permissions.check_user_can_manage_accounts(request.user)
    account = get_object_or_404(User.objects.select_related("person"), pk=pk)
    today = timezone.localdate()
    roles = RoleAssignment.objects.filter(user=account).select_related("unit").order_by("end", "role")
    context = {
        "nav": "org",
        "crumbs": crumbs(("账号", reverse("org:accounts")), (account.username, None)),
        "account": account,
        "roles": [role for role in roles if role.end is None or role.end >= today],
        "past_roles": [role for role in roles if role.end is not None and role.end < today],
        "code": selectors.waiting_code_users([account.pk]).first(),
        "may_manage": permissions.user_can_manage_account(request.user, account),
        "guarded_roles": permissions.GUARDED,
        "is_admin": permissions.holds_everywhere(request.user, "admin"),
    }
    return render(request, "org/account.html", context)


@page
@require_POST
def account_reset(request: Request, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    permissions.check_user_can_manage_account(request.user, account)
    slip = services.reset_account(by=request.user, user=account)
    return slips_page(request, [slip], reverse("org:accounts"))


@page
@require_POST
def account_switch(request: Request, pk: int) -> HttpResponse:
    """Disable or enable."""
    account = get_object_or_404(User, pk=pk)
    permissions.check_user_can_manage_account(request.user, account)
    if account.is_active:
        services.disable_account(by=request.user, user=account, reason=request.POST.get("reason", "")[:200])
        messages.success(request, f"账号“{account.username}”已停用。")
    else:
        services.enable_account(by=request.user, user=account)
        messages.success(request, f"账号“{account.username}”已启用。")
    return redirect("org:account", pk)


@page
def role_add(request: Request, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    permissions.check_user_can_manage_account(request.user, account)
    back = reverse("org:account", args=[pk])

    def act(values: dict[str, Any]) -> None:
        permissions.check_user_can_assign_role(request.user, values["role"])
        services.assign_role(by=request.user, user=account, **values)

    return edit(
        request,
        form=RoleForm(request.POST or None),
        act=act,
        title=f"给“{account}”加一个角色",
        submit="加上",
        back=back,
        crumbs=crumbs(("账号", reverse("org:accounts")), (account.username, back), ("角色", None)),
    )


@page
@require_POST
def role_end(request: Request, pk: int) -> HttpResponse:
    """The role holds to the end of yesterday: it is gone at once."""
    assignment = get_object_or_404(RoleAssignment.objects.select_related("user"), pk=pk)
    permissions.check_user_can_manage_account(request.user, assignment.user)
    permissions.check_user_can_assign_role(request.user, assignment.role)
    services.end_role(by=request.user, assignment=assignment, on=timezone.localdate() - timedelta(days=1))
    messages.success(request, f"“{assignment.user}”不再是{assignment.get_role_display()}。")
    return redirect("org:account", assignment.user_id)
