"""Rows of a plan under review as the page shows them, and the answer to a request that changed some of them."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.answers import say
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import Category, OwnerRole, RowState
from weicheng.work.plans.errors import StaleRow
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.row_values import RULES, quantities_text, quota_text
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.views.doors import page, plan_or_404

FORM = {"categories": Category.choices, "rules": RULES}
View = Callable[..., HttpResponse]


def numbered(plan: Plan) -> list[DraftRow]:
    """All rows in document order, dropped ones too; each with its number, owners by role and flags."""
    return [dressed(row) for row in row_selectors.all_rows(plan)]


def dressed(row: DraftRow) -> DraftRow:
    row.leads = [owner for owner in row.owners.all() if owner.role == OwnerRole.LEAD]  # type: ignore[attr-defined]
    row.coops = [owner for owner in row.owners.all() if owner.role == OwnerRole.COOP]  # type: ignore[attr-defined]
    return row


def one(row: DraftRow) -> DraftRow:
    """The row as it stands now, without looking at the others."""
    return dressed(row_selectors.review_row(row))


def counts(plan: Plan, rows: list[DraftRow]) -> dict[str, Any]:
    """What the bar and the outline show: the summary, and the headings each with the id of its first row."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.state != RowState.DROPPED:
            for depth in range(len(row.section) + 1):
                first.setdefault(tuple(row.section[:depth]), row.pk)
    sections = row_selectors.section_progress(plan, rows)
    return {
        "summary": row_selectors.review_summary(plan, rows),
        "sections": [(section, first.get(section.path, 0)) for section in sections],
    }


def answer_rows(
    request: HttpRequest, plan: Plan, changed: Iterable[int], *, open_row: int | None = None, status: int = 200
) -> HttpResponse:
    """The changed rows as they now stand, each swapped into its place, with the counts; ``open_row`` comes with its form."""
    wanted = set(changed)
    every = numbered(plan)
    context = {
        "plan": plan,
        "rows": [row for row in every if row.pk in wanted],
        "open_row": open_row,
        **counts(plan, every),
        **FORM,
    }
    response = render(request, "plans/_rows_answer.html", context, status=status)
    response.headers["HX-Reswap"] = "none"  # every part says itself where it goes
    return response


def answer_saved(request: HttpRequest, row: DraftRow, field: str) -> HttpResponse:
    """The open form is left alone under the typing hand: it only learns its new version and what its field now says."""
    response = answer_rows(request, row.plan, [])
    now = one(row)
    value = getattr(now, field, "")
    shown = {"quantities": quantities_text, "quota": quota_text, "section": " / ".join}.get(
        field, lambda found: "" if found is None else str(found)
    )
    detail = {"row": now.pk, "version": now.version, "state": now.state, "field": field, "value": shown(value)}
    response.headers["HX-Trigger"] = json.dumps({"wcSaved": detail})
    return response


def answer_reload(text: str, row: int) -> HttpResponse:
    """Rows appeared or went: the page loads anew and opens ``row`` (static/js/review.js keeps place and filter)."""
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = json.dumps({"wcReload": {"row": row}})
    return say(response, text)


def row_page(view: View) -> View:
    """A page on rows under review: only for those who may review; a stale row is answered with the row as it is now."""

    @page
    @wraps(view)
    def inner(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = plan_or_404(request, pk, whole=False)
        permissions.check_user_can_review_plan(request.user, plan)
        try:
            return view(request, plan, *args, **kwargs)
        except StaleRow as stale:
            if not request.htmx:  # type: ignore[attr-defined]
                raise
            row = stale.current.pk
            opened = row if request.POST.get("opened") else None
            return say(answer_rows(request, plan, [row], open_row=opened, status=409), str(stale), "error")

    return inner


def row_or_404(plan: Plan, pk: int) -> DraftRow:
    row = DraftRow.objects.filter(plan=plan, pk=pk).select_related("checked_by", "assigned_to").first()
    if row is None:
        raise Http404
    row.plan = plan  # with its text left in the database
    return row


def whole_number(request: HttpRequest, name: str, default: int | None = None) -> int:
    """A number of the form; Invalid in words for what is none, as a page of last week or a program may send."""
    text = request.POST.get(name, "")
    number = whole(text)
    if number is not None:
        return number
    if default is not None and not text:
        return default
    raise Invalid("页面发来的内容不全，请刷新后再试。", name)
