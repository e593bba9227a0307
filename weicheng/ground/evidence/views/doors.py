"""What every page of the library goes through."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import check_user_can_view_library, user_can_add_evidence
from weicheng.ground.evidence.selectors.detail import evidence_for
from weicheng.ground.org.views.doors import Crumbs, Request
from weicheng.ground.ui.doors import View

NAV = "library"


def library_page(view: View) -> View:
    """A page of the campaign for those who may look into the library."""

    @campaign_page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_user_can_view_library(request.user)  # type: ignore[arg-type]
        return view(request, *args, **kwargs)

    return inner


def evidence_or_404(request: Request, pk: int) -> Evidence:
    found = evidence_for(request.user, campaign_of(request), pk)
    if found is None:
        raise Http404
    return found


def crumbs(*path: tuple[str, str | None]) -> Crumbs:
    return [("材料库", reverse("library:list")), *path]


def frame(request: Request, *path: tuple[str, str | None]) -> dict[str, Any]:
    """What every page of the library has: where it is in the menu, and whether things may be put in."""
    return {
        "nav": NAV,
        "crumbs": crumbs(*path) if path else [("材料库", None)],
        "may_add": user_can_add_evidence(request.user, campaign_of(request)),
    }


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
