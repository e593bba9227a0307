"""The agenda: add, change, move up and down, remove, fetch the file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.keys import key_of
from weicheng.work.meetings.models import AgendaItem
from weicheng.work.meetings.permissions import check_user_can_change_meeting
from weicheng.work.meetings.services import agenda as services
from weicheng.work.meetings.views.doors import campaign_page, meeting_or_404, unit_of
from weicheng.work.meetings.views.meetings import meeting_page


@campaign_page
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    found = meeting_or_404(request, pk)
    check_user_can_change_meeting(request.user, found)  # type: ignore[arg-type]
    try:
        services.add_item(by=request.user, meeting=found, key=key_of(request.POST.get("key")), **_values(request))  # type: ignore[arg-type]
    except Refused as error:
        return meeting_page(request, found, problem=error, at="item", status=422)
    return _back(found.pk)


@campaign_page
@require_POST
def change(request: HttpRequest, item_pk: int) -> HttpResponse:
    item = _item_or_404(request, item_pk)
    check_user_can_change_meeting(request.user, item.meeting)  # type: ignore[arg-type]
    services.change_item(by=request.user, item=item, **_values(request))  # type: ignore[arg-type]
    return _back(item.meeting_id)


@campaign_page
@require_POST
def move(request: HttpRequest, item_pk: int, verb: str) -> HttpResponse:
    item = _item_or_404(request, item_pk)
    if verb == "remove":
        services.remove_item(by=request.user, item=item)  # type: ignore[arg-type]
    elif verb in ("up", "down"):
        services.shift_item(by=request.user, item=item, up=verb == "up")  # type: ignore[arg-type]
    else:
        raise Http404
    return _back(item.meeting_id)


@campaign_page
@require_GET
def file(request: HttpRequest, item_pk: int) -> HttpResponse:
    item = _item_or_404(request, item_pk)
    if item.file is None:
        raise Http404
    return redirect(download_url(item.file, user=request.user, name=item.file_name))


def _item_or_404(request: HttpRequest, pk: int) -> AgendaItem:
    item = AgendaItem.objects.filter(pk=pk).select_related("file", "unit").first()
    if item is None:
        raise Http404
    item.meeting = meeting_or_404(request, item.meeting_id)
    return item


def _values(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    words = {name: sent.get(name, "") for name in ("kind", "title", "number", "speaker")}
    return {**words, "unit": unit_of(request), "files": request.FILES.getlist("file")[:1]}


def _back(pk: int) -> HttpResponse:
    response = redirect("meetings:meeting", pk)
    response.headers["Location"] += "#agenda"
    return response
