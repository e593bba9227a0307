"""Which reports are in, which are missing; running tallies; what is asked of the units."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.ui.days import day_of_our_time
from weicheng.work.reports import periods
from weicheng.work.reports.choices import Kind, ReportState
from weicheng.work.reports.permissions import user_can_collect
from weicheng.work.reports.selectors import lists
from weicheng.work.reports.selectors.burden import COSTS, asked_twice, burdens
from weicheng.work.reports.selectors.tallies import running_tallies
from weicheng.work.reports.services import drafts

WEEKS = 8


@campaign_page
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Those who see all come to this week; a liaison to her own report."""
    campaign, today = campaign_of(request), timezone.localdate()
    period = periods.period_of(campaign, Kind.WEEK, today)
    assert period is not None
    if scope_of(request.user).sees_everything:  # type: ignore[arg-type]
        return redirect("reports:week", period.kind, period.first.isoformat())
    units = lists.my_units(campaign, request.user)  # type: ignore[arg-type]
    if len(units) == 1:
        return redirect("reports:report", units[0].pk, period.kind, period.first.isoformat())
    lines = lists.unit_lines(campaign, period, units)
    context = {"nav": "reports", "crumbs": [("周报", None)], "lines": lines, "period": period}
    return render(request, "reports/mine.html", context)


@campaign_page
@require_GET
def week(request: HttpRequest, kind: str, day: str) -> HttpResponse:
    campaign, period = _seen(request), period_or_404(request, kind, day)
    lines = lists.unit_lines(campaign, period)
    missing = sum(line.report is None or line.report.state != ReportState.SUBMITTED for line in lines)
    summary = lists.reports_of(campaign, None, kind).filter(starts_on=period.first).first()
    context = {
        "nav": "reports",
        "crumbs": [("周报", None)],
        "period": period,
        "kind": kind,
        "kinds": _kinds(campaign, kind),
        "before": periods.before(campaign, period),
        "after": periods.after(campaign, period),
        "lines": lines,
        "missing": missing,
        "handed": len(lines) - missing,
        "percent": 100 * (len(lines) - missing) // len(lines) if lines else 0,
        "summary": summary,
        "may_collect": user_can_collect(request.user) and not campaign.is_closed,
        "today": timezone.localdate(),
    }
    return render(request, "reports/week.html", context)


@campaign_page
@require_POST
def remind(request: HttpRequest, kind: str, day: str) -> HttpResponse:
    count = drafts.remind_missing(
        by=request.user, campaign=campaign_of(request), period=period_or_404(request, kind, day)
    )  # type: ignore[arg-type]
    messages.success(request, f"已提醒{count}个单位。同一天再点不会重复提醒。" if count else "都报了，不用提醒。")
    return redirect("reports:week", kind, day)


@campaign_page
@require_GET
def tallies(request: HttpRequest) -> HttpResponse:
    """What was put out, as of any day."""
    campaign, today = campaign_of(request), timezone.localdate()
    day = min(day_of_our_time(request.GET.get("on")) or today, today)
    found = running_tallies(campaign, request.user, day)  # type: ignore[arg-type]
    context = {"nav": "reports", "crumbs": [("周报", reverse("reports:home")), ("累计数", None)], "day": day, "today": today,
               "tallies": found}  # fmt: skip
    return render(request, "reports/tallies.html", context)


@campaign_page
@require_GET
def burden(request: HttpRequest) -> HttpResponse:
    """What the campaign asks of each unit, week by week, and what it asks twice."""
    campaign, today = _seen(request), timezone.localdate()
    asked = day_of_our_time(request.GET.get("week")) or today
    monday = min(asked, today) - timedelta(days=min(asked, today).weekday())
    found = burdens(campaign, monday, WEEKS)
    most = max((minutes for one in found for minutes in one.by_week), default=0)
    context = {
        "nav": "reports",
        "crumbs": [("周报", reverse("reports:home")), ("填报负担", None)],
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7) if monday + timedelta(days=7) <= today else None,
        "lines": [(one, _bars(one.by_week, most)) for one in found],
        "total": sum(one.minutes for one in found),
        "twice": asked_twice(campaign),
        "costs": list(COSTS.values()),
    }
    return render(request, "reports/burden.html", context)


def _bars(minutes: list[float], most: float) -> list[tuple[int, int, int]]:
    """x, y, height of a bar for each week in a box of 80 by 20."""
    heights = [round(20 * value / most) if most else 0 for value in minutes]
    return [(place * 10, 20 - height, height) for place, height in enumerate(heights)]


def _kinds(campaign: Campaign, chosen: str) -> list[tuple[str, str, str, bool]]:
    """Each kind with the address of its present period."""
    today = timezone.localdate()
    found = [(kind, periods.period_of(campaign, kind, today)) for kind in Kind.values]
    return [
        (kind, str(Kind(kind).label), reverse("reports:week", args=[kind, period.first.isoformat()]), kind == chosen)
        for kind, period in found
        if period is not None
    ]


def _seen(request: HttpRequest) -> Campaign:
    if not scope_of(request.user).sees_everything:  # type: ignore[arg-type]
        raise Http404
    return campaign_of(request)


def period_or_404(request: HttpRequest, kind: str, day: str) -> periods.Period:
    """The period that begins on ``day``; another day of it is not its address."""
    first = day_of_our_time(day)
    period = periods.period_of(campaign_of(request), kind, first) if first and kind in Kind.values else None
    if period is None or period.first != first:
        raise Http404
    return period
