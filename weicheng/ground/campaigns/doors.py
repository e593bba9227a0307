"""What a view within a campaign goes through besides: the campaign that is chosen."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.ui.doors import View, page


def campaign_page(view: View) -> View:
    """A page (login, refusals in words) with a campaign; without one the reader goes to the page that starts one."""

    @page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if chosen_campaign(request) is None:
            return redirect("campaigns:start")
        return view(request, *args, **kwargs)

    return inner


def campaign_of(request: HttpRequest) -> Campaign:
    """The chosen campaign of a ``campaign_page``."""
    campaign = chosen_campaign(request)
    assert campaign is not None
    return campaign
