"""The other faces of the ledger: timeline, calendar, responsibility matrix. Same filter, same tabs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from weicheng.ground.ui.days import day_in
from weicheng.work.plans.choices import TaskStatus
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors import ledger as selectors
from weicheng.work.plans.selectors import matrix, timeline
from weicheng.work.plans.selectors.timeline import Bar
from weicheng.work.plans.views.doors import page
from weicheng.work.plans.views.ledger import frame
from weicheng.work.plans.views.matrix_grid import grid_of

LABEL_ROOM = 84  # percent of the width: further right, the words stand before the bar


@dataclass(slots=True)
class BarGroup:
    """The bars of one lead unit."""

    label: str
    bars: list[Bar] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(bar.task.status == TaskStatus.LATE for bar in self.bars)


@page
@require_GET
def timeline_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "timeline")
    bars = timeline.timeline_rows(context["campaign"], request.user, context["filter"])
    bars.sort(key=_unit_order)
    context |= {
        "groups": [BarGroup(label, list(found)) for label, found in groupby(bars, key=lambda bar: bar.group)],
        "scale": timeline.timeline_scale(bars),
        "total": len(bars),
        "undated": _undated(request, context["campaign"], context["filter"]),
        "label_room": LABEL_ROOM,
    }
    return render(request, "plans/timeline.html", context)


def _unit_order(bar: Bar) -> tuple[bool, int, int]:
    """Units in the office's own order, tasks without a lead last; within a unit the order stays."""
    unit = bar.task.leads[0].unit if bar.task.leads else None
    return (True, 0, 0) if unit is None else (False, unit.order, unit.pk)


def _undated(request: HttpRequest, campaign: object, chosen: selectors.LedgerFilter) -> list[Task]:
    """The filtered tasks that no bar can show; none where the filter asks for due days."""
    if chosen.due or chosen.due_from or chosen.due_to:
        return []
    return selectors.ledger_page(campaign, request.user, replace(chosen, due="none", group="")).tasks  # type: ignore[arg-type]


@page
@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "calendar")
    first = _month(request.GET.get("month", ""), context["today"])
    days = timeline.calendar_month(context["campaign"], request.user, context["filter"], first.year, first.month)
    tasks = [task for day in days if day.in_month for task in day.tasks]
    context |= {
        "month": first,
        "previous": f"{first - timedelta(days=1):%Y-%m}",
        "following": f"{first + timedelta(days=31):%Y-%m}",
        "days": days,
        "month_total": len(tasks),
        "month_late": sum(task.status == TaskStatus.LATE for task in tasks),
    }
    return render(request, "plans/calendar.html", context)


def _month(text: str, today: date) -> date:
    first = day_in(f"{text}-01")
    return first if first and 1990 < first.year < 2100 else today.replace(day=1)


@page
@require_GET
def matrix_page(request: HttpRequest) -> HttpResponse:
    context = frame(request, "matrix")
    found = matrix.responsibility_matrix(context["campaign"], request.user, context["filter"])
    context |= {"matrix": found, "grid": grid_of(found), "total": len(found.rows)}
    return render(request, "plans/matrix.html", context)
