"""One task: its drawer, editing, progress, and many tasks at once."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.evidence.services import store_file
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.models import Person, Unit
from weicheng.ground.ui.answers import refuse, say
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import Category, EntryState, OwnerRole
from weicheng.work.plans.errors import Invalid, PlansError, StaleTask
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.row_values import RULES
from weicheng.work.plans.selectors import ledger as selectors
from weicheng.work.plans.services import editing, progress
from weicheng.work.plans.views.doors import campaign_of, page
from weicheng.work.plans.views.ledger import task_or_404


def _drawer(request: HttpRequest, task: Task, **more: Any) -> HttpResponse:
    detail = selectors.task_detail(task)
    entries = list(detail.entries)
    waiting = next((entry for entry in entries if entry.state == EntryState.SUBMITTED), None)
    context = {
        "nav": "ledger",
        "crumbs": [("台账", "/ledger/"), (task.number, None)],
        "task": task,
        "detail": detail,
        "waiting": waiting,
        "may_confirm": bool(waiting and permissions.user_can_confirm_entry(request.user, waiting)),
        "may_change": permissions.user_can_change_task(request.user, task),
        "units": [unit for unit in _reporting_units(task) if permissions.user_can_report_progress(request.user, task, unit)],
        "key": uuid4(),
        "today": timezone.localdate(),
        "is_office": scope_of(request.user).sees_everything,
        **more,
    }
    template = "plans/_drawer.html" if request.htmx else "plans/task.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=more.get("status", 200))


def _reporting_units(task: Task) -> list[Unit]:
    return [owner.unit for owner in task.owners.select_related("unit") if owner.role != OwnerRole.REPORT]


@page
@require_GET
def drawer(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _drawer(request, task_or_404(request, uid))


@page
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form of a task; a stale one is shown what others changed, with what was typed kept in the form."""
    task = task_or_404(request, uid)
    permissions.check_user_can_change_task(request.user, task)
    context: dict[str, Any] = {"editing": True, "categories": Category.choices, "rules": RULES, "phases": task.campaign.phases.all()}
    if request.method != "POST":
        return _drawer(request, task, **context)
    try:
        editing.change_task(by=request.user, task=task, version=int(request.POST["version"]), changes=_changes(request), reason=request.POST.get("reason", "").strip())
    except (StaleTask, Invalid) as error:
        return _drawer(request, task_or_404(request, uid), **context, problem=error, mine=request.POST, status=409 if isinstance(error, StaleTask) else 422)
    return say(_drawer(request, task_or_404(request, uid)), "已改好，记入记录。")


def _changes(request: HttpRequest) -> dict[str, Any]:
    """The form's fields as editing.change_task takes them."""
    changes: dict[str, Any] = {name: request.POST[name] for name in editing.EDITABLE if name in request.POST}
    if "phase" in changes:
        changes["phase"] = campaign_of(request).phases.filter(pk=changes["phase"] or 0).first()
    if request.POST.getlist("owner_unit"):
        roles = request.POST.getlist("owner_role")
        people = request.POST.getlist("owner_person")
        changes["owners"] = [
            editing.OwnerValue(unit=Unit.objects.get(pk=unit), role=roles[i], person=Person.objects.filter(pk=people[i] or 0).first())
            for i, unit in enumerate(request.POST.getlist("owner_unit"))
            if unit
        ]
    return changes


@page
@require_POST
def report(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Percent or amount done, words, files. The same form sent twice is one entry."""
    task = task_or_404(request, uid)
    unit = Unit.objects.filter(pk=request.POST.get("unit") or 0).first()
    if unit is None:
        raise Http404
    on: date = parse_date(request.POST.get("on", "")) or timezone.localdate()
    try:
        files = [(store_file(file, name=file.name or "文件", by=request.user), file.name or "文件") for file in request.FILES.getlist("files")]
        entry = progress.report_progress(
            by=request.user,
            task=task,
            unit=unit,
            on=on,
            key=UUID(request.POST["key"]),
            percent=request.POST.get("percent") or None,
            value=request.POST.get("value") or None,
            text=request.POST.get("text", ""),
            files=files,
        )
    except PlansError as error:
        return _drawer(request, task, problem=error, mine=request.POST, reporting=True, status=422)
    words = "已确认记入。" if entry.state == EntryState.CONFIRMED else "已报，等创卫办确认。"
    if request.htmx:  # type: ignore[attr-defined]
        return say(_drawer(request, task_or_404(request, uid)), words)
    messages.success(request, words)
    return redirect("ledger:task", uid)


@page
@require_POST
def decide(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """The office confirms an entry or returns it with a reason."""
    entry = ProgressEntry.objects.filter(pk=pk, task__in=Task.objects.for_user(request.user)).select_related("task").first()
    if entry is None:
        raise Http404
    if move == "confirm":
        progress.confirm_entry(by=request.user, entry=entry)
    else:
        progress.return_entry(by=request.user, entry=entry, reason=request.POST.get("reason", "").strip())
    words = "已确认。" if move == "confirm" else "已退回，填报人会看到原因。"
    if request.htmx:  # type: ignore[attr-defined]
        return say(_drawer(request, task_or_404(request, entry.task.uid)), words)
    messages.success(request, words)
    return redirect("ledger:task", entry.task.uid)


@page
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same change for all ticked tasks: lead, due date, category, phase. Done for all or for none."""
    campaign = campaign_of(request)
    tasks = list(Task.objects.for_user(request.user).live().filter(campaign=campaign, uid__in=request.POST.getlist("tasks")))
    if not tasks:
        return refuse(request, "请先勾选任务。")
    changes: dict[str, Any] = {}
    for name in ("due_on", "category"):
        if request.POST.get(name):
            changes[name] = request.POST[name]
    if request.POST.get("phase"):
        changes["phase"] = campaign.phases.filter(pk=request.POST["phase"]).first()
    if request.POST.get("lead"):
        changes["lead"] = Unit.objects.filter(pk=request.POST["lead"]).first()
    if not changes:
        return refuse(request, "请选要改成什么。")
    result = editing.bulk_change(by=request.user, tasks=tasks, changes=changes, reason=request.POST.get("reason", "").strip())
    messages.success(request, f"{result}")
    return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else redirect("ledger:list")  # type: ignore[attr-defined]
