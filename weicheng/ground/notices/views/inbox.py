from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.permissions import user_can_choose_campaign
from weicheng.ground.campaigns.selectors import SESSION_KEY
from weicheng.ground.notices import permissions, selectors, services
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.views.doors import Request
from weicheng.ground.ui.answers import say
from weicheng.ground.ui.doors import page

PAGE = 50


@page
@require_safe
def inbox(request: Request) -> HttpResponse:
    return _inbox(request)


@page
@require_safe
def notice_open(request: Request, pk: int) -> HttpResponse:
    """To the row that the notice is about, in its campaign; the notice counts as read."""
    notice = get_object_or_404(Notice, pk=pk, user=request.user)
    if request.method == "GET":
        services.mark_read(by=request.user, notice=notice)
    if (
        notice.campaign_id
        and user_can_choose_campaign(request.user)
        and Campaign.objects.filter(pk=notice.campaign_id).exists()
    ):
        request.session[SESSION_KEY] = notice.campaign_id
    ours = notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if ours else "notices:inbox")


@page
@require_POST
def notice_read(request: Request, pk: int) -> HttpResponse:
    services.mark_read(by=request.user, notice=get_object_or_404(Notice, pk=pk, user=request.user))
    return _inbox(request) if getattr(request, "htmx", False) else redirect("notices:inbox")


@page
@require_POST
def read_all(request: Request) -> HttpResponse:
    """Up to the newest that the page showed."""
    given = request.POST.get("up_to", "")
    up_to = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    count = services.mark_all_read(by=request.user, up_to=up_to)
    words = f"{count}条标为看过。" if count else "没有要标的。"
    if getattr(request, "htmx", False):
        return say(_inbox(request), words)
    messages.success(request, words)
    return redirect("notices:inbox")


def _inbox(request: Request) -> HttpResponse:
    show = request.GET.get("show", "")
    found = Paginator(selectors.inbox(request.user, show), PAGE).get_page(request.GET.get("page"))
    rows = list(found)
    context = {
        "nav": "notices",
        "crumbs": [("通知", None)],
        "page": found,
        "days": selectors.by_day(rows),
        "show": show,
        "levels": [(level.value, level.label) for level in reversed(Level)],
        "newest": max((notice.pk for notice in rows), default=0),
        "may_see_log": permissions.user_can_view_deliveries(request.user),
        "unread": selectors.unread_count(request.user),
    }
    template = "notices/_inbox.html" if getattr(request, "htmx", False) else "notices/inbox.html"
    return render(request, template, context)
