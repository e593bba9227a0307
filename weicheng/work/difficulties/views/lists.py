"""The list of difficulties with its filters, the compiled list as a workbook, and the rule of answering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.difficulties import permissions, selectors
from weicheng.work.difficulties.choices import Level, Sort, State
from weicheng.work.difficulties.services import rules as rule_services
from weicheng.work.difficulties.workbook import compiled_xlsx

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@campaign_page
@require_safe
def difficulties(request: HttpRequest) -> HttpResponse:
    campaign, user, today = campaign_of(request), request.user, timezone.localdate()
    chosen = selectors.DifficultyFilter.parse(request.GET)
    page = Paginator(selectors.difficulty_list(campaign, user, chosen), PAGE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
    for one in page:
        one.answered = selectors.last_answer(one)
        one.is_overdue = one.state == State.OPEN and one.answer_due_on is not None and one.answer_due_on < today
    counts = selectors.counts(campaign, user, today)  # type: ignore[arg-type]
    context = {
        "nav": "difficulties",
        "crumbs": [("难点", None)],
        "page": page,
        "chosen": chosen,
        "counts": counts,
        "states": [(state.value, state.label, counts[state.value]) for state in State],
        "levels": [(level.value, level.label, counts[f"at_{level.value}"]) for level in Level],
        "sorts": Sort.choices,
        "units": Unit.objects.filter(difficulties__in=selectors.difficulty_list(campaign, user, chosen)).distinct(),  # type: ignore[arg-type]
        "may_raise": not campaign.is_closed,
        "may_set_rule": permissions.user_can_set_answer_rule(user, campaign),  # type: ignore[arg-type]
    }
    return render(request, "difficulties/list.html", context)


@campaign_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The compiled list of what the filter shows (M049)."""
    campaign = campaign_of(request)
    chosen = selectors.DifficultyFilter.parse(request.GET)
    found = selectors.compiled(campaign, request.user, chosen)  # type: ignore[arg-type]
    day = timezone.localdate()
    response = HttpResponse(compiled_xlsx(campaign, found, day), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"难点汇总{day:%Y%m%d}.xlsx") or ""
    return response


@campaign_page
def rules(request: HttpRequest) -> HttpResponse:
    """Within how many working days each level answers."""
    campaign = campaign_of(request)
    permissions.check_user_can_set_answer_rule(request.user, campaign)  # type: ignore[arg-type]
    context = {
        "nav": "difficulties",
        "crumbs": [("难点", reverse("difficulties:list")), ("答复时限", None)],
        "rule": rule_services.rule_of(campaign),
    }
    if request.method != "POST":
        return render(request, "difficulties/rules.html", context)
    sent = {field: whole(request.POST.get(field)) or 0 for field in rule_services.FIELDS}
    try:
        rule_services.set_answer_rule(by=request.user, campaign=campaign, **sent)  # type: ignore[arg-type]
    except Refused as error:
        return render(request, "difficulties/rules.html", {**context, "rule": sent, "problem": error}, status=422)
    messages.success(request, "答复时限已改，从今天起提出和上报的难点照新的算。")
    return redirect("difficulties:list")
