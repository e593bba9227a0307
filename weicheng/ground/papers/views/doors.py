"""What these pages share: the paper of an address, the frame of a page, a file as an answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper
from weicheng.ground.papers.official_permissions import user_can_see_books
from weicheng.ground.papers.selectors.papers import with_everything

TABS = (
    ("papers", "公文", "papers:list", False),
    ("register", "发文登记簿", "papers:register", True),
    ("incoming", "来文", "papers:incoming", True),
    ("rectify", "整改通知书", "papers:rectify", False),
    ("check", "版式检查", "papers:check", False),
    ("books", "字号和流程", "papers:books", True),
)


class Request(HttpRequest):
    """A request of a logged-in person."""

    user: User


def frame(request: Request, tab: str, *crumbs: tuple[str, str | None]) -> dict[str, Any]:
    may_see = user_can_see_books(request.user)
    return {
        "nav": "papers",
        "tab": tab,
        "tabs": [(key, word, reverse(url)) for key, word, url, books in TABS if may_see or not books],
        "crumbs": [("公文", reverse("papers:list")), *crumbs] if crumbs else [("公文", None)],
    }


def paper_or_404(request: Request, pk: int) -> OfficialPaper:
    found = with_everything(request.user).filter(campaign=campaign_of(request), pk=pk).first()
    if found is None:
        raise Http404
    return found


def attachment(content: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
__all__ = ["DOCX", "XLSX", "Request", "attachment", "campaign_of", "campaign_page", "frame", "paper_or_404"]
