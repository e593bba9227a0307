"""What every page of the shell needs: the chosen campaign, the menu, the user's roles."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from weicheng.doors.web.navigation import menu, phone_menu
from weicheng.ground.campaigns.selectors import chosen_campaign, open_campaigns
from weicheng.ground.notices.selectors import unread_count
from weicheng.ground.org.access import scope_of


def shell(request: HttpRequest) -> dict[str, Any]:
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    scope = scope_of(request.user)
    bar, behind = phone_menu(scope)
    return {
        "campaign": chosen_campaign(request),
        "campaigns": open_campaigns(),
        "menu": menu(scope),
        "phone_bar": bar,
        "phone_more": behind,
        "scope": scope,
        "unread_notices": SimpleLazyObject(lambda: unread_count(request.user)),  # asked only where the bell is drawn
        "current_url_name": request.resolver_match.view_name if request.resolver_match else "",
    }
