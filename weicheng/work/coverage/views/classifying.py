"""Giving tasks their clauses: three proposals, one key."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.numbers import whole
from weicheng.work.coverage.permissions import check_user_can_classify, user_can_classify
from weicheng.work.coverage.selectors import classifying
from weicheng.work.coverage.selectors.standing import live_tasks_of, unclassified
from weicheng.work.coverage.views.doors import coverage_page, frame
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import Pick, set_clauses


@coverage_page
@require_GET
def classify(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    context = frame(
        "classify",
        lines=classifying.lines_to_classify(campaign),
        left=unclassified(campaign).count(),
        clauses=classifying.edition_clauses(campaign),
        may_classify=user_can_classify(request.user, campaign),  # type: ignore[arg-type]
    )
    return render(request, "coverage/classify.html", context)


@coverage_page
@require_POST
def pick(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the task the clause that was chosen, or take it back (no clause); the answer is its line."""
    campaign = campaign_of(request)
    check_user_can_classify(request.user, campaign)  # type: ignore[arg-type]
    task = _task_or_404(request, uid)
    clauses = classifying.edition_clauses(campaign)
    chosen = request.POST.get("clause", "")
    clause = next((one for one in clauses if one.pk == whole(chosen)), None)
    if chosen and clause is None:
        raise Invalid("请从对照标准的条款里选一条。", "clause")
    text = f"{task.title} {classifying.quote_of(task)}"
    picks = [Pick(clause, classifying.places_in(text, clause))] if clause else []
    picked = set_clauses(by=request.user, task=task, picks=picks)  # type: ignore[arg-type]
    line = classifying.dressed([task])[0]
    line.picked = picked
    return render(request, "coverage/_line.html", {"line": line, "clauses": clauses, "may_classify": True})


def _task_or_404(request: HttpRequest, uid: UUID) -> Task:
    found = classifying.with_sources(live_tasks_of(campaign_of(request)).filter(uid=uid))
    if not found:
        raise Http404
    return found[0]
