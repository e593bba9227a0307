"""The settings of reminding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.numbers import whole
from weicheng.work.reminders import permissions
from weicheng.work.reminders.services import rules as services


@campaign_page
def rules(request: HttpRequest) -> HttpResponse:
    """When blue, yellow and red come, and whether what was done late stays marked."""
    campaign = campaign_of(request)
    permissions.check_user_can_set_reminder_rule(request.user, campaign)  # type: ignore[arg-type]
    rule = services.rule_of(campaign)
    kept: dict[str, Any] = {field: getattr(rule, field) for field in ("is_on", *services.DAYS)}
    kept |= {field: getattr(campaign, field) for field in services.LATENESS}
    context = {"nav": "reminders", "crumbs": [("催办", reverse("reminders:log")), ("规则", None)], "tab": "rules"}
    if request.method != "POST":
        return render(request, "reminders/rules.html", {**context, "rule": kept})
    sent: dict[str, Any] = {field: _days(request.POST.get(field)) for field in services.DAYS}
    sent |= {field: request.POST.get(field) == "1" for field in ("is_on", *services.LATENESS)}
    try:
        services.set_reminder_rule(by=request.user, campaign=campaign, values=sent)  # type: ignore[arg-type]
    except Refused as error:
        return render(request, "reminders/rules.html", {**context, "rule": sent, "problem": error}, status=422)
    messages.success(request, "提醒规则已保存，明早8点起照新的提醒。")
    return redirect("reminders:rules")


def _days(text: str | None) -> int:
    number = whole(text)
    return -1 if number is None else number
