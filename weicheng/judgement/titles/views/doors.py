"""What every view of this room goes through: who may see the register at all, and what the user may not see is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.org.selectors import unit_called
from weicheng.ground.org.views.doors import Crumbs, Request
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.titles.models import Bid, Title
from weicheng.judgement.titles.permissions import check_user_can_see_register

NAV = "titles"
View = Callable[..., HttpResponse]


def titles_page(view: View) -> View:
    """A page of a campaign for whoever may see the register."""

    @campaign_page
    @wraps(view)
    def inner(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        check_user_can_see_register(request.user)
        return view(request, *args, **kwargs)

    return inner


def title_or_404(request: Request, pk: int) -> Title:
    titles = Title.objects.for_user(request.user).filter(campaign=campaign_of(request))
    found = titles.select_related("campaign", "unit", "within").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def bid_or_404(request: Request, pk: int) -> Bid:
    bids = Bid.objects.for_user(request.user).filter(campaign=campaign_of(request))
    found = bids.select_related("campaign", "title__unit", "title__campaign", "job", "package").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def picked_unit(request: Request, name: str) -> Unit | None:
    """The unit that a picker sends, by id or typed in full; None where the field is empty."""
    pk, typed = whole(request.POST.get(name)), request.POST.get(f"{name}_text", "").strip()
    if pk is not None:
        found = Unit.objects.filter(pk=pk).first()
    elif typed:
        found = unit_called(Unit.objects.on(timezone.localdate()), typed, name)
    else:
        return None
    if found is None:
        raise Invalid(f"没有找到单位“{typed or request.POST.get(name)}”，请从列表里选。", name)
    return found


def number_in(request: Request, name: str) -> int:
    """A whole number of a form; Invalid for anything else."""
    value = whole((request.POST.get(name) or "").strip())
    if value is None or value > 10_000_000:
        raise Invalid("请填一个整数。", name)
    return value


def crumbs(*path: tuple[str, str | None]) -> Crumbs:
    return [("称号", "/titles/"), *path]
