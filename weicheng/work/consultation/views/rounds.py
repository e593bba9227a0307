"""The round of a plan as the office runs it, and the page of one unit in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.consultation import permissions
from weicheng.work.consultation.choices import How, RoundState, Verb
from weicheng.work.consultation.models import Reply, Round
from weicheng.work.consultation.policies import is_open
from weicheng.work.consultation.selectors import rounds as selectors
from weicheng.work.consultation.services import replying, ruling
from weicheng.work.consultation.services import rounds as services
from weicheng.work.plans.models import Plan

DAYS = 5


def round_or_404(request: HttpRequest, pk: int) -> Round:
    found = Round.objects.filter(pk=pk, plan__campaign=campaign_of(request)).select_related("plan__campaign").first()
    if found is None:
        raise Http404
    return found


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    plan = Plan.objects.filter(pk=pk, campaign=campaign_of(request)).select_related("campaign").first()
    if plan is None:
        raise Http404
    return plan


def unit_or_404(request: HttpRequest, pk: int) -> Unit:
    """A unit whose page the reader may see; another one is not there."""
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not permissions.user_can_see_unit(request.user, unit):
        raise Http404
    return unit


@campaign_page
@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The round that is open, or the last one; without any, what a first one would ask."""
    try:
        permissions.check_user_can_see_rounds(request.user)
    except NotAllowed as error:
        raise Http404 from error
    found = plan_or_404(request, pk)
    rounds = list(Round.objects.filter(plan=found).select_related("opened_by"))
    current = next((one for one in rounds if one.state == RoundState.OPEN), rounds[0] if rounds else None)
    if current is not None:
        current.plan = found
    may_open = permissions.user_can_open_round(request.user, found)
    return render(
        request,
        "consultation/plan.html",
        {
            "nav": "consultation",
            "crumbs": [("意见与签收", reverse("consultation:list")), (found.title, None)],
            "plan": found,
            "round": current,
            "rounds": rounds,
            "board": selectors.board_of(current) if current else None,
            "is_open": bool(current and is_open(current)),
            "may_open": may_open,
            "may_run": bool(current and permissions.user_can_run_round(request.user, current)),
            "would_ask": services.asked_units(found) if may_open else [],
            "reply_by": timezone.localdate() + timedelta(days=DAYS),
            "hows": How.choices,
        },
    )


@campaign_page
@require_POST
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    found = services.open_round(
        by=request.user,
        plan=plan_or_404(request, pk),
        reply_by=request.POST.get("reply_by", ""),
        note=request.POST.get("note", ""),
    )
    messages.success(request, f"已开始第{found.number}轮征求意见，{found.reply_by:%-m月%-d日}截止，联络员已收到通知。")
    return redirect("consultation:plan", pk)


@campaign_page
@require_POST
def run(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Remind, move the last day, close."""
    found = round_or_404(request, pk)
    if verb == "remind":
        messages.success(request, str(services.remind_round(by=request.user, round_=found)))
    elif verb == "extend":
        changed = services.extend_round(by=request.user, round_=found, reply_by=request.POST.get("reply_by", ""))
        messages.success(request, f"答复期限改为{changed.reply_by:%-m月%-d日}。")
    elif verb == "close":
        services.close_round(by=request.user, round_=found)
        messages.success(request, "这一轮已结束，不再收答复；没有裁定的意见留在争议清单里。")
    else:
        raise Http404
    return redirect("consultation:plan", found.plan_id)


@campaign_page
@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take or decline one objection."""
    reply = (
        Reply.objects.filter(pk=pk, round__plan__campaign=campaign_of(request)).select_related("round__plan").first()
    )
    if reply is None:
        raise Http404
    permissions.check_user_can_rule(request.user, reply)
    sent = request.POST
    if sent.get("verdict") == "take":
        done = ruling.take_reply(
            by=request.user,
            reply=reply,
            how=sent.get("how", ""),
            reason=sent.get("reason", ""),
            unit=Unit.objects.filter(pk=whole(sent.get("unit")) or 0).first(),
            due_on=sent.get("due_on", ""),
        )
    else:
        done = ruling.decline_reply(by=request.user, reply=reply, reason=sent.get("reason", ""))
    messages.success(request, f"{done.unit_name}的意见：{done.get_ruling_display()}，{done.outcome}。已通知该单位。")
    return redirect("consultation:plan", reply.round.plan_id)


@campaign_page
def unit(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The rows of one unit beside their sentences; it agrees to all or one by one, or says what is wrong."""
    of = unit_or_404(request, unit_pk)
    found = round_or_404(request, pk)
    if request.method == "POST":
        permissions.check_user_can_reply(request.user, found, of)
        try:
            replied = _reply(request, found, of)
        except Refused as error:
            return _unit_page(request, found, of, 422, problem=error, typed=request.POST)
        (messages.warning if replied.stale else messages.success)(request, str(replied))
        return redirect("consultation:unit", pk, unit_pk)
    return _unit_page(request, found, of)


def _unit_page(request: HttpRequest, found: Round, of: Unit, status: int = 200, **more: Any) -> HttpResponse:
    rows = selectors.unit_rows(found, of)
    typed = more.get("typed")
    context = {
        "nav": "consultation",
        "crumbs": [("意见与签收", reverse("consultation:list")), (str(of), None)],
        "round": found,
        "unit": of,
        "rows": rows,
        "waiting": [one for one in rows if one.is_waiting],
        "is_open": is_open(found),
        "may_reply": permissions.user_can_reply(request.user, found, of),
        "on_behalf": permissions.user_can_see_rounds(request.user),
        "past": selectors.replies_of(found).filter(unit=of).exclude(ruling="none"),
        "today": timezone.localdate(),
        "typed_row": whole(typed.get("row", "").partition(":")[0]) if typed else None,
        "verbs": [choice for choice in Verb.choices if choice[0] != Verb.AGREE],
        **more,
    }
    return render(request, "consultation/unit.html", context, status=status)


def _reply(request: HttpRequest, found: Round, of: Unit) -> replying.Replied:
    sent = request.POST
    rows = [(pk, shown) for pk, _, shown in (text.partition(":") for text in sent.getlist("row"))]
    return replying.reply_rows(
        by=request.user,
        round_=found,
        unit=of,
        rows=[(number, shown) for pk, shown in rows if (number := whole(pk)) is not None],
        verb=sent.get("verb", ""),
        reason=sent.get("reason", ""),
        to_unit=Unit.objects.filter(pk=whole(sent.get("to_unit")) or 0).first(),
        due_on=sent.get("due_on", ""),
    )
