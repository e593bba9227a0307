"""The cue sheet of the chair, shared between screens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.ui.numbers import whole
from weicheng.work.meetings import permissions, selectors
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.services.agenda import steer
from weicheng.work.meetings.transitions import OPEN
from weicheng.work.meetings.views.doors import campaign_page, frame, running_or_404


@campaign_page
@require_GET
def cue(request: HttpRequest, pk: int) -> HttpResponse:
    found = running_or_404(request, pk)
    crumbs = frame((found.title, reverse("meetings:meeting", args=[pk])), ("主持提示", None))
    return render(request, "meetings/cue.html", {**crumbs, **_state(request, found)})


@campaign_page
@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What is on now; both screens ask every two seconds. Nothing new is 204, so that the page stands still."""
    found = running_or_404(request, pk)
    if request.GET.get("seen") == f"{found.current_id or 0}.{found.items.count()}":
        return HttpResponse(status=204)
    return render(request, "meetings/_cue.html", _state(request, found))


@campaign_page
@require_POST
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    found = running_or_404(request, pk)
    step = -1 if request.POST.get("way") == "back" else 1
    seen = whole(request.POST.get("seen")) or None
    found = steer(by=request.user, meeting=found, seen=seen, step=step)  # type: ignore[arg-type]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "meetings/_cue.html", _state(request, found))
    return redirect("meetings:cue", pk)


def _state(request: HttpRequest, found: Meeting) -> dict[str, object]:
    now = selectors.cue_of(found)
    is_open = found.state in OPEN and not found.campaign.is_closed
    return {
        "meeting": found,
        "cue": now,
        "seen": f"{found.current_id or 0}.{len(now.items)}",
        "may_steer": permissions.user_can_steer(request.user) and is_open,
    }
