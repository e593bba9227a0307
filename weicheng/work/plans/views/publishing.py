"""Publishing a plan, withdrawing it, joining the same task of several papers, and the paper as published."""

from itertools import zip_longest

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.org.choices import UnitKind
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import PlanState, RowState
from weicheng.work.plans.models import DraftRow, Plan, Task, TaskSource
from weicheng.work.plans.paper_sheet import sheet
from weicheng.work.plans.plan_notes import notes_on, open_matters
from weicheng.work.plans.selectors import rows as row_selectors
from weicheng.work.plans.selectors.editions import earlier_editions
from weicheng.work.plans.selectors.plans import plan_for
from weicheng.work.plans.services import editions, joining, publishing
from weicheng.work.plans.views.doors import page, plan_or_404


@page
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """One page with what will be: tasks, units, what is missing; for a revision, what changes. POST does it at once or not at all."""
    plan = plan_or_404(request, pk)
    permissions.check_user_can_publish_plan(request.user, plan)
    only_checked = (request.POST if request.method == "POST" else request.GET).get("only_checked") == "1"
    if request.method == "POST":
        create_units, known_units = _units_chosen(request)
        decisions = publishing.Decisions(
            only_checked=only_checked,
            create_units=create_units,
            known_units=known_units,
            withdraw_gone=frozenset(_numbers(request.POST.getlist("withdraw_gone"))),
        )
        published = publishing.publish_plan(by=request.user, plan=plan, decisions=decisions)
        messages.success(request, _what_happened(published))
        return redirect(f"/ledger/?plan={plan.pk}")
    preview = publishing.publication_preview(plan, only_checked=only_checked)
    doubles = [
        one for one in row_selectors.duplicate_proposals(plan) if one.row.state == RowState.CHECKED or not only_checked
    ]
    in_ledger = row_selectors.in_ledger(doubles)
    return render(
        request,
        "plans/publish.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, f"/plans/{pk}/review/"), ("发布", None)],
            "plan": plan,
            "preview": preview,
            "only_checked": only_checked,
            "doubles": len(doubles),
            "in_ledger": in_ledger,
            "elsewhere": len(doubles) - in_ledger,
            "editions": earlier_editions(plan),
            "open_matters": open_matters(plan, request.user),
            "kinds": UnitKind.choices,
        },
    )


def _numbers(texts: list[str]) -> list[int]:
    return [number for text in texts if (number := whole(text)) is not None]


def _units_chosen(request: HttpRequest) -> tuple[dict[str, str], dict[str, int]]:
    """Owner strings to register with their kind, and those that mean a unit of the list.

    What was chosen for all holds for the names without a choice of their own: "near", or a kind.
    """
    sent = request.POST
    create: dict[str, str] = {}
    known: dict[str, int] = {}
    rest = sent.get("unit_kind_all", "")
    columns = (sent.getlist(name) for name in ("unit_name", "unit_kind", "unit_near"))
    for name, choice, near in zip_longest(*columns, fillvalue=""):
        choice = choice or (rest if rest != "near" else "near" if near else "")
        unit = whole(near)
        if choice == "near" and unit is not None:
            known[name] = unit
        elif choice in UnitKind.values:
            create[name] = choice
    return create, known


def _span(published: publishing.Published) -> str:
    first, last = published.first_number, published.last_number
    return f"（{first}至{last}）" if first != last else f"（{first}）" if first else ""


def _what_happened(published: publishing.Published) -> str:
    parts = [f"新增{published.created}项任务" + _span(published)]
    if published.joined:
        parts.append(f"{published.joined}行并入已有任务")
    if published.revised:
        parts.append(f"修改{published.revised}项")
    if published.withdrawn:
        parts.append(f"撤下{published.withdrawn}项")
    return f"《{published.plan.title}》已发布：{'，'.join(parts)}。"


@page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk, whole=False)
    permissions.check_user_can_withdraw_plan(request.user, plan)
    blocking = publishing.blocking_tasks(plan)
    if request.method == "POST":
        publishing.withdraw_plan(by=request.user, plan=plan, reason=request.POST.get("reason", "").strip())
        publishing.reopen_plan(by=request.user, plan=plan)
        messages.success(request, f"《{plan.title}》已撤回，回到审阅中，可以改好再发布。原来的编号不再使用。")
        return redirect("plans:review", pk)
    return render(
        request,
        "plans/withdraw.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, f"/plans/{pk}/paper/"), ("撤回", None)],
            "plan": plan,
            "blocking": blocking,
            "revision": Plan.objects.filter(revises=plan).only("title").first(),
        },
    )


