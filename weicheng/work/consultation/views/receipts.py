"""Who has signed for the tasks of a plan; a unit's own page with one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_page
from weicheng.ground.kernel.errors import NotAllowed
from weicheng.work.consultation import permissions
from weicheng.work.consultation.selectors.receipts import sign_lines
from weicheng.work.consultation.services import signing
from weicheng.work.consultation.services.rounds import without_account
from weicheng.work.consultation.views.rounds import plan_or_404, unit_or_404


@campaign_page
@require_GET
def receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """Those who have not signed first; the others with by whom and when."""
    try:
        permissions.check_user_can_see_rounds(request.user)
    except NotAllowed as error:
        raise Http404 from error
    plan = plan_or_404(request, pk)
    lines = sign_lines([plan])
    missing = [line for line in lines if not line.is_done]
    return render(
        request,
        "consultation/receipts.html",
        {
            "nav": "consultation",
            "crumbs": [("意见与签收", reverse("consultation:list")), (plan.title, None)],
            "plan": plan,
            "missing": missing,
            "done": [line for line in lines if line.is_done],
            "total": len(lines),
            "silent": {unit.pk for unit in without_account([line.unit for line in missing])},
            "may_remind": permissions.user_can_remind_receipts(request.user, plan),
        },
    )


@campaign_page
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    found = signing.remind_receipts(by=request.user, plan=plan_or_404(request, pk))
    messages.success(request, str(found))
    return redirect("consultation:receipts", pk)


@campaign_page
def receipt(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The tasks of one unit in a plan, and the button that signs for them."""
    unit = unit_or_404(request, unit_pk)
    plan = plan_or_404(request, pk)
    if request.method == "POST":
        done = signing.sign(by=request.user, plan=plan, unit=unit)
        at = timezone.localtime(done.at)
        messages.success(request, f"{done.unit_name}已签收，{at:%-m月%-d日%H:%M}，{done.by}。")
        return redirect("consultation:receipt", pk, unit_pk)
    line = next(iter(sign_lines([plan], [unit])), None)
    if line is None:
        raise Http404
    return render(
        request,
        "consultation/receipt.html",
        {
            "nav": "consultation",
            "crumbs": [("意见与签收", reverse("consultation:list")), (f"{unit}签收", None)],
            "plan": plan,
            "unit": unit,
            "line": line,
            "may_sign": permissions.user_can_sign(request.user, plan, unit),
            "on_behalf": permissions.user_can_see_rounds(request.user),
        },
    )
