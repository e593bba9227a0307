"""One task: its drawer and its form; and many tasks at once."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.answers import refuse, say
from weicheng.ground.ui.keys import uuid_in
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import EntryState, OwnerRole
from weicheng.work.plans.errors import StaleTask
from weicheng.work.plans.models import ProgressEntry, Task, TaskOwner
from weicheng.work.plans.selectors import ledger as selectors
from weicheng.work.plans.selectors.postponements import waiting_postponement
from weicheng.work.plans.selectors.tasks import live_tasks
from weicheng.work.plans.services import editing
from weicheng.work.plans.templatetags.ledger import plan_tick
from weicheng.work.plans.views.doors import campaign_of, page
from weicheng.work.plans.views.record import moves_of, record_of
from weicheng.work.plans.views.task_form import changes_of, form_context


def task_or_404(request: HttpRequest, uid: UUID) -> Task:
    task = selectors.task_for(request.user, uid)
    if task is None:
        raise Http404
    return task


def render_drawer(request: HttpRequest, task: Task, status: int = 200, **more: Any) -> HttpResponse:
    """The drawer for a partial request, the page around it for a full one."""
    detail = selectors.task_detail(task)
    entries = list(detail.entries)
    pending = [entry for entry in entries if entry.state == EntryState.SUBMITTED]
    waiting = pending[0] if pending else None
    moves = moves_of(request.user, task, pending)
    may = moves[waiting.pk] if waiting else frozenset()
    units = reporting_units(request, task, detail.owners)
    today = timezone.localdate()
    context = {
        "nav": "ledger",
        "crumbs": [("台账", "/ledger/"), (task.number, None)],
        "task": task,
        "detail": detail,
        "record": record_of(entries, detail.history, request.user, moves),
        "reports": [owner for owner in detail.owners if owner.role == OwnerRole.REPORT],
        "tick": plan_tick(task),
        "waiting": waiting,
        "pending": pending,
        "may_confirm": "confirm" in may,
        "may_return": "return" in may,
        "may_change": permissions.user_can_change_task(request.user, task),
        **_postponing(request, task),
        "units": units,
        "is_office": permissions.is_office(request.user),
        "key": uuid4(),
        **_last_confirmed(task, units, entries),
        "today": today,
        "today_iso": today.isoformat(),
        **more,
    }
    context["reporting"] = bool(context.get("reporting") and context["units"])
    template = "plans/_drawer.html" if request.htmx else "plans/task.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _last_confirmed(task: Task, units: list[Unit], entries: list[ProgressEntry]) -> dict[str, Any]:
    """From where a report goes on: what the one reporting unit had confirmed last, else what the task stands at."""
    own = [entry for entry in entries if entry.state == EntryState.CONFIRMED and entry.unit_id in {u.pk for u in units}]
    last = max(own, key=lambda entry: (entry.on, entry.pk)) if len(units) == 1 and own else None
    value = last.value if last and last.value is not None else task.done_value
    percent = last.percent if last and last.percent is not None else task.percent
    return {"last_value": value or 0, "last_percent": percent}


def _postponing(request: HttpRequest, task: Task) -> dict[str, Any]:
    """The request that waits on the task, and for which units the reader may ask."""
    waiting = waiting_postponement(task)
    return {
        "waiting_postponement": waiting,
        "may_decide_postponement": bool(waiting and permissions.user_can_decide_postponement(request.user, waiting)),
        "asking_units": (
            permissions.asking_units(request.user, task)
            if permissions.user_can_ask_postponement(request.user, task)
            else []
        ),
    }


def reporting_units(request: HttpRequest, task: Task, owners: Iterable[TaskOwner]) -> list[Unit]:
    """The units whose progress the user may report. For the office the rule is the same for all of them: one is asked."""
    units = list({owner.unit_id: owner.unit for owner in owners if owner.role != OwnerRole.REPORT}.values())
    asked = units[:1] if permissions.is_office(request.user) else units
    allowed = [unit for unit in asked if permissions.user_can_report_progress(request.user, task, unit)]
    return units if allowed and permissions.is_office(request.user) else allowed


@page
@require_GET
@vary_on_headers("HX-Request")
def drawer(request: HttpRequest, uid: UUID) -> HttpResponse:
    task = task_or_404(request, uid)
    return render_drawer(request, task, reporting=bool(request.GET.get("report")))


@page
@vary_on_headers("HX-Request")
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form of a task; a stale one is shown what others changed, with what was typed kept in the form."""
    task = task_or_404(request, uid)
    permissions.check_user_can_change_task(request.user, task)
    if request.method != "POST":
        return render_drawer(request, task, **form_context(task))
    try:
        changed = editing.change_task(
            by=request.user,
            task=task,
            version=whole(request.POST.get("version")) or 0,
            changes=changes_of(request, task),
            reason=request.POST.get("reason", "").strip(),
        )
    except (StaleTask, Invalid) as error:
        status = 409 if isinstance(error, StaleTask) else 422
        current = task_or_404(request, uid)
        return render_drawer(request, current, status, problem=error, **form_context(current, request.POST))
    if changed.postponement is None:
        return answer(request, uid, "已改好，记入记录。")
    return answer(request, uid, "时限往后推已提交申请，等创卫办另一位同事批准才生效；其他改动已记入记录。")


def answer(request: HttpRequest, uid: UUID, words: str) -> HttpResponse:
    """The drawer anew with a sentence; a full request goes to the task's page."""
    if request.htmx:  # type: ignore[attr-defined]
        response = say(render_drawer(request, task_or_404(request, uid)), words)
        response.headers["HX-Trigger-After-Swap"] = "wcTaskChanged"
        return response
    messages.success(request, words)
    return redirect("ledger:task", uid)


@page
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same change for all ticked tasks: lead, due date, category, phase. Done for all or for none."""
    campaign = campaign_of(request)
    uids = [uid for uid in request.POST.getlist("tasks") if uuid_in(uid)]
    tasks = list(live_tasks(campaign, request.user).filter(uid__in=uids))
    if not tasks:
        return refuse(request, "请先勾选任务。")
    changes = _bulk_changes(request)
    if not changes:
        return refuse(request, "请选要改成什么。")
    result = editing.bulk_change(
        by=request.user, tasks=tasks, changes=changes, reason=request.POST.get("reason", "").strip()
    )
    messages.success(request, str(result))
    return HttpResponse(headers={"HX-Refresh": "true"}) if request.htmx else redirect("ledger:list")  # type: ignore[attr-defined]


def _bulk_changes(request: HttpRequest) -> dict[str, Any]:
    sent = request.POST
    changes: dict[str, Any] = {name: sent[name] for name in ("due_on", "category") if sent.get(name)}
    if sent.get("phase"):
        changes["phase"] = campaign_of(request).phases.filter(pk=whole(sent["phase"])).first()
    if sent.get("lead"):
        changes["lead"] = Unit.objects.filter(pk=whole(sent["lead"])).first()
    return {name: value for name, value in changes.items() if value is not None}
