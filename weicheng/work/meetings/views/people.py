"""The call list, checking in by hand, the code of the meeting and the page that it opens."""

from __future__ import annotations

import io
from typing import Any
from uuid import uuid4

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.choices import PostKind, UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.meetings import permissions, selectors
from weicheng.work.meetings.choices import AttendanceState, Category
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.policies import check_can_check_in
from weicheng.work.meetings.services import attendance, calling
from weicheng.work.meetings.transitions import PRESENT
from weicheng.work.meetings.views.doors import (
    campaign_page,
    frame,
    meeting_or_404,
    running_or_404,
    unit_of,
)

MISSING = (AttendanceState.INVITED, AttendanceState.ABSENT)


@campaign_page
@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, running_or_404(request, pk))


@campaign_page
@require_POST
def call_units(request: HttpRequest, pk: int) -> HttpResponse:
    found = running_or_404(request, pk)
    permissions.check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    kinds = [kind for kind in request.POST.getlist("kinds") if kind in UnitKind.values]
    wanted = [number for text in request.POST.getlist("units") if (number := whole(text)) is not None]
    units = [*calling.units_of_kinds(kinds, found), *Unit.objects.on(found.day).filter(pk__in=wanted)]
    if not units:
        raise Invalid("请勾选类别，或者选单位。", "units")
    required = request.POST.get("required", "")
    made = calling.call_units(by=request.user, meeting=found, units=units, required=required)  # type: ignore[arg-type]
    messages.success(request, f"名单里加了{len(made)}人，联络员会收到通知。" if made else "这些单位都在名单里了。")
    return redirect("meetings:people", pk)


@campaign_page
@require_POST
def call_leaders(request: HttpRequest, pk: int) -> HttpResponse:
    made = calling.call_leaders(by=request.user, meeting=running_or_404(request, pk))  # type: ignore[arg-type]
    messages.success(request, f"加了{len(made)}位领导小组成员。" if made else "没有新的领导小组成员可加。")
    return redirect("meetings:people", pk)


@campaign_page
@require_POST
def call_person(request: HttpRequest, pk: int) -> HttpResponse:
    found = running_or_404(request, pk)
    permissions.check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    sent = request.POST
    calling.call_person(
        by=request.user,  # type: ignore[arg-type]
        meeting=found,
        key=key_of(request.POST.get("key")),
        category=sent.get("category", ""),
        name=sent.get("name", ""),
        title=sent.get("title", ""),
        unit=unit_of(request),
    )
    return redirect("meetings:people", pk)


@campaign_page
@require_POST
def line(request: HttpRequest, line_pk: int, verb: str) -> HttpResponse:
    """Tick, excuse, undo, replace, remove; a liaison may only say who comes for her own unit."""
    found = _line_or_404(request, line_pk)
    user: Any = request.user
    sent = request.POST
    if verb == "arrive":
        found = attendance.check_in(by=user, line=found)
    elif verb == "excuse":
        found = attendance.excuse(by=user, line=found, reason=sent.get("reason", ""))
    elif verb == "undo":
        found = attendance.undo(by=user, line=found)
    elif verb == "replace":
        found = calling.replace_person(by=user, line=found, name=sent.get("name", ""), title=sent.get("title", ""))
    elif verb == "remove":
        calling.remove_line(by=user, line=found)
    else:
        raise Http404
    if not permissions.user_can_run_meeting(user):
        messages.success(request, f"参会的人已改为{found.own_name}。")
        return redirect("meetings:meeting", found.meeting_id)
    url = reverse("meetings:people", args=[found.meeting_id])
    return redirect(url if verb == "remove" else f"{url}#line{found.pk}")


