"""The other faces of the ledger: timeline, calendar, responsibility matrix. Same filter, same tabs."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weicheng.work.plans.selectors import matrix, timeline
from weicheng.work.plans.views.doors import page
from weicheng.work.plans.views.ledger import frame


@page
@require_GET
def timeline_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "timeline")
    context["bars"] = timeline.timeline_rows(context["campaign"], request.user, context["filter"])
    return render(request, "plans/timeline.html", context)


@page
@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "calendar")
    first = _month(request.GET.get("month", ""), context["today"])
    before, after = first - timedelta(days=1), first + timedelta(days=31)
    context |= {
        "month": first,
        "previous": f"{before:%Y-%m}",
        "following": f"{after:%Y-%m}",
        "days": timeline.calendar_month(context["campaign"], request.user, context["filter"], first.year, first.month),
    }
    return render(request, "plans/calendar.html", context)


def _month(text: str, today: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


@page
@require_GET
def matrix_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "matrix")
    context["matrix"] = matrix.responsibility_matrix(context["campaign"], request.user, context["filter"])
    return render(request, "plans/matrix.html", context)
