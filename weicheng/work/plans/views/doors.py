"""What every view of plans and ledger goes through: login, the chosen campaign, and errors said in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.ui.answers import refuse
from weicheng.work.plans.errors import NotAllowed, PlansError
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.selectors import plans as plan_selectors

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Logged in, with a campaign (else to its start page); refusals of the services become sentences on the page."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if chosen_campaign(request) is None:
            return redirect("campaigns:start")
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            if request.method == "GET" and not request.htmx:  # type: ignore[attr-defined]
                raise
            return refuse(request, str(error), 403)
        except PlansError as error:
            return refuse(request, str(error))

    return inner


def campaign_of(request: HttpRequest) -> Campaign:
    campaign = chosen_campaign(request)
    assert campaign is not None
    return campaign


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    plan = plan_selectors.plan_for(request.user, pk)
    if plan is None:
        raise Http404
    return plan


def row_or_404(request: HttpRequest, plan_pk: int, pk: int) -> DraftRow:
    row = (
        DraftRow.objects.filter(plan=plan_or_404(request, plan_pk), pk=pk)
        .select_related("plan", "checked_by", "assigned_to")
        .first()
    )
    if row is None:
        raise Http404
    return row
