"""One report: read, changed, handed in; the office's summary has no unit (0 in its address)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Unit
from weicheng.work.reports import periods, permissions
from weicheng.work.reports.choices import Part, ReportState
from weicheng.work.reports.models import Report
from weicheng.work.reports.selectors import lists
from weicheng.work.reports.selectors.drafting import draft_lines
from weicheng.work.reports.selectors.sentences import Line, Source
from weicheng.work.reports.services import drafts
from weicheng.work.reports.views.overview import period_or_404


@campaign_page
@require_GET
def report(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    return _page(request, unit_pk, kind, day)


@campaign_page
@require_POST
def write(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    sent = request.POST
    try:
        drafts.write_sentence(
            by=request.user,  # type: ignore[arg-type]
            **_place(request, unit_pk, kind, day),
            source=sent.get("source", ""),
            part=sent.get("part", ""),
            text=sent.get("text", ""),
        )
    except Refused as error:
        return _page(request, unit_pk, kind, day, problem=error, typed=sent, status=422)
    return redirect("reports:report", unit_pk, kind, day)


@campaign_page
@require_POST
def drop(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    source = request.POST.get("source", "")
    drafts.drop_sentence(by=request.user, **_place(request, unit_pk, kind, day), source=source)  # type: ignore[arg-type]
    messages.success(request, "这句不写了，可以“恢复自动内容”找回来。")
    return redirect("reports:report", unit_pk, kind, day)


@campaign_page
@require_POST
def restore(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    drafts.restore_sentences(by=request.user, **_place(request, unit_pk, kind, day))  # type: ignore[arg-type]
    messages.success(request, "已恢复自动内容，您自己加的句子还在。")
    return redirect("reports:report", unit_pk, kind, day)


@campaign_page
@require_POST
def submit(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    drafts.submit_report(by=request.user, **_place(request, unit_pk, kind, day))  # type: ignore[arg-type]
    messages.success(request, "已报送，内容从现在起不再变。" if unit_pk else "汇总已定稿。")
    return redirect("reports:report", unit_pk, kind, day)


@campaign_page
@require_POST
def send_back(request: HttpRequest, unit_pk: int, kind: str, day: str) -> HttpResponse:
    place = _place(request, unit_pk, kind, day)
    found = _report(place)
    if found is None:
        raise Http404
    drafts.return_report(by=request.user, report=found, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
    messages.success(request, "已请单位重新报送。" if unit_pk else "汇总可以再改。")
    return redirect("reports:report", unit_pk, kind, day)


def _page(
    request: HttpRequest,
    unit_pk: int,
    kind: str,
    day: str,
    *,
    problem: Refused | None = None,
    typed: Any = None,
    status: int = 200,
) -> HttpResponse:
    place = _place(request, unit_pk, kind, day)
    campaign, unit, period = place["campaign"], place["unit"], place["period"]
    found = _report(place)
    blank = found or Report(campaign=campaign, unit=unit, kind=kind, starts_on=period.first, ends_on=period.last)
    frozen = found is not None and found.state == ReportState.SUBMITTED
    lines = (
        _frozen(found)
        if frozen and found
        else draft_lines(blank, drafts.lines_of(campaign, unit, period, request.user))
    )  # type: ignore[arg-type]
    context = {
        "nav": "reports",
        "crumbs": [("周报", reverse("reports:home")), (str(unit or drafts.OFFICE), None)],
        "report": blank,
        "frozen": frozen,
        "unit": unit,
        "unit_pk": unit_pk,
        "kind": kind,
        "kind_word": blank.get_kind_display(),
        "day": day,
        "period": period,
        "before": periods.before(campaign, period),
        "after": periods.after(campaign, period),
        "parts": [(code, word, [line for line in lines if line.part == code]) for code, word in Part.choices],
        "kept": lists.planned_and_done(campaign, unit, period) if unit else [],
        "edited": any(line.is_edited for line in lines) or (blank.pk and blank.edits.filter(is_dropped=True).exists()),
        "may_edit": permissions.user_can_edit(request.user, blank),
        "may_return": found is not None and permissions.user_can_return(request.user, found),
        "sees_everything": scope_of(request.user).sees_everything,  # type: ignore[arg-type]
        "editing": request.GET.get("edit", "") or (typed.get("source", "") if typed else ""),
        "adding": request.GET.get("add", "") or (typed.get("part", "") if typed and not typed.get("source") else ""),
        "problem": problem,
        "typed": typed or {},
        "today": timezone.localdate(),
    }
    return render(request, "reports/report.html", context, status=status)


def _frozen(report: Report) -> list[Line]:
    return [
        Line(one.source, one.part, one.text, [Source(**source) for source in one.sources])
        for one in report.sentences.all()
    ]


def _place(request: HttpRequest, unit_pk: int, kind: str, day: str) -> dict[str, Any]:
    """Campaign, unit and period of the address, within the user's reach."""
    campaign = campaign_of(request)
    unit = Unit.objects.filter(pk=unit_pk).first() if unit_pk else None
    if (unit_pk and unit is None) or not permissions.user_can_see_reports(request.user, unit):
        raise Http404
    return {"campaign": campaign, "unit": unit, "period": period_or_404(request, kind, day)}


def _report(place: dict[str, Any]) -> Report | None:
    period = place["period"]
    found = Report.objects.filter(campaign=place["campaign"], unit=place["unit"], kind=period.kind)
    return found.filter(starts_on=period.first).select_related("submitted_by", "unit", "campaign").first()
