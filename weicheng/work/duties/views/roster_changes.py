"""What is written on a published roster: swap, substitution, the log of a shift, calendar addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.roster_permissions import check_user_can_keep_roster
from weicheng.work.duties.services import roster_changing, roster_logging
from weicheng.work.duties.views.doors import campaign_page
from weicheng.work.duties.views.roster_input import attendance_in, stopped_in
from weicheng.work.duties.views.roster_pages import roster_face, roster_or_404


@campaign_page
@require_POST
def change(request: HttpRequest, pk: int, turn: int) -> HttpResponse:
    """Swap the turn with another one, or give it to somebody else for once."""
    roster = roster_or_404(request, pk)
    turns = roster.turns.select_related("roster", "member", "shift")
    one = turns.filter(pk=turn).first()
    if one is None:
        raise Http404
    data, key = request.POST, key_of(request.POST.get("key"))
    reason = data.get("reason", "")[:200]
    if data.get("kind") == "swap":
        other = turns.filter(pk=whole(data.get("other", "")) or 0).first()
        if other is None:
            raise Invalid("请选与哪个班对换。", "other")
        agreed = data.get("agreed") == "yes"
        entry = roster_changing.swap_turns(by=request.user, one=one, other=other, agreed=agreed, key=key, reason=reason)
    else:
        member = roster.members.filter(pk=whole(data.get("member", "")) or 0).first()
        if member is None:
            raise Invalid("请选谁来替。", "member")
        entry = roster_changing.substitute(by=request.user, turn=one, member=member, key=key, reason=reason)
    messages.success(request, entry.text)
    return redirect("duties:roster-day", pk=pk, day=one.day.isoformat())


@campaign_page
@require_POST
def log(request: HttpRequest, pk: int, shift: int) -> HttpResponse:
    roster = roster_or_404(request, pk)
    on = roster.shifts.filter(pk=shift).first()
    if on is None:
        raise Http404
    data, day = request.POST, required_day(request.POST.get("day"), "day")
    roster_logging.log_shift(
        by=request.user,  # type: ignore[arg-type]
        roster=roster,
        shift=on,
        day=day,
        key=key_of(data.get("key")),
        text=data.get("text", "")[:2000],
        attendance=attendance_in(data),
        stopped=stopped_in(data),
    )
    messages.success(request, f"{day:%-m月%-d日}{on}已记。")
    return redirect("duties:roster-day", pk=pk, day=day.isoformat())


@campaign_page
def calendars(request: HttpRequest, pk: int) -> HttpResponse:
    """The addresses of the roster and of its members; POST gives one of them a new address."""
    roster = roster_or_404(request, pk)
    check_user_can_keep_roster(request.user, roster)
    members = list(roster.members.select_related("person"))
    if request.method == "POST":
        asked = request.POST.get("member", "")
        one = next((member for member in members if str(member.pk) == asked), None)
        if asked and one is None:
            raise Http404
        roster_logging.renew_address(by=request.user, roster=roster, member=one)
        messages.success(request, f"{one or roster}的日历地址已更换，旧地址不再有效。")
        return redirect("duties:roster-calendars", pk=pk)
    context = {
        "address": request.build_absolute_uri(reverse("duties:roster-feed", args=[roster.secret])),
        "members": [
            (member, request.build_absolute_uri(reverse("duties:roster-feed", args=[member.secret])))
            for member in members
        ],
    }
    return render(request, "duties/roster_calendars.html", {**roster_face(request, roster, "日历"), **context})
