"""The ledger and its other faces: table, timeline, calendar, matrix; saved views; exports and the calendar feed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit
from weicheng.work.plans import permissions
from weicheng.work.plans.models import CalendarFeed, SavedView
from weicheng.work.plans.selectors import exports, matrix, timeline
from weicheng.work.plans.selectors import ledger as selectors
from weicheng.work.plans.services import feeds, views
from weicheng.work.plans.views.doors import campaign_of, page

FACES = (("list", "表格", "list-details"), ("timeline", "时间轴", "timeline"), ("calendar", "日历", "calendar"), ("matrix", "责任矩阵", "layout-grid"))


def _frame(request: HttpRequest, face: str) -> dict[str, Any]:
    """What all faces share: filter, chips, tabs, saved views, choices."""
    campaign = campaign_of(request)
    chosen = selectors.LedgerFilter.parse(request.GET, campaign)
    return {
        "nav": "ledger",
        "crumbs": [("台账", None)],
        "campaign": campaign,
        "filter": chosen,
        "query_string": chosen.query_string(),
        "chips": chosen.chips(),
        "choices": selectors.filter_choices(campaign, request.user),
        "counts": selectors.view_counts(campaign, request.user),
        "saved": SavedView.objects.filter(campaign=campaign).for_user(request.user),
        "faces": FACES,
        "face": face,
        "may_import": permissions.user_can_import_ledger(request.user, campaign),
        "today": timezone.localdate(),
    }


@page
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    frame = _frame(request, "list")
    number = int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1
    frame["ledger"] = selectors.ledger_page(frame["campaign"], request.user, frame["filter"], page=number)
    frame["open_task"] = request.GET.get("task", "")
    return render(request, "plans/ledger.html", frame)


@page
@require_GET
def timeline_page(request: HttpRequest) -> HttpResponse:
    frame = _frame(request, "timeline")
    frame["bars"] = timeline.timeline_rows(frame["campaign"], request.user, frame["filter"])
    return render(request, "plans/timeline.html", frame)


@page
@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    frame = _frame(request, "calendar")
    year, _, month = request.GET.get("month", "").partition("-")
    today = frame["today"]
    shown = today.replace(day=1)
    if year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and 1990 < int(year) < 2100:
        shown = shown.replace(year=int(year), month=int(month))
    frame["month"] = shown
    frame["previous"] = f"{shown.year - (shown.month == 1)}-{(shown.month - 2) % 12 + 1:02d}"
    frame["following"] = f"{shown.year + (shown.month == 12)}-{shown.month % 12 + 1:02d}"
    frame["days"] = timeline.calendar_month(frame["campaign"], request.user, frame["filter"], shown.year, shown.month)
    return render(request, "plans/calendar.html", frame)


@page
@require_GET
def matrix_page(request: HttpRequest) -> HttpResponse:
    frame = _frame(request, "matrix")
    frame["matrix"] = matrix.responsibility_matrix(frame["campaign"], request.user, frame["filter"])
    return render(request, "plans/matrix.html", frame)


@page
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The filtered ledger as 任务分解表 (xlsx), one sheet per unit (units), or csv."""
    campaign = campaign_of(request)
    chosen = selectors.LedgerFilter.parse(request.GET, campaign)
    day = timezone.localdate()
    if kind == "csv":
        content, media, name = exports.export_ledger_csv(request.user, campaign, chosen), "text/csv; charset=utf-8", f"任务台账{day:%Y%m%d}.csv"
    else:
        content = exports.export_ledger_xlsx(request.user, campaign, chosen, per_unit=kind == "units")
        media, name = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"任务分解表{day:%Y%m%d}.xlsx"
    return attachment(content, media, name)


def attachment(content: bytes, media: str, name: str) -> HttpResponse:
    from django.utils.http import content_disposition_header

    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@page
@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    view = views.save_view(
        by=request.user,
        campaign=campaign_of(request),
        name=request.POST.get("name", ""),
        query=request.POST.get("query", ""),
        shared=request.POST.get("shared") == "1",
    )
    messages.success(request, f"已存为视图“{view.name}”。")
    return redirect(f"/ledger/?{view.query}&view={view.pk}")


@page
@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = SavedView.objects.for_user(request.user).filter(pk=pk).first()
    if view is None:
        raise Http404
    views.delete_view(by=request.user, view=view)
    messages.success(request, f"视图“{view.name}”已删除，任务没有变。")
    return redirect("ledger:list")


@page
def feed_page(request: HttpRequest) -> HttpResponse:
    """The calendar addresses of the units within reach; POST gives a unit a new one."""
    campaign = campaign_of(request)
    scope = scope_of(request.user)
    units = Unit.objects.all() if scope.sees_everything else scope.units()
    units = units.filter(task_roles__task__campaign=campaign, task_roles__task__withdrawn_at=None).distinct()
    if request.method == "POST":
        unit = units.filter(pk=request.POST.get("unit") or 0).first()
        if unit is None:
            raise Http404
        feeds.renew_feed(by=request.user, feed=feeds.feed_for(by=request.user, campaign=campaign, unit=unit))
        messages.success(request, f"{unit}的日历地址已更换，旧地址不再有效。")
        return redirect("ledger:feeds")
    known = {feed.unit_id: feed for feed in CalendarFeed.objects.filter(campaign=campaign)}
    chosen = units.filter(pk=request.GET.get("unit") or 0).first()
    feed = feeds.feed_for(by=request.user, campaign=campaign, unit=chosen) if chosen else None
    return render(
        request,
        "plans/feeds.html",
        {"nav": "ledger", "crumbs": [("台账", "/ledger/"), ("日历订阅", None)], "units": units, "known": known, "chosen": chosen, "feed": feed,
         "address": request.build_absolute_uri(f"/ledger/feeds/{feed.secret}.ics") if feed else ""},
    )  # fmt: skip


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without login: whoever has the address may read it; a changed address is a 404."""
    content = exports.calendar_feed(secret)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def task_or_404(request: HttpRequest, uid: UUID) -> Any:
    task = selectors.task_for(request.user, uid)
    if task is None:
        raise Http404
    return task
