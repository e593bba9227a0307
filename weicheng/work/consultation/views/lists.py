"""What is asked and what is to sign: the units' own, or all of the campaign; and the disputes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import is_office, scope_of
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import User
from weicheng.work.consultation import permissions
from weicheng.work.consultation.choices import RoundState, Ruling
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.selectors import receipts, rounds
from weicheng.work.plans.choices import PlanState
from weicheng.work.plans.models import Plan

_HEAVY = ("text", "blocks", "tables", "facts")


@campaign_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    campaign = campaign_of(request)
    everything = scope_of(request.user).sees_everything
    found = _office_lists(campaign, request.user) if everything else _unit_lists(campaign, request.user)
    context = {"nav": "consultation", "crumbs": [("意见与签收", None)], "sees_everything": everything, **found}
    return render(request, "consultation/list.html", context)


def _plans(campaign: Campaign, state: str) -> list[Plan]:
    return list(Plan.objects.filter(campaign=campaign, state=state).select_related("campaign").defer(*_HEAVY))


def _open_rounds(plans: list[Plan]) -> dict[int, Round]:
    by_pk = {plan.pk: plan for plan in plans}
    found = {one.plan_id: one for one in Round.objects.filter(plan__in=plans, state=RoundState.OPEN)}
    for one in found.values():
        one.plan = by_pk[one.plan_id]
    return found


def _office_lists(campaign: Campaign, user: User) -> dict[str, Any]:
    review = _plans(campaign, PlanState.REVIEW)
    open_ = _open_rounds(review)
    published = _plans(campaign, PlanState.PUBLISHED)
    counts = receipts.signed_counts(published)
    disputes = rounds.disputes(campaign)
    return {
        "is_office": is_office(user),
        "review": [(plan, rounds.board_of(open_[plan.pk]) if plan.pk in open_ else None) for plan in review],
        "published": [(plan, *counts[plan.pk], counts[plan.pk][0] - counts[plan.pk][1]) for plan in published],
        "disputes_total": disputes.count(),
        "disputes_open": disputes.filter(ruling=Ruling.OPEN).count(),
    }


def _unit_lists(campaign: Campaign, user: User) -> dict[str, Any]:
    units = list(scope_of(user).units(Role.LIAISON))
    by_pk = {unit.pk: unit for unit in units}
    asked = []
    for one in _open_rounds(_plans(campaign, PlanState.REVIEW)).values():
        waiting = rounds.waiting_by_unit(one, units) if units else {}
        asked += [(one, by_pk[pk], total, open_) for pk, (total, open_) in waiting.items()]
    lines = receipts.sign_lines(_plans(campaign, PlanState.PUBLISHED), units) if units else []
    return {
        "asked": sorted(asked, key=lambda one: not one[3]),
        "to_sign": [line for line in lines if not line.is_done],
        "signed": [line for line in lines if line.is_done],
    }


@campaign_page
@require_GET
def disputes(request: HttpRequest) -> HttpResponse:
    """Who wanted to give what to whom, and the ruling (M221)."""
    permissions.check_user_can_see_rounds(request.user)
    campaign = campaign_of(request)
    state = request.GET.get("state", "")
    found = rounds.disputes(campaign)
    if state in Ruling.values:
        found = found.filter(ruling=state)
    tabs = [("", "全部"), *((code, Ruling(code).label) for code in Ruling.values if code != Ruling.NONE)]
    return render(
        request,
        "consultation/disputes.html",
        {
            "nav": "consultation",
            "crumbs": [("意见与签收", reverse("consultation:list")), ("争议清单", None)],
            "tabs": tabs,
            "state": state,
            "rows": Paginator(found, 50).get_page(request.GET.get("page")),
        },
    )
