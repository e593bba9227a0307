"""The ledger as a table, and its saved views."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import OwnerRole
from weicheng.work.plans.models import SavedView
from weicheng.work.plans.selectors import ledger as selectors
from weicheng.work.plans.selectors.ledger_filter import GROUPS, LedgerFilter
from weicheng.work.plans.services import views
from weicheng.work.plans.views import filter_menus
from weicheng.work.plans.views.doors import campaign_of, page

FACES = (
    ("list", "表格", "list-details"),
    ("timeline", "时间轴", "timeline"),
    ("calendar", "日历", "calendar"),
    ("matrix", "责任矩阵", "layout-grid"),
)
BULK_FIELDS = (
    ("lead", "改牵头", "原来的牵头单位换成这一个，配合单位不变。"),
    ("due", "改时限", "原时限留在记录里，台账上看得见。"),
    ("category", "改类别", "每一项都记一条修改。"),
    ("phase", "改阶段", "每一项都记一条修改。"),
)


def frame(request: HttpRequest, face: str) -> dict[str, Any]:
    """What all faces share: filter, chips, tabs, saved views, menus, choices."""
    campaign = campaign_of(request)
    chosen = LedgerFilter.parse(request.GET, campaign)
    choices = selectors.filter_choices(campaign, request.user)
    saved = list(saved_views(request, campaign))
    whole = selectors.whole_counts(campaign, request.user)
    return {
        "whole": whole,
        "nav": "ledger",
        "crumbs": [("台账", None)],
        "campaign": campaign,
        "filter": chosen,
        "query_string": chosen.query_string(),
        "chips": chosen.chips(request.user),
        "choices": choices,
        "tabs": filter_menus.tabs(chosen, selectors.view_counts(campaign, request.user, whole), saved),
        "saved_here": next(
            (view for view in saved if view.user_id == request.user.pk and LedgerFilter.parse(view.query) == chosen),
            None,
        ),
        "menus": filter_menus.menus(chosen, choices),
        "role_links": filter_menus.role_links(chosen, OwnerRole.choices),
        "due_links": filter_menus.due_links(chosen, choices),
        "group_links": filter_menus.group_menu(chosen, choices),
        "sort_links": filter_menus.sort_menu(chosen, choices),
        "group_label": GROUPS.get(chosen.group, "不分组"),
        "hidden_due": _hidden(chosen.without("due")),
        "hidden_text": _hidden(chosen.without("q")),
        "faces": FACES,
        "face": face,
        "may_import": permissions.user_can_import_ledger(request.user, campaign),
        "may_share": permissions.user_can_share_view(request.user, campaign),
        "may_upload": permissions.user_can_upload_plan(request.user, campaign),
        "today": timezone.localdate(),
        "open_task": request.GET.get("task", ""),
    }


def _hidden(chosen: LedgerFilter) -> list[tuple[str, str]]:
    """The other conditions, for a form that changes one."""
    return [(name, value) for name, values in QueryDict(chosen.query_string()).lists() for value in values]


def saved_views(request: HttpRequest, campaign: Campaign) -> Any:
    return SavedView.objects.filter(campaign=campaign).for_user(request.user)


@page
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    context = frame(request, "list")
    number = whole(request.GET.get("page"))
    found = selectors.ledger_page(
        context["campaign"], request.user, context["filter"], page=number or 1, whole=context["whole"]
    )
    context |= {
        "ledger": found,
        "total": found.total,
        "heads": filter_menus.heads(context["filter"]),
        "may_bulk": context["may_import"],  # both are the office's, in an open campaign
        "bulk_fields": BULK_FIELDS,
    }
    return render(request, "plans/ledger.html", context)


@page
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    view = views.save_view(
        by=request.user,
        campaign=campaign_of(request),
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        shared=request.POST.get("shared") == "1",
    )
    messages.success(request, f"已存为视图“{view.name}”。")
    return redirect(f"{reverse('ledger:list')}?{view.query}")


@page
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = saved_views(request, campaign_of(request)).filter(pk=pk).first()
    if view is None:
        raise Http404
    views.delete_view(by=request.user, view=view)
    messages.success(request, f"视图“{view.name}”已删除，任务没有变。")
    return redirect("ledger:list")
