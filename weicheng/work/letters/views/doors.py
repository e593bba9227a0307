"""What the views of this room share: the paper or 404, Word files as answers, the marks of the menu."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.org.models import Unit
from weicheng.ground.org.views.doors import Request
from weicheng.ground.papers.models import Paper
from weicheng.ground.ui.numbers import whole
from weicheng.work.letters.selectors import pages

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
__all__ = [
    "Request",
    "attachment",
    "campaign_of",
    "campaign_page",
    "frame",
    "paper_or_404",
    "unit_or_404",
    "units_asked",
]


def frame(tab: str, *path: tuple[str, str | None]) -> dict[str, Any]:
    """Menu entry, tab and crumbs of a page."""
    return {"nav": "letters", "tab": tab, "crumbs": [("文书", reverse("letters:list")), *path]}


def paper_or_404(request: Request, pk: int) -> Paper:
    paper = pages.paper_for(request.user, pk)
    if paper is None or paper.campaign_id != campaign_of(request).pk:
        raise Http404
    return paper


def unit_or_404(request: Request, pk: int) -> Unit:
    unit = pages.units_within(request.user).prefetch_related("names").filter(pk=pk).first()
    if unit is None:
        raise Http404
    return unit


def units_asked(request: Request, offered: Iterable[Unit]) -> list[Unit]:
    """Those of the offered units that were ticked; all of them where the button for all was used."""
    chosen = {whole(text) for text in request.POST.getlist("units")}
    return [unit for unit in offered if request.POST.get("all") or unit.pk in chosen]


def attachment(content: bytes, name: str, media: str = DOCX) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
