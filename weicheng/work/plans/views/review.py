"""The review page: the paper on the left, its rows on the right, and what is done to a row."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.ui.answers import say
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import Category, OwnerRole, RowState
from weicheng.work.plans.errors import Invalid, StaleRow
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.paper_sheet import sheet
from weicheng.work.plans.row_values import RULES, quantities_from_text, quantities_text, quota_from_text, quota_text
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.services import restructuring, reviewing, undoing
from weicheng.work.plans.views.doors import page, plan_or_404, row_or_404

SENTENCE_ENDS = "。；;，,、！？\n"


def _numbered(plan: Plan) -> list[DraftRow]:
    """All rows in document order, dropped ones too; each with its number, owners by role and flags."""
    kept = row_selectors.review_rows(plan)
    rows = sorted(kept + row_selectors.review_rows(plan, only=RowState.DROPPED), key=lambda row: row.number)
    for row in rows:
        row.leads = [owner for owner in row.owners.all() if owner.role == OwnerRole.LEAD]  # type: ignore[attr-defined]
        row.coops = [owner for owner in row.owners.all() if owner.role == OwnerRole.COOP]  # type: ignore[attr-defined]
    return rows


def _one(plan: Plan, pk: int) -> DraftRow:
    return next(row for row in _numbered(plan) if row.pk == pk)


def _sections(plan: Plan, rows: list[DraftRow]) -> list[tuple[row_selectors.SectionProgress, int]]:
    """The headings with their progress, each with the id of its first row: where the outline leads."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        if row.state != RowState.DROPPED:
            for depth in range(len(row.section) + 1):
                first.setdefault(tuple(row.section[:depth]), row.pk)
    return [(section, first.get(section.path, 0)) for section in row_selectors.section_progress(plan)]


@page
@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    permissions.check_user_can_review_plan(request.user, plan)
    rows = _numbered(plan)
    order = "document" if request.GET.get("order") == "document" else "doubtful"
    listed = (
        rows
        if order == "document"
        else sorted(rows, key=lambda row: (row.state != RowState.OPEN, row.confidence, row.order))
    )
    return render(
        request,
        "plans/review.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, None), ("审阅", None)],
            "plan": plan,
            "rows": [row for row in listed if row.state != RowState.DROPPED],
            "dropped": [row for row in rows if row.state == RowState.DROPPED],
            "order": order,
            "paragraphs": sheet(
                plan.text, plan.blocks, plan.tables, [row for row in rows if row.state != RowState.DROPPED]
            ),
            "proposals": len(row_selectors.duplicate_proposals(plan)),
            "sections": _sections(plan, rows),
            "people": User.objects.filter(is_active=True, role_assignments__role=Role.OFFICE).distinct(),
            **_summary(plan),
        },
    )


def _summary(plan: Plan) -> dict[str, Any]:
    return {"summary": row_selectors.review_summary(plan), "categories": Category.choices, "rules": RULES}


def answer_rows(
    request: HttpRequest,
    plan: Plan,
    changed: list[int],
    *,
    open_row: int | None = None,
    gone: list[int] | None = None,
    **more: Any,
) -> HttpResponse:
    """The changed rows as they now stand, each swapped into its place, with the counts; ``open_row`` comes with its form."""
    every = _numbered(plan)
    rows = [row for row in every if row.pk in changed]
    response = render(
        request,
        "plans/_rows_answer.html",
        {
            "plan": plan,
            "rows": rows,
            "gone": gone or [],
            "open_row": open_row,
            "sections": _sections(plan, every),
            **_summary(plan),
            **more,
        },
    )
    response.headers["HX-Reswap"] = "none"  # every part says itself where it goes
    return response


