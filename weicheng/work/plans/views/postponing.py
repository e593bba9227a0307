"""Requests to put deadlines off: the list, the answers, asking from a task, and the rule of the campaign."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.answers import refuse
from weicheng.ground.ui.numbers import whole
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import PostponementState
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.selectors import postponements as selectors
from weicheng.work.plans.services import postponement_decisions as decisions
from weicheng.work.plans.services import postponing
from weicheng.work.plans.views.doors import campaign_of, page
from weicheng.work.plans.views.tasks import answer, render_drawer, task_or_404

PAGE = 50
TABS = (
    (PostponementState.PENDING, "等批准"),
    (PostponementState.APPROVED, "已批准"),
    (PostponementState.DECLINED, "未同意"),
)


@page
@require_GET
def postponements(request: HttpRequest) -> HttpResponse:
    """Those that wait first; the others under their tabs; how many each unit asked for beside them."""
    campaign = campaign_of(request)
    asked = request.GET.get("state", "")
    state = asked if asked in PostponementState.values else PostponementState.PENDING
    rows = Paginator(selectors.postponements(campaign, request.user, state), PAGE).get_page(request.GET.get("page"))
    rows.object_list = selectors.with_answers(rows.object_list, request.user)
    counts = selectors.postponement_counts(campaign, request.user)
    rule = postponing.early_only(campaign.pk)
    return render(
        request,
        "plans/postponements.html",
        {
            "nav": "postponements",
            "crumbs": [("台账", reverse("ledger:list")), ("延期申请", None)],
            "rows": rows,
            "state": state,
            "tabs": [(code, word, counts[code]) for code, word in TABS],
            "by_unit": selectors.postponements_by_unit(campaign, request.user),
            "rule": rule,
            "rule_phases": {phase.pk for phase in rule.phases},
            "phases": list(campaign.phases.all()),
            "may_rule": permissions.user_can_set_deadline_rule(request.user, campaign),
            "may_decide": any(row.may_decide for row in rows.object_list),
            "is_office": permissions.is_office(request.user),
        },
    )


@page
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or decline the ticked requests, or take one's own back; each is decided once."""
    back = reverse("ledger:postponements")
    chosen = _chosen(request)
    if not chosen:
        return refuse(request, "请先勾选申请。", back=back)
    verb = request.POST.get("verb", "")
    if verb == "withdraw":
        decisions.withdraw_postponement(by=request.user, request=chosen[0])
        messages.success(request, "申请已撤回，时限没有变。")
        return redirect(back)
    words = request.POST.get("answer", "").strip()
    if verb not in {"approve", "decline"}:
        raise Http404
    if verb == "decline" and not words:
        return refuse(request, "不同意要写明原因，申请人会看到。", back=back)
    permissions.check_user_can_set_deadline_rule(request.user, campaign_of(request))
    result = decisions.decide_many(by=request.user, requests=chosen, approve=verb == "approve", answer=words)
    if result.done:
        done = (
            f"{result.done}项延期已批准，新时限今天起生效。"
            if verb == "approve"
            else f"{result.done}项延期未同意，时限不变。"
        )
        messages.success(request, done)
    for sentence in result.refused[:3]:
        messages.error(request, sentence)
    return redirect(back)


def _chosen(request: HttpRequest) -> list[PostponementRequest]:
    ids = [pk for text in request.POST.getlist("requests") if (pk := whole(text)) is not None]
    return list(selectors.postponements(campaign_of(request), request.user).filter(pk__in=ids))


@page
@require_POST
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for a later deadline of one task."""
    task = task_or_404(request, uid)
    unit = Unit.objects.filter(pk=whole(request.POST.get("unit")) or 0).first()
    due_on = "" if request.POST.get("no_date") else request.POST.get("due_on", "")
    if not due_on and not request.POST.get("no_date"):
        return refuse(request, "请填希望延到哪一天。", back=reverse("ledger:task", args=[uid]))
    try:
        postponing.ask_postponement(
            by=request.user, task=task, due_on=due_on, reason=request.POST.get("reason", ""), unit=unit
        )
    except Refused as error:
        if request.htmx:  # type: ignore[attr-defined]
            return render_drawer(request, task, 422, postpone_problem=error, postpone_typed=request.POST)
        return refuse(request, str(error), back=reverse("ledger:task", args=[uid]))
    return answer(request, uid, "延期申请已提交，批准以前时限不变。")


@page
@require_POST
def set_rule(request: HttpRequest) -> HttpResponse:
    """Whose deadlines only move forward."""
    campaign = campaign_of(request)
    ids = [pk for text in request.POST.getlist("phases") if (pk := whole(text)) is not None]
    postponing.set_deadline_rule(
        by=request.user,
        campaign=campaign,
        all_tasks=request.POST.get("scope") != "phases",
        phases=campaign.phases.filter(pk__in=ids),
    )
    messages.success(request, "时限规则已保存。")
    return redirect("ledger:postponements")