@campaign_page
@require_GET
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code on the host's screen, or printed; the same one always."""
    found = running_or_404(request, pk)
    address = request.build_absolute_uri(reverse("meetings:check-in", args=[attendance.code_of(found)]))
    lines = selectors.lines_of(found)
    context = {
        **frame((found.title, reverse("meetings:meeting", args=[pk])), ("签到码", None)),
        "meeting": found,
        "address": address,
        "qr": _qr(address),
        "counts": selectors.attendance_by_category(lines),
        "total": len(lines),
        "came": sum(one.state in PRESENT for one in lines),
    }
    return render(request, "meetings/code.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the code opens: without an account pick the unit, then oneself; with one it is one press."""
    found = attendance.meeting_of_code(code)
    if found is None:
        return render(request, "meetings/check_in.html", {"closed": "这个码不对，请重新扫会场的码。"}, status=404)
    context: dict[str, Any] = {"meeting": found, "code": code}
    try:
        check_can_check_in(found, timezone.localdate())
        if request.method == "POST":
            return _sign_in(request, found, code)
    except Refused as error:
        return render(request, "meetings/check_in.html", {**context, "closed": str(error)}, status=409)
    own = selectors.own_lines(found, request.user) if request.user.is_authenticated else []
    lines = list(found.attendees.select_related("unit"))
    asked = request.GET.get("unit", "")
    mine = own or [one for one in lines if asked and _unit_key(one) == asked]
    context |= {
        "own": bool(own),
        "lines": mine,
        "done": next((one for one in lines if str(one.pk) == request.GET.get("done") and one.state in PRESENT), None),
        "units": [] if mine else _units(lines),
    }
    return render(request, "meetings/check_in.html", context)


def _sign_in(request: HttpRequest, meeting: Meeting, code: str) -> HttpResponse:
    chosen = meeting.attendees.filter(pk=whole(request.POST.get("line")) or 0).first()
    if chosen is None:
        raise Invalid("请选是谁签到。", "line")
    by: Any = request.user if request.user.is_authenticated else None
    attendance.check_in_by_code(code=code, line=chosen, by=by)
    return redirect(f"{reverse('meetings:check-in', args=[code])}?done={chosen.pk}")


def _units(lines: list[Attendee]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The called units by category: (word, [(key, name)]); leaders without a unit of their own by name."""
    found: dict[str, dict[str, str]] = {word: {} for word in Category.labels}
    for one in lines:
        found[one.get_category_display()].setdefault(_unit_key(one), one.unit_name if one.unit_id else one.label)
    return [(word, list(units.items())) for word, units in found.items() if units]


def _unit_key(one: Attendee) -> str:
    return str(one.unit_id) if one.unit_id else f"p{one.pk}"


def _line_or_404(request: HttpRequest, pk: int) -> Attendee:
    found = Attendee.objects.filter(pk=pk).select_related("unit").first()
    if found is None:
        raise Http404
    found.meeting = meeting_or_404(request, found.meeting_id)
    return found


def _page(request: HttpRequest, found: Meeting) -> HttpResponse:
    lines = selectors.lines_of(found)
    asked = request.GET.get("show", "")
    may_change = permissions.user_can_change_meeting(request.user, found)
    context = {
        **frame((found.title, reverse("meetings:meeting", args=[found.pk])), ("参会名单", None)),
        "meeting": found,
        "lines": [one for one in lines if asked in ("", one.category) or (asked == "missing" and one.state in MISSING)],
        "counts": selectors.attendance_by_category(lines),
        "total": len(lines),
        "came": sum(one.state in PRESENT for one in lines),
        "show": asked,
        "may_change": may_change,
        "may_tick": may_change and found.is_today,
        "kinds": UnitKind.choices[:-2],
        "categories": Category.choices,
        "required": [(kind.value, kind.label) for kind in calling.REQUIRED],
        "usual": PostKind.RESPONSIBLE,
        "editing": whole(request.GET.get("line")) or 0,
        "key": uuid4(),
    }
    return render(request, "meetings/people.html", context)


def _qr(text: str) -> SafeString:
    """A QR code as SVG to stand in the page."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, nl=False, border=2, omitsize=True)
    return mark_safe(out.getvalue().decode("ascii"))