@page
@require_POST
def revises(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper is a new edition of a published one (or not, without ``revises``): its rows go on with those tasks."""
    plan = plan_or_404(request, pk, whole=False)
    permissions.check_user_can_review_plan(request.user, plan)
    number = whole(request.POST.get("revises"))
    if number is None:
        editions.set_revised(by=request.user, plan=plan, revises=None)
        messages.success(request, "不作修订稿，各行都作为新任务。和台账里一样的，请到“疑似重复”里并成一项。")
        return redirect("plans:review", pk)
    earlier = plan_for(request.user, number, whole=False)
    if earlier is None:
        raise Http404
    matched = editions.set_revised(by=request.user, plan=plan, revises=earlier)
    messages.success(request, f"已认作《{earlier.title}》的修订稿，{matched}行接着做原来的任务，编号和进展都不变。")
    return redirect("plans:publish", pk)


@page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan that was withdrawn goes back to review."""
    publishing.reopen_plan(by=request.user, plan=plan_or_404(request, pk, whole=False))
    return redirect("plans:review", pk)


@page
def duplicates(request: HttpRequest, pk: int) -> HttpResponse:
    """The same task in a body and its table, or in another paper: one key joins or keeps them apart; all sources stay."""
    plan = plan_or_404(request, pk)
    permissions.check_user_can_review_plan(request.user, plan)
    if request.method == "POST" and request.POST.get("join_all"):
        proposals = row_selectors.duplicate_proposals(plan)
        for one in proposals:
            joining.join_rows(by=request.user, row=one.row, same_as=one.other)
        messages.success(request, f"{len(proposals)}处已并成一项，弄错的可以在下面拆开。")
        return redirect("plans:duplicates", pk)
    if request.method == "POST":
        row = DraftRow.objects.filter(plan=plan, pk__in=_numbers([request.POST.get("row", "")])).first()
        if row is not None and request.POST.get("separate"):
            joining.separate_row(by=request.user, row=row)
            return redirect("plans:duplicates", pk)
        other: DraftRow | Task | None = (
            Task.objects.for_user(request.user).filter(pk__in=_numbers([request.POST["task"]])).first()
            if request.POST.get("task")
            else DraftRow.objects.filter(
                plan__campaign=plan.campaign, pk__in=_numbers([request.POST.get("other", "")])
            ).first()
        )
        if row is None or other is None:
            raise Http404
        if request.POST.get("join"):
            joining.join_rows(by=request.user, row=row, same_as=other)
        else:
            joining.reject_proposal(by=request.user, row=row, other=other)
        return redirect("plans:duplicates", pk)
    return render(
        request,
        "plans/duplicates.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, f"/plans/{pk}/review/"), ("疑似重复", None)],
            "plan": plan,
            "proposals": row_selectors.duplicate_proposals(plan),
            "joined": [row for row in row_selectors.review_rows(plan) if row.same_as_id or row.same_as_task_id],
        },
    )


@page
@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper with the sentences of its tasks; ?source=ID opens one."""
    plan = plan_or_404(request, pk)
    if not plan.text and plan.state in (PlanState.READING, PlanState.FAILED):
        return redirect("plans:detail", pk)
    visible = Task.objects.for_user(request.user)
    sources = list(TaskSource.objects.filter(plan=plan, task__in=visible).select_related("task").order_by("start"))
    for number, source in enumerate(sources, 1):
        source.number = number  # type: ignore[attr-defined]
        source.state = "checked"  # type: ignore[attr-defined]
    return render(
        request,
        "plans/paper.html",
        {
            "nav": "plans",
            "crumbs": [("方案", "/plans/"), (plan.title, None)],
            "plan": plan,
            "sources": sources,
            "chosen": request.GET.get("source", ""),
            "paragraphs": sheet(plan.text, plan.blocks, plan.tables, sources),
            "notes": notes_on(plan, request.user),
            "may_review": permissions.user_can_review_plan(request.user, plan),
            "may_withdraw": permissions.user_can_withdraw_plan(request.user, plan),
            "may_revise": permissions.user_can_upload_plan(request.user, plan.campaign),
        },
    )
