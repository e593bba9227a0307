"""What the views of this room share: the meeting or 404, what a form sends, the marks of the menu."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_time

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import day_of_our_time
from weicheng.ground.ui.numbers import whole
from weicheng.work.meetings.models import Meeting
from weicheng.work.meetings.permissions import check_user_can_run_meeting, user_can_see_meeting

__all__ = [
    "campaign_of", "campaign_page", "day_of", "frame", "meeting_or_404", "moment_of", "number_of",
    "running_or_404", "unit_of",
]  # fmt: skip


def frame(*path: tuple[str, str | None]) -> dict[str, Any]:
    """Menu entry and crumbs of a page."""
    return {"nav": "meetings", "crumbs": [("会议", reverse("meetings:list") if path else None), *path]}


def meeting_or_404(request: HttpRequest, pk: int) -> Meeting:
    found = Meeting.objects.filter(pk=pk, campaign=campaign_of(request)).select_related("campaign").first()
    if found is None or not user_can_see_meeting(request.user, found):
        raise Http404
    return found


def running_or_404(request: HttpRequest, pk: int) -> Meeting:
    """The meeting for those who look after it: who sees everything."""
    found = meeting_or_404(request, pk)
    check_user_can_run_meeting(request.user)  # type: ignore[arg-type]
    return found


def unit_of(request: HttpRequest, name: str = "unit") -> Unit | None:
    """The living unit that a picker sends, by id or by its name typed in full; None where nothing was sent."""
    sent, typed = whole(request.POST.get(name)), request.POST.get(f"{name}_text", "").strip()
    units = Unit.objects.on(timezone.localdate())
    if sent is not None:
        found = units.filter(pk=sent).first()
    elif typed:
        found = units.filter(name=typed).first() or units.filter(short_name=typed).first()
    else:
        return None
    if found is None:
        raise Invalid(f"没有找到单位“{typed or sent}”，请从列表里选。", name)
    return found


def day_of(request: HttpRequest, name: str, *, required: bool = False) -> date | None:
    text = request.POST.get(name, "").strip()
    day = day_of_our_time(text)
    if (text or required) and day is None:
        raise Invalid(f"没有“{text}”这一天。" if text else "请选日期。", name)
    return day


def moment_of(request: HttpRequest) -> datetime:
    """Day and clock of a form as one moment here."""
    day = day_of(request, "day", required=True)
    text = request.POST.get("clock", "").strip()
    try:
        clock = parse_time(text)
    except ValueError:
        clock = None
    if clock is None:
        raise Invalid("请填几点开会。", "clock")
    assert day is not None
    return timezone.make_aware(datetime.combine(day, time(clock.hour, clock.minute)))


def number_of(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name, "").strip()
    number = whole(text)
    if text and number is None:
        raise Invalid(f"“{text}”不是数。", name)
    return number
