"""The review page: the paper on the left, its rows on the right; and what the page asks while it is open."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.selectors import office_people
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import PlanState, RowState
from weicheng.work.plans.models import Plan
from weicheng.work.plans.paper_sheet import sheet
from weicheng.work.plans.plan_notes import notes_on
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.selectors.editions import earlier_editions
from weicheng.work.plans.views.doors import page, plan_or_404
from weicheng.work.plans.views.row_answers import (
    FORM,
    answer_rows,
    counts,
    dressed,
    numbered,
    one,
    row_or_404,
    row_page,
)

WHOLE_ROWS = 150  # so many rows come with the page; of the others only the titles, the rest as they scroll into view
MOST_PORTION = 200


@page
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    if plan.state != PlanState.REVIEW and permissions.is_office(request.user):
        return redirect("plans:detail", pk)  # published meanwhile, or being read again
    permissions.check_user_can_review_plan(request.user, plan)
    every = numbered(plan)
    rows = [row for row in every if row.state != RowState.DROPPED]
    order = "document" if request.GET.get("order") == "document" else "doubtful"
    listed = rows
    if order == "doubtful":
        listed = sorted(rows, key=lambda row: (row.state != RowState.OPEN, row.confidence, row.order))
    context = {
        "nav": "plans",
        "crumbs": [("方案", "/plans/"), (plan.title, None), ("审阅", None)],
        "plan": plan,
        "rows": listed,
        "whole_rows": WHOLE_ROWS,
        "order": order,
        "paragraphs": sheet(plan.text, plan.blocks, plan.tables, rows),
        "proposals": len(row_selectors.duplicate_proposals(plan)),
        "kinds": UnitKind.choices,
        "people": office_people(),
        "editions": earlier_editions(plan),
        "notes": notes_on(plan, request.user),
        **counts(plan, every),
        **FORM,
    }
    return render(request, "plans/review.html", context)


@require_GET
@row_page
def row(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    """One row, closed or (?edit=1) with its form."""
    found = one(row_or_404(plan, row_pk))
    if not request.GET.get("edit"):
        return render(request, "plans/_row.html", {"plan": plan, "row": found})
    history = row_selectors.row_history(found)
    return render(request, "plans/_row_form.html", {"plan": plan, "row": found, "history": history, **FORM})


@require_GET
@row_page
def rows(request: HttpRequest, plan: Plan) -> HttpResponse:
    """?ids=1,2: rows that others changed, in one answer."""
    ids = [pk for part in request.GET.get("ids", "").split(",") if (pk := whole(part)) is not None]
    return answer_rows(request, plan, ids)


@require_GET
@row_page
def portion(request: HttpRequest, plan: Plan) -> HttpResponse:
    """?ids=1,2: rows of which the page has only the titles yet, as they scroll into view."""
    ids = [pk for part in request.GET.get("ids", "").split(",") if (pk := whole(part)) is not None]
    found = [dressed(row) for row in row_selectors.some_rows(plan, ids[:MOST_PORTION])]
    return render(request, "plans/_rows_portion.html", {"plan": plan, "rows": found})


@require_GET
@row_page
def dropped(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The rows that were judged to be no tasks, as of now, each with a way back."""
    found = row_selectors.review_rows(plan, only=RowState.DROPPED)
    return render(request, "plans/_dropped.html", {"plan": plan, "dropped": found})


@page
@require_GET
def versions(request: HttpRequest, pk: int) -> JsonResponse:
    """Versions of all rows, asked every few seconds, so that what others changed appears without a reload.

    ``shown`` are the rows that are not dropped: one that the page does not have was added elsewhere.
    """
    plan = plan_or_404(request, pk, whole=False)
    found = list(plan.rows.values_list("pk", "version", "state"))
    return JsonResponse(
        {
            "state": plan.state,
            "rows": {row: version for row, version, _ in found},
            "shown": [row for row, _, state in found if state != RowState.DROPPED],
        }
    )
