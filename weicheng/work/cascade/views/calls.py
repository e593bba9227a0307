"""The office asks for the units' plans and sees who has answered and what carries each task."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.access import scope_of
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole
from weicheng.work.cascade import selectors
from weicheng.work.cascade.models import Call
from weicheng.work.cascade.permissions import check_user_can_call, user_can_call
from weicheng.work.cascade.services import calls as services
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan

CRUMBS = [("方案", "/plans/"), ("单位分解", None)]


@campaign_page
@require_GET
def call_list(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    user = request.user
    open_plans = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED, call=None).only("pk", "title")
    context = {
        "nav": "plans",
        "crumbs": CRUMBS,
        "lines": selectors.calls_for(campaign, user),  # type: ignore[arg-type]
        "sees_everything": scope_of(user).sees_everything,  # type: ignore[arg-type]
        "may_call": user_can_call(user) and not campaign.is_closed,
        "plans": list(open_plans),
        "default_day": timezone.localdate() + timedelta(days=14),
        "today": timezone.localdate(),
    }
    return render(request, "cascade/list.html", context)


@campaign_page
@require_POST
def open_call(request: HttpRequest) -> HttpResponse:
    check_user_can_call(request.user)
    plan = Plan.objects.filter(campaign=campaign_of(request), pk=whole(request.POST.get("plan")) or 0).first()
    if plan is None:
        raise Invalid("请选一份已发布的方案。", "plan")
    note = request.POST.get("note", "")
    reply_by = required_day(request.POST.get("reply_by"), "reply_by")
    call = services.open_call(by=request.user, plan=plan, reply_by=reply_by, note=note)  # type: ignore[arg-type]
    messages.success(request, f"已要求{selectors.units_of(call).count()}个单位分解，联络员会收到通知。")
    return redirect("cascade:call", call.pk)


@campaign_page
@require_GET
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """For the office: units and tasks. A liaison goes to her unit's answer."""
    found = call_or_404(request, pk)
    scope = scope_of(request.user)  # type: ignore[arg-type]
    if not scope.sees_everything:
        own = [unit for unit in selectors.units_of(found) if scope.reaches(unit, "liaison")]
        if not own:
            raise Http404
        return redirect("cascade:answer", found.pk, own[0].pk)
    units = selectors.unit_lines(found)
    tasks = selectors.task_lines(found, request.user)  # type: ignore[arg-type]
    context = {
        "nav": "plans",
        "crumbs": [("方案", "/plans/"), ("单位分解", reverse("cascade:list")), ("报送情况", None)],
        "call": found,
        "units": units,
        "tasks": tasks,
        "missing": sum(line.answer is None or line.answer.state not in selectors.HANDED_IN for line in units),
        "bare": sum(not line.rows for line in tasks),
        "may_call": user_can_call(request.user) and not found.plan.campaign.is_closed,
        "today": timezone.localdate(),
    }
    return render(request, "cascade/call.html", context)


@campaign_page
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    check_user_can_call(request.user)
    call, reply_by = call_or_404(request, pk), required_day(request.POST.get("reply_by"), "reply_by")
    services.change_call(by=request.user, call=call, reply_by=reply_by)  # type: ignore[arg-type]
    messages.success(request, "报送期限已改。")
    return redirect("cascade:call", pk)


@campaign_page
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    count = services.remind_missing(by=request.user, call=call_or_404(request, pk))  # type: ignore[arg-type]
    messages.success(request, f"已提醒{count}个单位。同一天再点不会重复提醒。" if count else "都报了，不用提醒。")
    return redirect("cascade:call", pk)


@campaign_page
@require_GET
def papers(request: HttpRequest) -> HttpResponse:
    """The tree of papers: what is based on what."""
    if not scope_of(request.user).sees_everything:  # type: ignore[arg-type]
        raise Http404
    context = {
        "nav": "plans",
        "crumbs": [("方案", "/plans/"), ("依据关系", None)],
        "papers": selectors.paper_tree(campaign_of(request)),
    }
    return render(request, "cascade/papers.html", context)


def call_or_404(request: HttpRequest, pk: int) -> Call:
    found = Call.objects.filter(pk=pk, plan__campaign=campaign_of(request)).select_related("plan__campaign").first()
    if found is None:
        raise Http404
    return found
