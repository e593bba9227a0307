"""What every view of plans and ledger goes through: login, the chosen campaign, and errors said in words."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.ui.answers import refuse
from weicheng.ground.ui.doors import View
from weicheng.work.plans.models import Plan
from weicheng.work.plans.selectors import plans as plan_selectors

__all__ = ["campaign_of", "page", "plan_or_404"]


def page(view: View) -> View:
    """A page within the campaign; what a paper refuses leads back to the paper, which knows its right page."""

    @campaign_page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            if request.method == "GET" and request.path.startswith("/plans/") and "pk" in kwargs:
                return refuse(request, str(error), back=reverse("plans:detail", args=[kwargs["pk"]]))
            raise

    return inner


def plan_or_404(request: HttpRequest, pk: int, *, whole: bool = True) -> Plan:
    """The paper within the user's reach; without its text and blocks, which may be megabytes, unless ``whole``."""
    plan = plan_selectors.plan_for(request.user, pk, whole=whole)
    if plan is None:
        raise Http404
    return plan
