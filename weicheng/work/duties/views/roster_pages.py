"""Rosters as lists and pages: all, mine, one as a matrix, one day, print, table."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.access import is_office
from weicheng.ground.ui.days import day_in
from weicheng.work.duties import roster_permissions as may
from weicheng.work.duties.models import Roster
from weicheng.work.duties.selectors import roster_lists
from weicheng.work.duties.selectors.roster_calendars import roster_calendar
from weicheng.work.duties.selectors.roster_exports import caption, roster_xlsx
from weicheng.work.duties.selectors.roster_matrix import month_page, month_pages, months_of
from weicheng.work.duties.services.roster_planning import days_of
from weicheng.work.duties.views.doors import campaign_of, campaign_page, face
from weicheng.work.duties.views.roster_input import STOPPED_ROWS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def roster_or_404(request: HttpRequest, pk: int) -> Roster:
    roster = roster_lists.roster_for(request.user, pk)
    if roster is None or roster.campaign_id != campaign_of(request).pk:
        raise Http404
    return roster


def roster_face(request: HttpRequest, roster: Roster | None = None, *crumbs: str) -> dict[str, Any]:
    context = face(request, "rosters", "执勤表")
    if roster is not None:
        trail = [*context["crumbs"][:-1], ("执勤表", reverse("duties:roster-list"))]
        trail.append((roster.name, reverse("duties:roster", args=[roster.pk]) if crumbs else None))
        context["crumbs"] = [*trail, *((word, None) for word in crumbs)]
        context["roster"] = roster
        context["can_draft"] = may.user_can_draft_roster(request.user, roster)
        context["can_change"] = may.user_can_change_roster(request.user, roster)
        context["can_keep"] = may.user_can_keep_roster(request.user, roster)
        context["key"] = uuid4()
    return context


@campaign_page
@require_GET
def roster_list(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    rosters = list(roster_lists.rosters_for(request.user, campaign)[:200])
    can_create = is_office(request.user) or (bool(units_to_choose(request)) and not campaign.is_closed)
    context = {"rosters": rosters, "can_create": can_create, "today": timezone.localdate()}
    return render(request, "duties/roster_list.html", {**roster_face(request), **context})


def units_to_choose(request: HttpRequest) -> list[Any]:
    """The units whose rosters the user may make, but for the office, which picks from all."""
    from weicheng.ground.org.access import scope_of
    from weicheng.ground.org.choices import Role

    return list(scope_of(request.user).units(Role.LIAISON).on(timezone.localdate())[:200])


@campaign_page
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My own turns of the next two months; made for the phone."""
    today = timezone.localdate()
    days = roster_lists.my_days(request.user, today)
    addresses = {}
    for row in days:
        if row.turn is not None:
            path = reverse("duties:roster-feed", args=[row.turn.member.secret])
            addresses[row.turn.roster.name] = request.build_absolute_uri(path)
    context = {"days": days, "today": today, "addresses": addresses.items()}
    return render(request, "duties/roster_mine.html", {**roster_face(request), **context})


@campaign_page
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The roster as people x days of one month, with load bars, what the planning said, and what changed since."""
    roster, today = roster_or_404(request, pk), timezone.localdate()
    months = months_of(roster)
    context = {
        "months": months,
        "month_page": month_page(roster, _month(request), today),
        "caption": caption(roster),
        "changes": roster.changes.select_related("by")[:30],
        "relapses": roster_lists.relapses(roster)[:20],
        "attendance": [] if roster.is_draft else roster_lists.attendance(roster, today),
        "has_turns": roster.turns.exists(),
        "people": roster.members.filter(left_on=None).count(),
        "today": today,
        "in_span": roster.starts_on <= today <= roster.ends_on,
    }
    return render(request, "duties/roster.html", {**roster_face(request, roster), **context})


@campaign_page
@require_GET
def day(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """Who is on that day, shift by shift; the log; swap and substitution of each turn."""
    roster, when = roster_or_404(request, pk), day_in(day)
    days = days_of(roster)
    if when is None or when not in days:
        raise Http404
    place = days.index(when)
    is_off = not roster.is_weekly and not work_calendar().is_workday(when)
    shifts = roster_lists.shifts_of_day(roster, when, is_off)
    for one in shifts:
        one.can_log = may.user_can_log_shift(request.user, roster, one.turns)
        one.key = str(uuid4())
        for turn in one.turns:
            turn.substitute_key, turn.swap_key = uuid4(), uuid4()  # type: ignore[attr-defined]
    today = timezone.localdate()
    context = {
        "day": when,
        "is_off": is_off,
        "before": days[place - 1] if place else None,
        "after": days[place + 1] if place + 1 < len(days) else None,
        "shifts": shifts,
        "today": today,
        "has_come": when <= today,
        "members": roster.members.filter(left_on=None),
        "others": roster.turns.filter(day__gte=today).exclude(day=when).with_names()[:400],  # type: ignore[attr-defined]
        "stopped_rows": range(STOPPED_ROWS),
        "can_change": context_can_change(request, roster, when, today),
    }
    return render(request, "duties/roster_day.html", {**roster_face(request, roster, f"{when:%-m月%-d日}"), **context})


def context_can_change(request: HttpRequest, roster: Roster, when: date, today: date) -> bool:
    return may.user_can_change_roster(request.user, roster) and (roster.is_weekly or when >= today)


@campaign_page
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """执勤表 to print: A4 across, a page a month; ?phones=1 adds the telephone column."""
    roster = roster_or_404(request, pk)
    chosen = _month(request)
    months = [chosen] if chosen in months_of(roster) else months_of(roster)
    context = {
        "pages": month_pages(roster, months, timezone.localdate()),
        "caption": caption(roster),
        "phones": request.GET.get("phones") == "1",
        "month": chosen,
    }
    return render(request, "duties/roster_paper.html", {**roster_face(request, roster, "打印"), **context})


@campaign_page
@require_GET
def table(request: HttpRequest, pk: int) -> HttpResponse:
    roster = roster_or_404(request, pk)
    content = roster_xlsx(roster, timezone.localdate(), phones=request.GET.get("phones") == "1")
    response = HttpResponse(content, content_type=XLSX)
    name = content_disposition_header(True, f"执勤表_{roster.name}_{roster.starts_on:%Y%m%d}.xlsx")
    response.headers["Content-Disposition"] = name or "attachment"
    return response


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without login: whoever has the address may read it; a changed address is a 404."""
    content = roster_calendar(secret)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _month(request: HttpRequest) -> date | None:
    return day_in(f"{request.GET.get('month', '')}-01")
