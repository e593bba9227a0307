"""A press of a liaison, and what the office says to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.answers import way_back
from weicheng.ground.ui.keys import key_of
from weicheng.work.duties.forms import RecordForm
from weicheng.work.duties.models import DutyRecord
from weicheng.work.duties.services import recording
from weicheng.work.duties.views.doors import campaign_page, occurrence_or_404


@campaign_page
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Done once. The same form sent twice is one record."""
    occurrence = occurrence_or_404(request, pk)
    form = RecordForm(request.POST)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Invalid(f"没有记：{_NAMES.get(name, name)}，{errors[0]}", name)
    values = form.cleaned_data
    made = recording.record(
        by=request.user,
        occurrence=occurrence,
        key=key_of(request.POST.get("key")),
        on=values["on"],
        number=values["number"] or None,
        people=values["people"],
        text=values["text"],
        files=request.FILES.getlist("files"),
    )
    occurrence.refresh_from_db()
    left = occurrence.needed - occurrence.count
    more = f"，还差{left}次" if left > 0 else "，这一次够了" if occurrence.needed > 1 else ""
    messages.success(request, f"{'已补记' if made.is_late else '已记'}：{occurrence.duty.title}{more}。")
    return redirect(way_back(request, reverse("duties:week")))


_NAMES = {"on": "日期", "number": "数量", "people": "到场人数", "text": "说明"}


@campaign_page
@require_POST
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    occurrence = occurrence_or_404(request, pk)
    recording.excuse(by=request.user, occurrence=occurrence, reason=request.POST.get("reason", ""))
    messages.success(request, f"{occurrence.unit}这一次免做，原因已记下。")
    return redirect(way_back(request, reverse("duties:duty", args=[occurrence.duty_id])))


@campaign_page
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = DutyRecord.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    occurrence = occurrence_or_404(request, found.occurrence_id)
    recording.take_back(by=request.user, record=found, reason=request.POST.get("reason", ""))
    messages.success(request, "记录已撤销，不再计数。")
    return redirect(way_back(request, reverse("duties:duty", args=[occurrence.duty_id])))
