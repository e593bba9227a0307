"""Which campaign a request is about."""

from django.db.models import QuerySet
from django.http import HttpRequest

from weicheng.ground.campaigns.models import Campaign

SESSION_KEY = "campaign"


def open_campaigns() -> QuerySet[Campaign]:
    return Campaign.objects.order_by("is_closed", "is_sample", "-starts_on")


def chosen_campaign(request: HttpRequest) -> Campaign | None:
    """The campaign chosen in this session, else the newest open one that is no sample, else any; None if there is none."""
    if hasattr(request, "_campaign"):
        cached: Campaign | None = request._campaign
        return cached
    chosen = None
    if request.session.get(SESSION_KEY):
        chosen = Campaign.objects.filter(pk=request.session[SESSION_KEY]).first()
    request._campaign = chosen or open_campaigns().first()  # type: ignore[attr-defined]
    return request._campaign  # type: ignore[attr-defined]
