"""What the office keeps: who owes what, the years and due dates, how 持续 is meant; what is missing; another edition."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.indicators.choices import Span, Trend
from weicheng.work.indicators.forms import YearForm
from weicheng.work.indicators.models import JudgingRule
from weicheng.work.indicators.permissions import (
    check_user_can_keep_settings,
    check_user_can_rejudge,
    check_user_can_see_gaps,
    user_can_keep_settings,
)
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.selectors.comparing import compared, editions_to_judge
from weicheng.work.indicators.selectors.owed import by_unit, data_years, owed
from weicheng.work.indicators.selectors.owners import owner_rows
from weicheng.work.indicators.services import owning, reminding
from weicheng.work.indicators.views.doors import (
    board_and_years,
    campaign_of,
    campaign_page,
    face,
    years_to_choose,
)


@campaign_page
@require_GET
def owners(request: HttpRequest) -> HttpResponse:
    """责任单位与口径."""
    campaign = campaign_of(request)
    check_user_can_keep_settings(request.user, campaign)
    board = Board(campaign)
    rows = owner_rows(board)
    today = timezone.localdate()
    years = list(data_years(campaign))
    context = face(request, "owners", "责任单位与口径") | {
        "rows": rows,
        "edition": board.edition,
        "sure": sum(row.owner is None and row.unit is not None for row in rows),
        "open": sum(row.owner is None for row in rows),
        "spans": Span.choices,
        "years": years,
        "year_form": YearForm(initial={"year": today.year - 1}),
        "rule": JudgingRule.objects.filter(campaign=campaign).first() or JudgingRule(campaign=campaign),
        "trends": Trend.choices,
    }
    return render(request, "indicators/owners.html", context)


@campaign_page
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator gets its unit, or loses it."""
    campaign = campaign_of(request)
    check_user_can_keep_settings(request.user, campaign)
    asked = next((one for one in Board(campaign).asked if one.indicator.pk == pk), None)
    if asked is None:
        raise Http404
    unit = Unit.objects.filter(pk=whole(request.POST.get("unit")) or 0).first()
    if unit is None and "remove" not in request.POST:
        raise Invalid("请选一个单位。", "unit")
    span = request.POST.get("span") or Span.YEAR.value
    owning.assign_owner(by=request.user, campaign=campaign, indicator=asked.indicator, unit=unit, span=span)
    messages.success(request, f"“{asked.indicator}”由{unit}报。" if unit else f"“{asked.indicator}”不再指定单位。")
    return redirect(f"{reverse('indicators:owners')}#i{pk}")


@campaign_page
@require_POST
def assign_suggested(request: HttpRequest) -> HttpResponse:
    number = owning.assign_suggested(by=request.user, campaign=campaign_of(request))
    messages.success(request, f"已按建议指定{number}个指标的责任单位。" if number else "没有可以确定的建议，请逐个选。")
    return redirect("indicators:owners")


@campaign_page
@require_POST
def set_year(request: HttpRequest) -> HttpResponse:
    form = YearForm(request.POST)
    check_user_can_keep_settings(request.user, campaign_of(request))
    if not form.is_valid():
        raise Invalid("请填年度（如2025）和报送期限。", "year")
    row = owning.set_year(by=request.user, campaign=campaign_of(request), **form.cleaned_data)
    messages.success(request, f"{row.year}年的数据，{row.due_on:%Y年%-m月%-d日}前报。")
    return redirect("indicators:owners")


@campaign_page
@require_POST
def set_rule(request: HttpRequest) -> HttpResponse:
    mean = request.POST.get("mean") != "before"
    trend = request.POST.get("trend", "")
    owning.set_rule(by=request.user, campaign=campaign_of(request), trend=trend, mean_includes_own=mean)
    messages.success(request, "判定口径已定，所有结果已按它重新算。")
    return redirect("indicators:owners")


@campaign_page
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """欠报: what is missing, by the unit that owes it."""
    campaign = campaign_of(request)
    check_user_can_see_gaps(request.user)
    years = list(data_years(campaign))
    groups = by_unit(owed(Board(campaign), years))
    context = face(request, "gaps", "欠报") | {
        "groups": groups,
        "total": sum(len(group.rows) for group in groups),
        "years": years,
        "today": timezone.localdate(),
        "may_remind": user_can_keep_settings(request.user, campaign),
    }
    return render(request, "indicators/gaps.html", context)


@campaign_page
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    units, told = reminding.remind_owing(by=request.user, campaign=campaign_of(request))
    messages.success(
        request, f"{units}个单位欠报，已通知{told}个人。今天已通知过的不重复。" if units else "没有单位欠报。"
    )
    return redirect("indicators:gaps")


@campaign_page
@require_GET
def again(request: HttpRequest) -> HttpResponse:
    """换标准判定: the same values held against another edition."""
    check_user_can_rejudge(request.user)
    board, years, year = board_and_years(request)
    editions = editions_to_judge(board.edition, board.campaign.level)
    asked = whole(request.GET.get("edition"))
    chosen = next((one for one in editions if one.pk == asked), None)
    result = compared(board, chosen, year) if chosen is not None else None
    context = face(request, "again", "换标准判定") | {
        "edition": board.edition,
        "editions": editions,
        "chosen": chosen,
        "result": result,
        "year": year,
        "years": years_to_choose(years, year),
    }
    return render(request, "indicators/again.html", context)
