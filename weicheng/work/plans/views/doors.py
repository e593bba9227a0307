"""What every view of plans and ledger goes through: login, the chosen campaign, and errors said in words."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.ui.answers import refuse
from weicheng.work.plans.errors import NotAllowed, PlansError
from weicheng.work.plans.models import Plan
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
            return refuse(request, str(error), back=_way_out(request, kwargs))

    return inner


def _way_out(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Where a refused page sends its reader: never to a page that refuses again, which would send her round in circles."""
    if request.method != "GET":
        return ""  # to the page with the form
    if request.path.startswith("/plans/") and "pk" in kwargs:
        return reverse("plans:detail", args=[kwargs["pk"]])
    came_from = urlsplit(request.META.get("HTTP_REFERER", "")).path
    return "/" if came_from == request.path else ""


def campaign_of(request: HttpRequest) -> Campaign:
    campaign = chosen_campaign(request)
    assert campaign is not None
    return campaign


def plan_or_404(request: HttpRequest, pk: int, *, whole: bool = True) -> Plan:
    """The paper within the user's reach; without its text and blocks, which may be megabytes, unless ``whole``."""
    plan = plan_selectors.plan_for(request.user, pk, whole=whole)
    if plan is None:
        raise Http404
    return plan
