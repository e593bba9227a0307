"""The list of meetings, a new one, and the page of one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.keys import key_again, key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.meetings import permissions, selectors
from weicheng.work.meetings.choices import DecisionKind, ItemKind, MeetingKind, MeetingState
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.services import planning
from weicheng.work.meetings.transitions import PRESENT
from weicheng.work.meetings.views.doors import (
    campaign_of,
    campaign_page,
    frame,
    meeting_or_404,
    moment_of,
    number_of,
)

PAGE_SIZE = 30
DONE = {
    "hold": "会开完了，没签到的记为缺席。",
    "resume": "已退回待开，缺席的又是待到。",
    "close": "已办结。",
    "reopen": "已重新办理。",
    "cancel": "会议已取消，通知过的单位会收到消息。",
    "plan": "已恢复。",
}


@campaign_page
@require_GET
def meeting_list(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_list_meetings(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    found = selectors.meetings_for(campaign, request.user)  # type: ignore[arg-type]
    context = {
        **frame(),
        "coming": list(found.filter(state=MeetingState.PLANNED).order_by("starts_at", "pk")),
        "page": Paginator(found.exclude(state=MeetingState.PLANNED), PAGE_SIZE).get_page(request.GET.get("page")),
        "may_plan": permissions.user_can_plan_meeting(request.user, campaign),
        "may_run": permissions.user_can_run_meeting(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/list.html", context)


@campaign_page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    permissions.check_user_can_plan_meeting(request.user, campaign)  # type: ignore[arg-type]
    problem = None
    if request.method == "POST":
        try:
            made = planning.create_meeting(
                by=request.user,  # type: ignore[arg-type]
                campaign=campaign,
                key=key_of(request.POST.get("key")),
                kind=request.POST.get("kind", ""),
                starts_at=moment_of(request),
                **_words(request),
            )
            return redirect("meetings:meeting", made.pk)
        except Refused as error:
            problem = error
    friday = timezone.localdate() + timedelta(days=(4 - timezone.localdate().weekday()) % 7 or 7)
    context = {
        **frame(("安排会议", None)),
        "kinds": MeetingKind.choices,
        "problem": problem,
        "typed": request.POST or {"kind": MeetingKind.WEEKLY, "day": friday.isoformat(), "clock": "15:00"},
        "serial": planning.next_serial(campaign),
        "key": key_again(request.POST.get("key"), problem),
    }
    return render(request, "meetings/new.html", context, status=422 if problem else 200)


@campaign_page
@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return meeting_page(request, meeting_or_404(request, pk))


@campaign_page
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    permissions.check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    values: dict[str, Any] = {name: value for name, value in _words(request).items() if name in request.POST}
    if "day" in request.POST:
        values["starts_at"] = moment_of(request)
    planning.change_meeting(by=request.user, meeting=found, **values)  # type: ignore[arg-type]
    messages.success(request, "已保存。")
    back = request.POST.get("back")
    return redirect("meetings:paper", pk, "script") if back == "script" else redirect("meetings:meeting", pk)


@campaign_page
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    if verb not in DONE:
        raise Http404
    planning.move_meeting(by=request.user, meeting=meeting_or_404(request, pk), verb=verb)  # type: ignore[arg-type]
    messages.success(request, DONE[verb])
    return redirect("meetings:meeting", pk)


def meeting_page(
    request: HttpRequest, found: Meeting, *, problem: Refused | None = None, at: str = "", status: int = 200
) -> HttpResponse:
    """The page of a meeting; ``problem`` stands at the form ``at`` (item, decision, pledge) with what was typed."""
    user: Any = request.user
    may_run = permissions.user_can_run_meeting(user)
    own = selectors.own_lines(found, user)
    units = {line.unit_id for line in own if line.unit_id}
    for line in own:
        line.may_name = line.state not in PRESENT and permissions.user_can_name_attendee(user, line)
    lines = selectors.lines_of(found) if may_run else own
    decisions = selectors.decisions_of(found)
    pledges = list(found.pledges.select_related("unit"))
    context = {
        **frame((found.title, None)),
        "meeting": found,
        "items": list(found.items.select_related("unit", "file")),
        "counts": selectors.attendance_by_category(lines) if may_run else [],
        "total": len(lines),
        "came": sum(count.came for count in selectors.attendance_by_category(lines)),
        "own": own,
        "decisions": decisions if may_run else [one for one in decisions if one.unit_id in units],
        "open_decisions": sum(one.task_id is None and one.unit_id is not None for one in decisions),
        "pledges": pledges if may_run else [one for one in pledges if one.unit_id in units],
        "may_run": may_run,
        "may_change": permissions.user_can_change_meeting(user, found),
        "may_keep": permissions.user_can_keep_meeting(user) and not found.campaign.is_closed,
        "may_steer": permissions.user_can_steer(user),
        "is_mobilisation": found.kind == MeetingKind.MOBILISATION,
        "item_kinds": ItemKind.choices,
        "decision_kinds": DecisionKind.choices,
        "editing": whole(request.GET.get("item")) or 0,
        "facts": "facts" in request.GET,
        "fact_values": _fact_values(found),
        "problem": problem,
        "at": at,
        "typed": request.POST if problem else {},
        "key": uuid4(),
        "today": timezone.localdate(),
        "here": reverse("meetings:meeting", args=[found.pk]),
    }
    return render(request, "meetings/meeting.html", context, status=status)


def _words(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    words = {name: sent.get(name, "") for name in ("title", "place", "host", "demands")}
    return {**words, "late_after": number_of(request, "late_after") or 0}


def _fact_values(found: Meeting) -> dict[str, Any]:
    local = timezone.localtime(found.starts_at)
    names = ("title", "place", "host", "late_after")
    return {**{name: getattr(found, name) for name in names}, "day": f"{local:%Y-%m-%d}", "clock": f"{local:%H:%M}"}
