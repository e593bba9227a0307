"""What every page of coverage goes through: a campaign with an edition, and a reader who sees all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.work.coverage.permissions import check_user_can_see_coverage

TABS = (
    ("overview", "条款", "coverage:overview"),
    ("units", "单位", "coverage:units"),
    ("places", "点位类型", "coverage:places"),
    ("holes", "缺口", "coverage:holes"),
    ("classify", "对应条款", "coverage:classify"),
)


def coverage_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A campaign page; where the campaign has no edition yet, the page that says how to choose one."""

    @campaign_page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_user_can_see_coverage(request.user)  # type: ignore[arg-type]
        if campaign_of(request).edition_id is None:
            return render(request, "coverage/no_edition.html", {"nav": "coverage", "crumbs": [("覆盖", None)]})
        return view(request, *args, **kwargs)

    return inner


def frame(tab: str, **more: Any) -> dict[str, Any]:
    """What the head of every page shows."""
    word = next(word for key, word, _ in TABS if key == tab)
    return {"nav": "coverage", "crumbs": [("覆盖", None), (word, None)], "tab": tab, "tabs": TABS, **more}
