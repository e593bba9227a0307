"""The tables of coverage and the list of holes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole
from weicheng.work.coverage.permissions import (
    check_user_can_close_holes,
    user_can_classify,
    user_can_close_holes,
)
from weicheng.work.coverage.selectors import holes as holes_selectors
from weicheng.work.coverage.selectors.matrices import columns, place_lines, towns_without, unit_lines
from weicheng.work.coverage.selectors.standing import place_types_of, standing_rows, standings, unclassified
from weicheng.work.coverage.services.closing import Closing, close_holes
from weicheng.work.coverage.views.doors import coverage_page, frame

WORKDAYS_TO_CLOSE = 20


@coverage_page
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    chapters = standings(campaign)
    rows = standing_rows(chapters)
    open_only = request.GET.get("holes") == "1"
    lines = [
        (
            chapter.chapter,
            [(row, found) for row in chapter.clauses if (found := holes_selectors.holes_of(row)) or not open_only],
        )
        for chapter in chapters
    ]
    context = frame(
        "overview",
        edition=campaign.edition,
        chapters=[(chapter, shown) for chapter, shown in lines if shown],
        clauses=len(rows),
        carried=sum(bool(row.total) for row in rows),
        uncarried=sum(not row.total for row in rows),
        with_files=sum(bool(row.files_now) for row in rows),
        unclassified=unclassified(campaign).count(),
        open_only=open_only,
        may_classify=user_can_classify(request.user, campaign),  # type: ignore[arg-type]
        year=timezone.localdate().year,
    )
    return render(request, "coverage/overview.html", context)


@coverage_page
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Units by chapter or by clause, on request of the tasks that name one type of place: clause x unit x place type."""
    campaign = campaign_of(request)
    names, asked = place_types_of(campaign), request.GET.get("place", "")
    place = asked if asked in names else ""
    chapters = standings(campaign, place)
    number = whole(request.GET.get("chapter"))
    opened = next((one for one in chapters if one.chapter.number == number), None)
    lines = unit_lines(chapters, opened)
    context = frame(
        "units",
        chapters=chapters,
        opened=opened,
        columns=columns(chapters, opened),
        lines=lines,
        places=names,
        place=place,
        without=towns_without(campaign, lines) if place else [],
    )
    return render(request, "coverage/units.html", context)


@coverage_page
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    chapters = standings(campaign_of(request))
    context = frame("places", columns=columns(chapters, None), lines=place_lines(chapters))
    return render(request, "coverage/places.html", context)


@coverage_page
@require_http_methods(["GET", "POST"])
def holes(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    if request.method == "POST":
        return _close(request)
    found = holes_selectors.holes(campaign, standing_rows(standings(campaign)))
    kind = request.GET.get("kind", "")
    counts = [
        (kind.value, word, sum(hole.kind == kind for hole in found)) for kind, word in holes_selectors.WORDS.items()
    ]
    context = frame(
        "holes",
        holes=[hole for hole in found if kind in ("", hole.kind)],
        kind=kind,
        counts=counts,
        total=len(found),
        marked=request.GET.get("hole", ""),
        due_on=work_calendar().add_workdays(timezone.localdate(), WORKDAYS_TO_CLOSE),
        may_close=user_can_close_holes(request.user, campaign),  # type: ignore[arg-type]
    )
    return render(request, "coverage/holes.html", context)


def _close(request: HttpRequest) -> HttpResponse:
    check_user_can_close_holes(request.user, campaign_of(request))  # type: ignore[arg-type]
    keys = request.POST.getlist("holes")
    leads = {key: whole(request.POST.get(f"lead-{key}")) for key in keys}
    units = Unit.objects.in_bulk([pk for pk in leads.values() if pk])
    closings = [Closing(key, units.get(leads[key] or 0)) for key in keys]
    due_on = required_day(request.POST.get("due_on"), "due_on")
    made = close_holes(by=request.user, campaign=campaign_of(request), closings=closings, due_on=due_on)  # type: ignore[arg-type]
    if made:
        messages.success(request, f"已建{len(made)}项补缺任务，在台账里，时限{due_on:%Y年%-m月%-d日}。")
    else:
        messages.info(request, "这些缺口已经补上或已有任务，没有再建。")
    return redirect("coverage:holes")
