"""Pledges, decisions that become tasks, units that held their own meeting, and the list of what is still open."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.models import User
from weicheng.ground.ui.keys import key_of
from weicheng.work.meetings import permissions, selectors
from weicheng.work.meetings.choices import MeetingKind
from weicheng.work.meetings.models import Decision, Meeting, Pledge
from weicheng.work.meetings.services import following as services
from weicheng.work.meetings.views.doors import (
    campaign_of,
    campaign_page,
    day_of,
    frame,
    meeting_or_404,
    number_of,
    unit_of,
)
from weicheng.work.meetings.views.meetings import meeting_page

PAGE_SIZE = 50


@campaign_page
@require_GET
def follow(request: HttpRequest) -> HttpResponse:
    """What all meetings decided and how it stands; pledges that are not kept yet."""
    permissions.check_user_can_list_meetings(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    may_run = permissions.user_can_run_meeting(request.user)
    found = selectors.tasked(campaign) if may_run else []
    context = {
        **frame(("会后落实", None)),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "done": sum(one.task is not None and one.task.done_on is not None for one in found),
        "late": sum(one.task is not None and one.task.status == "late" for one in found),
        "bare": sum(one.task is None for one in found),
        "pledges": list(selectors.open_pledges(campaign, request.user)),  # type: ignore[arg-type]
        "may_run": may_run,
        "today": timezone.localdate(),
    }
    return render(request, "meetings/follow.html", context)


@campaign_page
@require_POST
def add_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    permissions.check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    try:
        unit = unit_of(request)
        if unit is None:
            raise Invalid("请选是哪个单位表态。", "unit")
        key, text = key_of(request.POST.get("key")), request.POST.get("text", "")
        due_on = day_of(request, "due_on")
        services.add_pledge(by=request.user, meeting=found, key=key, unit=unit, text=text, due_on=due_on)  # type: ignore[arg-type]
    except Refused as error:
        return meeting_page(request, found, problem=error, at="pledge", status=422)
    return _back(found, "pledges")


@campaign_page
@require_POST
def pledge(request: HttpRequest, pledge_pk: int, verb: str) -> HttpResponse:
    held = Pledge.objects.filter(pk=pledge_pk).select_related("unit").first()
    if held is None:
        raise Http404
    held.meeting = meeting_or_404(request, held.meeting_id)
    user: Any = request.user
    if verb == "remove":
        services.remove_pledge(by=user, pledge=held)
    elif verb in ("keep", "open"):
        services.keep_pledge(by=user, pledge=held, kept=verb == "keep", note=request.POST.get("note", ""))
    else:
        raise Http404
    return _back(held.meeting, "pledges")


@campaign_page
@require_POST
def add_decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    permissions.check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    sent = request.POST
    try:
        services.add_decision(
            by=request.user,  # type: ignore[arg-type]
            meeting=found,
            key=key_of(request.POST.get("key")),
            kind=sent.get("kind", ""),
            text=sent.get("text", ""),
            speaker=sent.get("speaker", ""),
            unit=unit_of(request),
            due_on=day_of(request, "due_on"),
        )
    except Refused as error:
        return meeting_page(request, found, problem=error, at="decision", status=422)
    return _back(found, "decisions")


@campaign_page
@require_POST
def decision(request: HttpRequest, decision_pk: int, verb: str) -> HttpResponse:
    held = Decision.objects.filter(pk=decision_pk).select_related("unit").first()
    if held is None:
        raise Http404
    held.meeting = meeting_or_404(request, held.meeting_id)
    if verb == "task":
        task = services.make_task(by=request.user, decision=held)  # type: ignore[arg-type]
        messages.success(request, f"{held.source}是台账任务{task.number}。")
    elif verb == "remove":
        services.remove_decision(by=request.user, decision=held)  # type: ignore[arg-type]
    else:
        raise Http404
    return _back(held.meeting, "decisions")


@campaign_page
@require_POST
def make_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    permissions.check_user_can_keep_meeting(request.user)  # type: ignore[arg-type]
    made = services.make_tasks(by=request.user, meeting=found)  # type: ignore[arg-type]
    messages.success(
        request, f"已转成{len(made)}项台账任务。" if made else "没有可以转的：都转过了，或者还没有牵头单位。"
    )
    return _back(found, "decisions")


@campaign_page
@require_http_methods(["GET", "POST"])
def passed_on(request: HttpRequest, pk: int) -> HttpResponse:
    """After a mobilisation meeting: which units held their own; a unit says so here."""
    found = meeting_or_404(request, pk)
    if found.kind != MeetingKind.MOBILISATION:
        raise Http404
    if request.method == "POST":
        unit = unit_of(request)
        held_on = day_of(request, "held_on", required=True)
        if unit is None or held_on is None:
            raise Invalid("请选单位和日期。", "unit")
        people, note, user = number_of(request, "people"), request.POST.get("note", ""), cast(User, request.user)
        services.report_unit_meeting(by=user, meeting=found, unit=unit, held_on=held_on, people=people, note=note)
        messages.success(request, f"已记下{unit}{held_on:%-m月%-d日}开了会。")
        return redirect("meetings:passed-on", pk)
    lines = selectors.passing_on(found)
    mine = [line for line in lines if permissions.user_can_speak_for(request.user, line.unit)]
    may_run = permissions.user_can_run_meeting(request.user)
    context = {
        **frame((found.title, reverse("meetings:meeting", args=[pk])), ("各单位再动员", None)),
        "meeting": found,
        "lines": lines if may_run else mine,
        "units": [line.unit for line in mine] if not found.campaign.is_closed else [],
        "missing": sum(line.held is None for line in (lines if may_run else mine)),
        "may_run": may_run,
        "today": timezone.localdate(),
    }
    return render(request, "meetings/passed_on.html", context)


def _back(meeting: Meeting, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('meetings:meeting', args=[meeting.pk])}#{anchor}")
