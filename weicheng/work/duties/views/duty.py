"""One duty: what it asks, its units, a month of it, its history; and what the office does with it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.days import day_in, day_of_our_time
from weicheng.work.duties.permissions import user_can_change_duty, user_can_take_back
from weicheng.work.duties.rhythms import demand_of_duty, say
from weicheng.work.duties.selectors.duty import (
    NEAR_LIMIT,
    coming_days,
    month_of_duty,
    open_occurrences,
    records_of,
    unit_rows,
)
from weicheng.work.duties.services import arranging, keeping
from weicheng.work.duties.states import MARKS
from weicheng.work.duties.views.doors import campaign_page, duty_or_404, face
from weicheng.work.duties.views.lists import dress_for

RECORDS = 30


@campaign_page
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    duty = duty_or_404(request, pk)
    user, today = request.user, timezone.localdate()
    page = Paginator(records_of(user, duty), RECORDS).get_page(request.GET.get("page"))
    near = open_occurrences(user, duty, today)
    may_change = user_can_change_duty(user, duty)
    context = face(request, "list", duty.title[:20]) | {
        "duty": duty,
        "rhythm": say(duty),
        "demand": demand_of_duty(duty),
        "rows": unit_rows(user, duty, today),
        "exempt": duty.units.filter(is_exempt=True).select_related("unit"),
        "month": month_of_duty(user, duty, _month(request.GET.get("month", ""), today), today),
        "near": dress_for(request, near),
        "near_limit": NEAR_LIMIT,
        "page": page,
        "records": [_line(request, record) for record in page.object_list],
        "coming": coming_days(duty, today) if may_change else [],
        "may_change": may_change,
        "marks": MARKS,
        "today": today,
    }
    return render(request, "duties/duty.html", context)


def _line(request: HttpRequest, record: object) -> dict[str, object]:
    files = [(one.name, download_url(one.file, user=request.user, name=one.name)) for one in record.files.all()]  # type: ignore[attr-defined]
    return {"record": record, "files": files, "may": user_can_take_back(request.user, record)}


def _month(text: str, today: date) -> date:
    return day_of_our_time(f"{text}-01") or today


@campaign_page
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's temporary notice for one date."""
    duty = duty_or_404(request, pk)
    day = day_in(request.POST.get("day"))
    if day is None:
        raise Invalid("请选是哪一天的安排。", "day")
    arranging.arrange(by=request.user, duty=duty, original_day=day, text=request.POST.get("text", ""))
    messages.success(request, "临时通知已发给各单位联络员。")
    return redirect("duties:duty", pk)


@campaign_page
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    keeping.end_duty(by=request.user, duty=duty_or_404(request, pk), reason=request.POST.get("reason", ""))
    messages.success(request, "已停止。记过的都还在，往后不再要求。")
    return redirect("duties:duty", pk)


@campaign_page
@require_POST
def settle(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The office fixes an interval, or how a number of people is meant."""
    duty = duty_or_404(request, pk)
    if what == "rhythm":
        said = request.POST.get("rhythm", "").strip() or request.POST.get("picked", "")
        duty = keeping.settle_rhythm(by=request.user, duty=duty, words=said)
        messages.success(request, f"“{duty.title}”定为{say(duty)}，原文“{duty.rhythm_words}”留着。")
    elif what == "people":
        duty = keeping.settle_people(by=request.user, duty=duty, basis=request.POST.get("basis", ""))
        messages.success(request, f"“{duty.title}”的人数按{duty.get_people_basis_display()}算。")
    else:
        raise Http404
    return redirect("duties:unsettled")
