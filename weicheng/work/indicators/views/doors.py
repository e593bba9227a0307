"""What several pages of this room need: the board, the year that is looked at, rows within reach, the tabs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import is_office
from weicheng.ground.ui.numbers import whole
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import DataYear, ValueEntry
from weicheng.work.indicators.permissions import user_can_fill_some, user_can_rejudge, user_can_see_gaps
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.selectors.owed import current_year, data_years
from weicheng.work.indicators.selectors.reach import reach_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
__all__ = ["campaign_of", "campaign_page", "entry_or_404", "face", "judged_or_404", "xlsx", "year_of"]


def year_of(request: HttpRequest, years: list[DataYear]) -> int:
    """The year of the address if it can be one, else the newest that is collected."""
    today = timezone.localdate()
    asked = whole(request.GET.get("year"))
    return asked if asked is not None and 1990 <= asked <= today.year + 1 else current_year(years, today)


def years_to_choose(years: list[DataYear], chosen: int) -> list[int]:
    today = timezone.localdate()
    return sorted({row.year for row in years} | set(range(today.year - 4, today.year + 1)) | {chosen}, reverse=True)


def judged_or_404(request: HttpRequest, board: Board, pk: int, year: int) -> Judged:
    """The indicator within the reader's reach; 404 for one of another edition too."""
    asked = next((one for one in board.asked if one.indicator.pk == pk), None)
    if asked is None:
        raise Http404
    row = board.seen_by(reach_of(request.user), board.judge(asked, year))
    if row is None:
        raise Http404
    return row


def entry_or_404(request: HttpRequest, pk: int) -> ValueEntry:
    found = ValueEntry.objects.for_user(request.user).filter(pk=pk, campaign=campaign_of(request))
    entry = found.select_related("campaign", "indicator__edition", "subject", "filled_unit").first()
    if entry is None:
        raise Http404
    return entry


def face(request: HttpRequest, current: str, *crumbs: str) -> dict[str, Any]:
    """What every page of the room shows: tabs, with what waits for the office."""
    campaign = campaign_of(request)
    office = is_office(request.user)
    trail: list[tuple[str, str | None]] = [("数据指标", reverse("indicators:list") if crumbs else None)]
    trail += [(word, None) for word in crumbs]
    return {
        "nav": "indicators",
        "crumbs": trail,
        "current": current,
        "is_office": office,
        "waiting": _waiting(campaign) if office else 0,
        "sees_gaps": user_can_see_gaps(request.user),
        "may_rejudge": user_can_rejudge(request.user),
        "may_fill": user_can_fill_some(request.user, campaign),
        "here": request.get_full_path(),
    }


def _waiting(campaign: Campaign) -> int:
    return ValueEntry.objects.filter(campaign=campaign, state=State.SUBMITTED).count()


def xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def board_and_years(request: HttpRequest) -> tuple[Board, list[DataYear], int]:
    campaign = campaign_of(request)
    years = list(data_years(campaign))
    return Board(campaign), years, year_of(request, years)
