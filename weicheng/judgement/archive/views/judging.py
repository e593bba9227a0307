"""Acceptance by level, and the five-unified rules held against a volume."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.keys import key_of
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import Level, Result, UnifiedCheck
from weicheng.judgement.archive.models import Defect, Volume
from weicheng.judgement.archive.selectors.accepting import ladders
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.selectors.unified import findings_of, rule_of
from weicheng.judgement.archive.services import acceptance as services
from weicheng.judgement.archive.services.unified import set_unified
from weicheng.judgement.archive.views.doors import day_of, frame, volume_or_404
from weicheng.work.plans.permissions import user_can_create_task

MOST_DEFECTS = 20
BLANKS = 3


@campaign_page
@require_GET
def acceptances(request: HttpRequest) -> HttpResponse:
    permissions.check_user_can_see_archive(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    context = {
        **frame(("验收", None)),
        "rows": ladders(campaign, request.user),  # type: ignore[arg-type]
        "levels": Level.choices,
        "sees_register": permissions.user_can_see_register(request.user),  # type: ignore[arg-type]
        "today": timezone.localdate(),
    }
    return render(request, "archive/acceptances.html", context)


@campaign_page
def acceptance(request: HttpRequest, pk: int) -> HttpResponse:
    """One volume: what each level found, and recording the next look."""
    found = volume_or_404(request, pk)
    if request.method == "POST":
        made = services.record_acceptance(
            by=request.user,  # type: ignore[arg-type]
            volume=found,
            key=key_of(request.POST.get("key")),
            level=request.POST.get("level", ""),
            result=request.POST.get("result", ""),
            on=day_of(request, "on", "验收日期"),
            people=request.POST.get("people", ""),
            note=request.POST.get("note", ""),
            defects=_defects(request, found),
        )
        count = made.defects.count()
        given = made.defects.filter(task__isnull=False).count()
        tail = f"，{count}个问题{'已各建一个任务' if given else '等创卫办转成任务'}" if count else ""
        messages.success(request, f"已登记{made.get_level_display()}{made.get_result_display()}{tail}。")
        return redirect("archive:acceptance", pk)
    user: Any = request.user
    looks = list(
        found.acceptances.select_related("by").prefetch_related("defects__task", "defects__unit").order_by("-id")
    )
    context = {
        **frame((found.code, f"/archive/{pk}/"), ("验收", None)),
        "volume": found,
        "looks": looks,
        "levels": [(code, word) for code, word in Level.choices if permissions.user_can_accept(user, found, code)],  # type: ignore[arg-type]
        "results": Result.choices,
        "blanks": range(BLANKS),
        "key": uuid4(),
        "today": timezone.localdate(),
        "may_give": user_can_create_task(request.user, found.campaign),  # type: ignore[arg-type]
    }
    return render(request, "archive/acceptance.html", context)


@campaign_page
@require_POST
def give(request: HttpRequest, pk: int, defect_pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    defect = Defect.objects.filter(pk=defect_pk, acceptance__volume=found).first()
    if defect is None:
        raise Http404
    task = services.give_defect(by=request.user, defect=defect)  # type: ignore[arg-type]
    messages.success(request, f"已建任务{task.number}。")
    return redirect("archive:acceptance", pk)


@campaign_page
@require_GET
def unified(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    things, rule = contents_of(found), rule_of(found.campaign)
    findings = findings_of(found, things, rule)
    groups = [
        (check, [one for one in findings if one.check == check]) for check in UnifiedCheck if check in rule.checks
    ]
    context = {
        **frame((found.code, f"/archive/{pk}/"), ("五统一", None)),
        "volume": found,
        "rule": rule,
        "groups": groups,
        "count": len(findings),
        "total": len(things),
        "checks": UnifiedCheck.choices,
        "may_keep": permissions.user_can_keep_archive(request.user, found.campaign),  # type: ignore[arg-type]
    }
    return render(request, "archive/unified.html", context)


@campaign_page
@require_POST
def unified_rules(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    values: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("starts", "ends", "keeper", "pattern", "endings", "days")
    }
    values["checks"] = request.POST.getlist("checks")
    set_unified(by=request.user, campaign=found.campaign, values=values)  # type: ignore[arg-type]
    messages.success(request, "规则已保存，对全部案卷有效。")
    return redirect("archive:unified", pk)


def _defects(request: HttpRequest, volume: Volume) -> list[services.Found]:
    """The lines of the form in which something is written."""
    sent, found = request.POST, []
    texts = sent.getlist("defect")[:MOST_DEFECTS]
    for number, text in enumerate(texts):
        if not text.strip():
            continue
        unit = Unit.objects.filter(pk=whole(sent.get(f"unit-{number}")) or 0).first() or volume.unit
        due_on = optional_day(sent.get(f"due-{number}"), "defects")
        if unit is None or due_on is None:
            raise Invalid(f"“{text.strip()[:20]}”要写明责任单位和整改时限。", "defects")
        found.append(services.Found(text, unit, due_on))
    return found
