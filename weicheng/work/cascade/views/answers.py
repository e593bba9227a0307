"""A unit's own plan: its tasks on one side, what it will do itself on the other."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.kernel.errors import Invalid, Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.work.cascade import permissions, selectors
from weicheng.work.cascade.models import UnitPlan, UnitRow
from weicheng.work.cascade.services import answers as services
from weicheng.work.cascade.services import reading
from weicheng.work.cascade.views.calls import call_or_404
from weicheng.work.plans.models import Task

MOVES = {"submit": "已报送，创卫办会看。", "take-back": "已收回，可以接着改。", "accept": "已认可。",
         "return": "已退回，单位会看到原因。", "reopen": "已请单位重新分解。"}  # fmt: skip


@campaign_page
@require_GET
def answer(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    return _page(request, pk, unit_pk)


@campaign_page
@require_POST
def add(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    found = _answer_for_writing(request, pk, unit_pk)
    try:
        services.add_row(by=request.user, answer=found, key=key_of(request.POST.get("key")), **_values(request))  # type: ignore[arg-type]
    except Refused as error:
        return _page(request, pk, unit_pk, problem=error, typed=request.POST, status=422)
    return redirect("cascade:answer", pk, unit_pk)


@campaign_page
@require_POST
def carry(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """Take tasks over as they stand."""
    found = _answer_for_writing(request, pk, unit_pk)
    count = services.carry_as_is(by=request.user, answer=found, tasks=_tasks(request))  # type: ignore[arg-type]
    messages.success(request, f"已照原样列入{count}项。" if count else "先勾选要照原样列入的任务。")
    return redirect("cascade:answer", pk, unit_pk)


@campaign_page
@require_POST
def document(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    found = _answer_for_writing(request, pk, unit_pk)
    upload = request.FILES.get("file")
    if upload is None:
        raise Invalid("请先选本单位的方案文件。", "file")
    try:
        reading.upload_document(by=request.user, answer=found, upload=upload, name=upload.name or "未命名")  # type: ignore[arg-type]
    except FileRefused as error:
        raise Refused(str(error)) from error
    return redirect("cascade:answer", pk, unit_pk)


@campaign_page
@require_POST
def change(request: HttpRequest, row_pk: int) -> HttpResponse:
    row = _row_or_404(request, row_pk)
    try:
        services.change_row(by=request.user, row=row, **_values(request))  # type: ignore[arg-type]
    except Refused as error:
        plan = row.plan
        return _page(request, plan.call_id, plan.unit_id, problem=error, typed=request.POST, editing=row.pk, status=422)
    return redirect(f"{_url(row.plan)}#row{row.pk}")


@campaign_page
@require_POST
def remove(request: HttpRequest, row_pk: int) -> HttpResponse:
    row = _row_or_404(request, row_pk)
    services.remove_row(by=request.user, row=row)  # type: ignore[arg-type]
    messages.success(request, f"已删除“{row.title}”。")
    return redirect(_url(row.plan))


@campaign_page
@require_POST
def done(request: HttpRequest, row_pk: int) -> HttpResponse:
    row = _row_or_404(request, row_pk)
    on = timezone.localdate() if request.POST.get("done") == "1" else None
    services.mark_done(by=request.user, row=row, on=on)  # type: ignore[arg-type]
    return redirect(f"{_url(row.plan)}#row{row.pk}")


@campaign_page
@require_POST
def move(request: HttpRequest, pk: int, unit_pk: int, verb: str) -> HttpResponse:
    if verb not in MOVES:
        raise Http404
    found = _answer_or_404(request, pk, unit_pk)
    if verb == "submit":
        services.submit(by=request.user, answer=found)  # type: ignore[arg-type]
    elif verb == "take-back":
        services.take_back(by=request.user, answer=found)  # type: ignore[arg-type]
    else:
        services.judge(by=request.user, answer=found, verb=verb, reason=request.POST.get("reason", ""))  # type: ignore[arg-type]
    messages.success(request, MOVES[verb])
    return redirect("cascade:answer", pk, unit_pk)


def _page(
    request: HttpRequest,
    pk: int,
    unit_pk: int,
    *,
    problem: Refused | None = None,
    typed: Any = None,
    editing: int = 0,
    status: int = 200,
) -> HttpResponse:
    call, unit = call_or_404(request, pk), _unit_or_404(request, unit_pk)
    tasks = list(selectors.tasks_for(call, unit).prefetch_related("owners"))
    if not tasks:
        raise Http404
    found = UnitPlan.objects.filter(call=call, unit=unit).select_related("job", "submitted_by").first()
    rows = list(found.rows.prefetch_related("tasks")) if found else []
    carried = {task.pk for row in rows for task in row.tasks.all()}
    blank = found or UnitPlan(call=call, unit=unit, unit_name=str(unit))
    context = {
        "nav": "plans",
        "crumbs": [("方案", "/plans/"), ("单位分解", reverse("cascade:list")), (str(unit), None)],
        "call": call,
        "unit": unit,
        "answer": found,
        "tasks": [(task, task.pk in carried, _leads(task, unit)) for task in tasks],
        "open": sum(task.pk not in carried and _leads(task, unit) for task in tasks),
        "rows": rows,
        "editing": editing or whole(request.GET.get("row")) or 0,
        "problem": problem,
        "typed": typed or {},
        "typed_tasks": [whole(value) for value in typed.getlist("tasks")] if typed else [],
        "key": uuid4(),
        "may_edit": permissions.user_can_edit_answer(request.user, blank),
        "may_judge": permissions.user_can_judge(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "cascade/answer.html", context, status=status)


def _leads(task: Task, unit: Unit) -> bool:
    return any(owner.unit_id == unit.pk and owner.role == "lead" for owner in task.owners.all())


def _unit_or_404(request: HttpRequest, pk: int) -> Unit:
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None or not permissions.user_can_see_answer(request.user, unit):
        raise Http404
    return unit


def _answer_or_404(request: HttpRequest, pk: int, unit_pk: int) -> UnitPlan:
    unit = _unit_or_404(request, unit_pk)
    found = UnitPlan.objects.filter(call=call_or_404(request, pk), unit=unit).select_related("unit").first()
    if found is None:
        raise Http404
    return found


def _answer_for_writing(request: HttpRequest, pk: int, unit_pk: int) -> UnitPlan:
    """The unit's plan, begun with the first thing it writes."""
    unit = _unit_or_404(request, unit_pk)
    return services.answer_of(by=request.user, call=call_or_404(request, pk), unit=unit)  # type: ignore[arg-type]


def _row_or_404(request: HttpRequest, pk: int) -> UnitRow:
    campaign = campaign_of(request)
    row = UnitRow.objects.filter(pk=pk, plan__call__plan__campaign=campaign).select_related("plan__unit").first()
    if row is None or not permissions.user_can_see_answer(request.user, row.plan.unit):
        raise Http404
    return row


def _values(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    return {
        "title": sent.get("title", ""),
        "in_charge": sent.get("in_charge", ""),
        "amount": sent.get("amount", ""),
        "due_on": optional_day(sent.get("due_on"), "due_on"),
        "tasks": _tasks(request),
    }


def _tasks(request: HttpRequest) -> list[Task]:
    wanted = [number for value in request.POST.getlist("tasks") if (number := whole(value)) is not None]
    return list(Task.objects.filter(pk__in=wanted, campaign=campaign_of(request)))


def _url(plan: UnitPlan) -> str:
    return reverse("cascade:answer", args=[plan.call_id, plan.unit_id])
