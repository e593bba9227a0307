"""What leaves the ledger: tables and the calendar feeds of the units."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from weicheng.ground.org.models import Unit
from weicheng.work.plans.models import CalendarFeed
from weicheng.work.plans.permissions import user_can_see_feed
from weicheng.work.plans.selectors import exports
from weicheng.work.plans.selectors.ledger_filter import LedgerFilter
from weicheng.work.plans.services import feeds
from weicheng.work.plans.views.doors import campaign_of, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse | FileResponse:
    """The filtered ledger as 任务分解表 (xlsx), one sheet per unit (units), or csv."""
    if kind not in {"xlsx", "units", "csv"}:
        raise Http404
    campaign = campaign_of(request)
    chosen = LedgerFilter.parse(request.GET, campaign)
    day = timezone.localdate()
    if kind == "csv":
        content = exports.export_ledger_csv(request.user, campaign, chosen)
        return _attachment(content, "text/csv; charset=utf-8", f"任务台账{day:%Y%m%d}.csv")
    content = exports.export_ledger_xlsx(request.user, campaign, chosen, per_unit=kind == "units")
    return FileResponse(content, as_attachment=True, filename=f"任务分解表{day:%Y%m%d}.xlsx", content_type=XLSX)


def _attachment(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@page
def feed_page(request: HttpRequest) -> HttpResponse:
    """The calendar addresses of the units within reach; POST gives a unit a new one."""
    campaign = campaign_of(request)
    units = Unit.objects.filter(task_roles__task__campaign=campaign, task_roles__task__withdrawn_at=None).distinct()
    units = [unit for unit in units if user_can_see_feed(request.user, unit)]
    asked = request.POST.get("unit") or request.GET.get("unit") or ""
    chosen = next((unit for unit in units if str(unit.pk) == asked), None)
    if request.method == "POST":
        if chosen is None:
            raise Http404
        feeds.renew_feed(by=request.user, feed=feeds.feed_for(by=request.user, campaign=campaign, unit=chosen))
        messages.success(request, f"{chosen}的日历地址已更换，旧地址不再有效。")
        return redirect(f"{request.path}?unit={chosen.pk}")
    if chosen is None and len(units) == 1:
        chosen = units[0]
    feed = feeds.feed_for(by=request.user, campaign=campaign, unit=chosen) if chosen else None
    context = {
        "nav": "ledger",
        "crumbs": [("台账", "/ledger/"), ("日历订阅", None)],
        "units": units,
        "known": set(CalendarFeed.objects.filter(campaign=campaign).values_list("unit_id", flat=True)),
        "chosen": chosen,
        "feed": feed,
        "address": request.build_absolute_uri(f"/ledger/feeds/{feed.secret}.ics") if feed else "",
    }
    return render(request, "plans/feeds.html", context)


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without login: whoever has the address may read it; a changed address is a 404."""
    content = exports.calendar_feed(secret)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
