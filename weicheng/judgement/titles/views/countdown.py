"""The calendar counting back from the review day."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.titles.choices import CountUnit
from weicheng.judgement.titles.models import Bid, CountdownItem
from weicheng.judgement.titles.permissions import user_can_edit_bid
from weicheng.judgement.titles.selectors import bids as selectors
from weicheng.judgement.titles.selectors.countdown import VISITS, calendar_file, visit_lines
from weicheng.judgement.titles.services import countdown as services
from weicheng.judgement.titles.views.doors import NAV, bid_or_404, crumbs, number_in, picked_unit, titles_page


@titles_page
@require_GET
def calendar(request: Request, pk: int) -> HttpResponse:
    found, today = bid_or_404(request, pk), timezone.localdate()
    ready = selectors.readiness(found, request.user)
    moves = [entry.move for entry in selectors.record_of(found)]
    estimated = work_calendar().estimated_years(today, found.review_on) if found.review_on else []
    context = {
        "nav": NAV,
        "crumbs": crumbs((str(found), reverse("titles:bid", args=[pk])), ("倒排日程", None)),
        "here": "calendar",
        "bid": found,
        "ready": ready,
        "visits": visit_lines(found, moves),
        "visit_words": VISITS,
        "units_of": CountUnit.choices,
        "editing": whole(request.GET.get("item")) or 0,
        "estimated": estimated,
        "may_edit": user_can_edit_bid(request.user, found),
        "key": uuid4(),
        "today": today,
    }
    return render(request, "titles/calendar.html", context)


@titles_page
@require_POST
def save(request: Request, pk: int) -> HttpResponse:
    found, sent = bid_or_404(request, pk), request.POST
    item = services.save_item(
        by=request.user,
        bid=found,
        key=key_of(sent.get("key")),
        name=sent.get("name", ""),
        number=number_in(request, "number"),
        unit_of=sent.get("unit_of", ""),
        unit=picked_unit(request, "unit"),
    )
    return redirect(f"{reverse('titles:calendar', args=[pk])}#item{item.pk}")


@titles_page
@require_POST
def done(request: Request, pk: int, item_pk: int) -> HttpResponse:
    item = _item(bid_or_404(request, pk), item_pk)
    services.mark_item(by=request.user, item=item, is_done=request.POST.get("done") == "1")
    return redirect(f"{reverse('titles:calendar', args=[pk])}#item{item.pk}")


@titles_page
@require_POST
def remove(request: Request, pk: int, item_pk: int) -> HttpResponse:
    item = _item(bid_or_404(request, pk), item_pk)
    services.remove_item(by=request.user, item=item)
    messages.success(request, f"已去掉“{item.name}”。")
    return redirect("titles:calendar", pk)


@titles_page
@require_GET
def ical(request: Request, pk: int) -> HttpResponse:
    found = bid_or_404(request, pk)
    lines = list(selectors.readiness(found, request.user).lines)
    response = HttpResponse(calendar_file(found, lines), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{found}倒排日程.ics") or ""
    return response


def _item(bid: Bid, pk: int) -> CountdownItem:
    found = bid.countdown.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