@page
@require_GET
def row(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """One row, closed or (?edit=1) with its form."""
    plan = plan_or_404(request, pk)
    row_or_404(request, pk, row_pk)
    template = "plans/_row_form.html" if request.GET.get("edit") else "plans/_row.html"
    found = _one(plan, row_pk)
    return render(
        request,
        template,
        {
            "plan": plan,
            "row": found,
            "history": row_selectors.row_history(found) if request.GET.get("edit") else (),
            **_summary(plan),
        },
    )


@page
@require_POST
def save(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """One or several fields of a row. A stale version is answered with both values side by side; nothing is overwritten."""
    plan, current = plan_or_404(request, pk), row_or_404(request, pk, row_pk)
    changes = {name: request.POST[name] for name in reviewing.EDITABLE if name in request.POST}
    changes = _structured(current, changes)
    version = int(request.POST["version"])
    try:
        reviewing.edit_row(by=request.user, row=current, version=version, changes=changes)
    except StaleRow as stale:
        context = {"plan": plan, "row": _one(plan, row_pk), "stale": stale, "mine": request.POST, **_summary(plan)}
        return render(request, "plans/_row_form.html", context, status=409)
    except Invalid as error:
        context = {"plan": plan, "row": _one(plan, row_pk), "error": error, "mine": request.POST, **_summary(plan)}
        return render(request, "plans/_row_form.html", context, status=422)
    if request.POST.get("then") == "confirm":
        reviewing.confirm_row(by=request.user, row=current, version=DraftRow.objects.get(pk=row_pk).version)
        return answer_rows(request, plan, [row_pk])
    return _saved(answer_rows(request, plan, []), _one(plan, row_pk), changes)


def _saved(response: HttpResponse, row: DraftRow, changes: dict[str, Any]) -> HttpResponse:
    """The open form is left alone under the typing hand: it only learns its new version and what its field now says."""
    field = next(iter(changes), "")
    value = getattr(row, field, "")
    shown = {"quantities": quantities_text, "quota": quota_text, "section": " / ".join}.get(
        field, lambda found: "" if found is None else str(found)
    )
    detail = {"row": row.pk, "version": row.version, "state": row.state, "field": field, "value": shown(value)}
    response.headers["HX-Trigger"] = json.dumps({"wcSaved": detail})
    return response


def _structured(row: DraftRow, changes: dict[str, Any]) -> dict[str, Any]:
    """Form text as model values: quantities and quota come as text in the words of a paper (≥16小时; 每年至少3次)."""
    if "quantities" in changes:
        changes["quantities"] = quantities_from_text(changes["quantities"], row.quantities)
    if "quota" in changes:
        changes["quota"] = quota_from_text(changes["quota"])
    if "section" in changes:
        changes["section"] = [part.strip() for part in changes["section"].split("/") if part.strip()]
    return changes


@page
@require_POST
def state(request: HttpRequest, pk: int, row_pk: int, move: str) -> HttpResponse:
    """confirm, reopen, drop or restore one row."""
    plan, current = plan_or_404(request, pk), row_or_404(request, pk, row_pk)
    verbs = {
        "confirm": reviewing.confirm_row,
        "reopen": reviewing.reopen_row,
        "drop": reviewing.drop_row,
        "restore": reviewing.restore_row,
    }
    verbs[move](by=request.user, row=current, version=int(request.POST.get("version") or current.version))
    answer = answer_rows(request, plan, [row_pk])
    if move == "drop":
        return say(answer, "已标为不是任务。按U撤销，或在“已去掉”里找回。")
    return answer


@page
def split(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """GET shows the places where the sentence can be cut; POST cuts it there."""
    plan, current = plan_or_404(request, pk), row_or_404(request, pk, row_pk)
    if request.method == "POST":
        first, second = restructuring.split_row(
            by=request.user, row=current, version=int(request.POST["version"]), at=int(request.POST["at"])
        )
        return _reload(f"已拆成两行：{first.title}；{second.title}。", second.pk)
    places = [
        (current.start + i + 1, current.quote[: i + 1], current.quote[i + 1 :])
        for i, char in enumerate(current.quote[:-1])
        if char in SENTENCE_ENDS
    ]
    return render(request, "plans/_split.html", {"plan": plan, "row": current, "places": places})


@page
@require_POST
def merge(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    merged = restructuring.merge_with_previous(
        by=request.user, row=row_or_404(request, pk, row_pk), version=int(request.POST["version"])
    )
    return _reload("已与上一行合并。", merged.pk)


@page
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    start, end = int(request.POST.get("start") or 0), int(request.POST.get("end") or 0)
    new = restructuring.add_row(by=request.user, plan=plan, start=start, end=end)
    return _reload("已新增一行，请核对。", new.pk)


def _reload(text: str, row_pk: int) -> HttpResponse:
    """Rows appeared or went: the page loads anew and opens ``row_pk`` (static/js/review.js keeps place and filter)."""
    response = HttpResponse(status=204)
    response.headers["HX-Trigger"] = f'{{"wcReload": {{"row": {row_pk}}}}}'
    return say(response, text)


@page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    what = undoing.undo_last(by=request.user, plan=plan_or_404(request, pk))
    return _reload(f"已撤销：{what}", 0)


@page
@require_POST
def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Several rows at once: confirm, category, due date, lead unit."""
    plan = plan_or_404(request, pk)
    rows = [int(one) for one in request.POST.getlist("rows")]
    changes: dict[str, Any] = {}
    if request.POST.get("category"):
        changes["category"] = request.POST["category"]
    if request.POST.get("due_on"):
        changes["due_on"] = request.POST["due_on"]
    if request.POST.get("lead"):
        changes["lead"] = Unit.objects.filter(pk=request.POST["lead"]).first()
    if request.POST.get("assigned_to"):
        changes["assigned_to"] = User.objects.filter(pk=request.POST["assigned_to"]).first()
    count = reviewing.bulk_set(by=request.user, plan=plan, rows=rows, changes=changes) if changes else 0
    if request.POST.get("checked"):
        count = reviewing.confirm_rows(by=request.user, plan=plan, rows=rows)
    return say(answer_rows(request, plan, rows), f"已改{count}行。")


@page
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the open rows out evenly among the chosen people."""
    plan = plan_or_404(request, pk)
    people = list(User.objects.filter(pk__in=request.POST.getlist("people")))
    shares = reviewing.assign_rows(by=request.user, plan=plan, people=people, rows=None)
    names = {person.pk: str(person) for person in people}
    return _reload("已分给" + "、".join(f"{names[key]}{count}行" for key, count in shares.items()) + "。", 0)


@page
@require_GET
def versions(request: HttpRequest, pk: int) -> JsonResponse:
    """Versions of all rows, asked every few seconds, so that what others changed appears without a reload."""
    plan = plan_or_404(request, pk)
    return JsonResponse({"state": plan.state, "rows": dict(plan.rows.values_list("pk", "version"))})
