"""What the pages of the archive share: the volume within reach, days and numbers of a form, files to open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.days import optional_day
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.permissions import check_user_can_see_archive
from weicheng.judgement.archive.things import Thing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ARCHIVE = ("档案", "/archive/")


def frame(*crumbs: tuple[str, str | None], nav: str = "archive") -> dict[str, Any]:
    """Menu and path of a page; the last crumb is where one is."""
    return {"nav": nav, "crumbs": [("档案", reverse("archive:list") if crumbs else None), *crumbs]}


def volume_or_404(request: HttpRequest, pk: int) -> Volume:
    check_user_can_see_archive(request.user)  # type: ignore[arg-type]
    rows = Volume.objects.for_user(request.user).filter(campaign=campaign_of(request), pk=pk)  # type: ignore[arg-type]
    found = rows.select_related(
        "campaign", "edition", "chapter", "clause", "unit", "supplements__campaign", "sealing", "sealed_by"
    ).first()
    if found is None:
        raise Http404
    return found


def with_links(things: Iterable[Thing], user: Any) -> list[tuple[Thing, list[tuple[str, str, int]]]]:
    """Each thing with (name, address, size) of its files; addresses work for this user for a quarter of an hour."""

    def link(file: Any) -> tuple[str, str, int]:
        return file.name, f"{download_url(file, user=user, name=file.name)}?inline=1", file.size

    return [(thing, [link(file) for file in thing.files]) for thing in things]


def day_of(request: HttpRequest, name: str, word: str) -> date:
    day = optional_day(request.POST.get(name), name)
    if day is None:
        raise Invalid(f"请填{word}。", name)
    return day


def unit_of(request: HttpRequest, name: str = "unit") -> Unit | None:
    return Unit.objects.filter(pk=whole(request.POST.get(name)) or 0).first()


def year_of(text: str | None, otherwise: int) -> int:
    year = whole(text)
    return year if year is not None and 1990 <= year <= 2100 else otherwise


def sent(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
