"""Giving tasks their clauses: three proposals, one key; and all that are very likely at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.standards.models import Clause
from weicheng.ground.ui.numbers import whole
from weicheng.work.coverage.permissions import check_user_can_classify, user_can_classify
from weicheng.work.coverage.selectors import classifying
from weicheng.work.coverage.selectors.standing import decided_none, live_tasks_of, unclassified
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.coverage.services.taking import take_back, take_sure, untouched_since
from weicheng.work.coverage.views.doors import coverage_page, frame
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import ClausesChanged, decide_no_clause, set_clauses


@coverage_page
@require_GET
def classify(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    clauses = classifying.edition_clauses(campaign)
    adviser = Adviser(campaign, clauses)
    after, batch = request.GET.get("after", "")[:30], request.GET.get("batch", "")[:80]
    may = user_can_classify(request.user, campaign)  # type: ignore[arg-type]
    decided = request.GET.get("show") == "none"
    shown = classifying.lines_decided_none if decided else classifying.lines_to_classify
    context = frame(
        "classify",
        lines=shown(campaign, adviser, after),
        decided=decided,
        none=decided_none(campaign).count(),
        after=after,
        left=unclassified(campaign).count(),
        clauses=clauses,
        may_classify=may,
        sure=classifying.sure_picks(campaign, adviser) if may and not decided else [],
        batch=batch,
        taken=len(untouched_since(campaign, batch)) if batch and may else 0,
    )
    return render(request, "coverage/classify.html", context)


@coverage_page
@require_POST
def pick(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the task the clause that was chosen, decide that it has none, or take that back; the answer is its line. What
    somebody else decided since the line was shown stays, and the line says so."""
    campaign = campaign_of(request)
    check_user_can_classify(request.user, campaign)  # type: ignore[arg-type]
    task = task_or_404(campaign, uid)
    clauses = classifying.edition_clauses(campaign)
    clause = chosen_clause(clauses, request.POST.get("clause", ""))
    problem = ""
    try:
        _decide(request, task, clause)
    except ClausesChanged as error:
        problem = str(error)
    line = classifying.dressed([task_or_404(campaign, uid)], Adviser(campaign, clauses))[0]
    line.picked, line.problem = list(line.task.clauses.select_related("clause")), problem
    return render(request, "coverage/_line.html", {"line": line, "clauses": clauses, "may_classify": True})


def _decide(request: HttpRequest, task: Task, clause: Clause | None) -> None:
    by: Any = request.user
    seen = request.POST.get("seen", "")
    if request.POST.get("none") == "1":
        decide_no_clause(by=by, task=task, seen=seen)
    else:
        set_clauses(by=by, task=task, picks=[classifying.pick_of(task, clause)] if clause else [], seen=seen)


@coverage_page
@require_POST
def sure(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    tasks, mark = take_sure(by=request.user, campaign=campaign)  # type: ignore[arg-type]
    if not tasks:
        messages.info(request, "没有很有把握的建议，请逐项选。")
        return redirect("coverage:classify")
    return redirect(f"{reverse('coverage:classify')}?{urlencode({'batch': mark})}")


@coverage_page
@require_POST
def unsure(request: HttpRequest) -> HttpResponse:
    mark = request.POST.get("batch", "")
    tasks = take_back(by=request.user, campaign=campaign_of(request), mark=mark)  # type: ignore[arg-type]
    if tasks:
        messages.success(request, f"{len(tasks)}项任务的条款已撤销，回到没对应的状态。")
    else:
        messages.info(request, "这一批没有可以撤销的了。")
    return redirect("coverage:classify")


def chosen_clause(clauses: list[Clause], number: str) -> Clause | None:
    """The clause of that id; none for an empty choice. Raises Invalid for one of another standard."""
    clause = next((one for one in clauses if one.pk == whole(number)), None)
    if number and clause is None:
        raise Invalid("请从对照标准的条款里选一条。", "clause")
    return clause


def task_or_404(campaign: Campaign, uid: UUID) -> Task:
    found = classifying.with_sources(live_tasks_of(campaign).filter(uid=uid))
    if not found:
        raise Http404
    return found[0]
