"""The clauses of one task, chosen in its drawer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.standards.models import Clause
from weicheng.ground.ui.numbers import whole
from weicheng.work.coverage.permissions import check_user_can_classify
from weicheng.work.coverage.selectors import classifying
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.coverage.views.classifying import chosen_clause, task_or_404
from weicheng.work.coverage.views.doors import coverage_page
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import ClausesChanged, Pick, clauses_seen, decide_no_clause, set_clauses


@coverage_page
@require_http_methods(["GET", "POST"])
def clauses_of_task(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the task carries and what may be added; ``add`` puts a clause behind the others, ``remove`` takes one away, ``none``
    decides that it has none, ``back`` takes that back. What somebody else decided meanwhile stays, and is said."""
    campaign = campaign_of(request)
    check_user_can_classify(request.user, campaign)  # type: ignore[arg-type]
    task = task_or_404(campaign, uid)
    clauses = classifying.edition_clauses(campaign)
    problem = ""
    if request.method == "POST":
        try:
            _decide(request, task, clauses)
        except ClausesChanged as error:
            problem = str(error)
        task = task_or_404(campaign, uid)
    links = list(task.clauses.select_related("clause"))
    carried = {link.clause_id for link in links}
    suggested = [clause for clause in Adviser(campaign, clauses).clauses_for(task) if clause.pk not in carried]
    context = {
        "task": task,
        "links": links,
        "is_none": hasattr(task, "no_clause"),
        "seen": clauses_seen(task),
        "problem": problem,
        "choosing": request.GET.get("done") != "1",
        "may_change": True,
        "suggested": suggested,
        "others": [clause for clause in clauses if clause.pk not in carried],
    }
    return render(request, "coverage/_task_clauses.html", context)


def _decide(request: HttpRequest, task: Task, clauses: list[Clause]) -> None:
    by: Any = request.user
    sent = request.POST
    if sent.get("none") == "1":
        decide_no_clause(by=by, task=task, seen=sent.get("seen", ""))
        return
    picks = _changed(task, chosen_clause(clauses, sent.get("add", "")), sent.get("remove", ""))
    set_clauses(by=by, task=task, picks=picks, seen=sent.get("seen", ""))


def _changed(task: Task, added: Clause | None, removed: str) -> list[Pick]:
    links = list(task.clauses.select_related("clause__edition"))
    if removed and whole(removed) not in {link.clause_id for link in links}:
        raise Invalid("这项任务已经不对应这一条了，请刷新。", "remove")
    kept = [Pick(link.clause, link.place_types) for link in links if link.clause_id != whole(removed)]
    if added is None or added.pk in {one.clause.pk for one in kept}:
        return kept
    return [*kept, classifying.pick_of(task, added)]
