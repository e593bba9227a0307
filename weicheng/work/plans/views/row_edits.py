"""What is done to the rows of a plan on its review page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit, User
from weicheng.ground.ui.answers import say
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans.choices import RowState
from weicheng.work.plans.errors import StaleRow
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.row_values import changed_values
from weicheng.work.plans.services import joining, restructuring, reviewing, undoing
from weicheng.work.plans.views.row_answers import (
    FORM,
    answer_reload,
    answer_rows,
    answer_saved,
    one,
    row_or_404,
    row_page,
    whole_number,
)

SENTENCE_ENDS = "。；;，,、！？\n"
MOVES = {
    "confirm": reviewing.confirm_row,
    "drop": reviewing.drop_row,
    "restore": reviewing.restore_row,
    "reopen": reviewing.reopen_row,
}


@require_POST
@row_page
def save(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    """One or several fields of a row. A stale version is answered with both values side by side; nothing is overwritten."""
    current = row_or_404(plan, row_pk)
    try:
        changes = changed_values(
            current, {name: request.POST[name] for name in reviewing.EDITABLE if name in request.POST}
        )
        reviewing.edit_row(by=request.user, row=current, version=whole_number(request, "version"), changes=changes)
    except StaleRow as stale:
        context = {"plan": plan, "row": one(current), "stale": stale, **FORM}
        return render(request, "plans/_row_form.html", context, status=409)
    except Invalid as error:
        context = {"plan": plan, "row": one(current), "error": error, **FORM}
        return render(request, "plans/_row_form.html", context, status=422)
    if request.POST.get("then") == "confirm":
        now = DraftRow.objects.only("version", "state").get(pk=row_pk)
        if now.state == RowState.OPEN:
            reviewing.confirm_row(by=request.user, row=current, version=now.version)
        return answer_rows(request, plan, [row_pk])
    return answer_saved(request, current, next(iter(changes), ""))


@require_POST
@row_page
def state(request: HttpRequest, plan: Plan, row_pk: int, move: str) -> HttpResponse:
    """confirm, drop, restore, reopen."""
    if move not in MOVES:
        raise Invalid("没有这个操作。")
    row = row_or_404(plan, row_pk)
    MOVES[move](by=request.user, row=row, version=whole_number(request, "version"))
    answer = answer_rows(
        request, plan, [] if request.POST.get("unseen") else [row_pk]
    )  # dropped before the page was loaded
    if move == "drop":
        return say(answer, "已标为不是任务。按U撤销，或在“已去掉”里找回。")
    return answer


@require_http_methods(["GET", "POST"])
@row_page
def split(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    """GET shows the places where the sentence can be cut; POST cuts it there."""
    row = row_or_404(plan, row_pk)
    if request.method == "POST":
        version, at = whole_number(request, "version"), whole_number(request, "at")
        first, second = restructuring.split_row(by=request.user, row=row, version=version, at=at)
        return answer_reload(f"已拆成两行：{first.title}；{second.title}。", second.pk)
    places = [
        (row.start + i + 1, row.quote[: i + 1], row.quote[i + 1 :])
        for i, char in enumerate(row.quote[:-1])
        if char in SENTENCE_ENDS
    ]
    return render(request, "plans/_split.html", {"plan": plan, "row": row, "places": places})


@require_POST
@row_page
def merge(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    row = row_or_404(plan, row_pk)
    merged = restructuring.merge_with_previous(by=request.user, row=row, version=whole_number(request, "version"))
    return answer_reload(f"已与上一行合并成“{merged.title}”。", merged.pk)


@require_POST
@row_page
def renew(request: HttpRequest, plan: Plan, row_pk: int) -> HttpResponse:
    """In a revised paper: the row is a new task, not the one of the old paper that it was taken for."""
    row = joining.set_continuation(by=request.user, row=row_or_404(plan, row_pk), task=None)
    messages.success(request, f"“{row.title}”改作新增任务，原任务列在“修订稿里没有了”。")
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_POST
@row_page
def add(request: HttpRequest, plan: Plan) -> HttpResponse:
    start, end = whole_number(request, "start", 0), whole_number(request, "end", 0)
    new = restructuring.add_row(by=request.user, plan=plan, start=start, end=end)
    return answer_reload("已新增一行，请核对。", new.pk)


@require_POST
@row_page
def undo(request: HttpRequest, plan: Plan) -> HttpResponse:
    what = undoing.undo_last(by=request.user, plan=plan)
    return answer_reload(f"已撤销：{what}", 0)


@require_POST
@row_page
def bulk(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Several rows at once: confirm, category, due date, lead unit."""
    rows = [pk for one in request.POST.getlist("rows") if (pk := whole(one)) is not None]
    changes: dict[str, Any] = {name: request.POST[name] for name in ("category", "due_on") if request.POST.get(name)}
    if request.POST.get("lead"):
        changes["lead"] = Unit.objects.filter(pk=whole_number(request, "lead")).first()
    if request.POST.get("checked"):
        changes["checked"] = True
    if not changes:
        raise Invalid("请先选要改成什么，再点“改”。")
    count = reviewing.bulk_set(by=request.user, plan=plan, rows=rows, changes=changes)
    return say(answer_rows(request, plan, rows), f"已改{count}行。")


@require_POST
@row_page
def assign(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Share the open rows out evenly among the chosen people."""
    people = list(User.objects.filter(pk__in=[pk for one in request.POST.getlist("people") if (pk := whole(one))]))
    shares = reviewing.assign_rows(by=request.user, plan=plan, people=people, rows=None)
    names = {person.pk: str(person) for person in people}
    return answer_reload("已分给" + "、".join(f"{names[key]}{count}行" for key, count in shares.items()) + "。", 0)
