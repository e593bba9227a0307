"""The list of duties, and what a unit has to do this week."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.models import Occurrence
from weicheng.work.duties.permissions import user_can_create_duty, user_can_record
from weicheng.work.duties.selectors import week_of
from weicheng.work.duties.selectors.rows import duty_rows, duty_units, units_with_duties
from weicheng.work.duties.states import MARKS
from weicheng.work.duties.views.doors import campaign_of, campaign_page, face
from weicheng.work.plans.permissions import user_can_see_feed
from weicheng.work.plans.services.feeds import feed_for

PAGE = 50


@campaign_page
@require_GET
def duty_list(request: HttpRequest) -> HttpResponse:
    """Duties by unit, with the next time and the last eight as marks."""
    campaign, asked = campaign_of(request), request.GET
    unit = whole(asked.get("unit"))
    words, state = asked.get("q", "").strip()[:50], asked.get("state", "")
    found = duty_units(
        request.user,
        campaign,
        unit=unit,
        words=words,
        unsettled=state == "unsettled",
        ended=state == "ended",
    )
    page = Paginator(found, PAGE).get_page(asked.get("page"))
    rows = duty_rows(page.object_list)
    context = face(request, "list") | {
        "page": page,
        "groups": _by_unit(rows),
        "units": units_with_duties(request.user, campaign),
        "chosen": unit,
        "words": words,
        "state": state,
        "filtered": bool(unit or words or state),
        "may_create": user_can_create_duty(request.user, campaign),
        "marks": MARKS,
    }
    return render(request, "duties/list.html", context)


def _by_unit(rows: list[Any]) -> list[tuple[Unit, list[Any]]]:
    groups: dict[int, tuple[Unit, list[Any]]] = {}
    for row in rows:
        groups.setdefault(row.unit.pk, (row.unit, []))[1].append(row)
    return list(groups.values())


@campaign_page
@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """What a unit has to do this week; the only unit of a liaison is chosen without asking."""
    campaign = campaign_of(request)
    units = units_with_duties(request.user, campaign)
    asked = whole(request.GET.get("unit"))
    chosen = next((unit for unit in units if unit.pk == asked), units[0] if len(units) == 1 else None)
    this_week = week_of([chosen] if chosen else units if len(units) <= 3 else [], campaign)
    may_feed = chosen is not None and user_can_see_feed(request.user, chosen)
    feed = feed_for(by=request.user, campaign=campaign, unit=chosen) if may_feed and chosen else None
    context = face(request, "week", "本周要做") | {
        "units": units,
        "chosen": chosen,
        "week": this_week,
        "groups": [
            ("过了日子还没记", "late", dress_for(request, this_week.late)),
            ("本周", "due", dress_for(request, this_week.due)),
            ("进行中的周期", "running", dress_for(request, this_week.running)),
            ("本周已做", "done", dress_for(request, this_week.done)),
        ],
        "address": request.build_absolute_uri(f"/duties/feeds/{feed.secret}.ics") if feed else "",
        "today": timezone.localdate(),
    }
    return render(request, "duties/week.html", context)


def dress_for(request: HttpRequest, rows: list[Occurrence]) -> list[dict[str, Any]]:
    """Each with its mark, whether this user may record it, and a key for the press."""
    return [
        {
            "one": row,
            "mark": MARKS[row.state],  # type: ignore[index]
            "may": user_can_record(request.user, row),
            "key": uuid4(),
            "late": any(record.is_late for record in row.records.all()),
        }
        for row in rows
    ]
