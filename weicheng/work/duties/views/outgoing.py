"""What leaves the room: the table and the units' calendars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from weicheng.work.duties.selectors import exports
from weicheng.work.duties.views.doors import campaign_of, campaign_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@campaign_page
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    content = exports.export_duties(request.user, campaign_of(request))
    response = HttpResponse(content, content_type=XLSX)
    name = f"常态工作{timezone.localdate():%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Without login: whoever has the address may read it; a changed address is a 404."""
    content = exports.calendar_by_secret(secret)
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
