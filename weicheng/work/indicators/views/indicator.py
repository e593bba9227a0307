"""One indicator: what is asked, how it stands, every value that was ever handed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from weicheng.ground.evidence.links import download_url
from weicheng.ground.org.models import User
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.permissions import may_fill, user_can_check, user_can_return
from weicheng.work.indicators.saying import formula_words
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.selectors.reach import Reach, reach_of
from weicheng.work.indicators.selectors.record import entries_of
from weicheng.work.indicators.views.doors import (
    board_and_years,
    campaign_page,
    face,
    judged_or_404,
    years_to_choose,
)


@campaign_page
@require_GET
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    board, years, year = board_and_years(request)
    row = judged_or_404(request, board, pk, year)
    entries = entries_of(board, row.asked, request.user)
    fills = may_fill(request.user, row.owner.unit if row.owner else None) and not board.campaign.is_closed
    context = face(request, "list", str(row.indicator)) | {
        "row": row,
        "year": year,
        "years": years_to_choose(years, year),
        "formula": formula_words(row.indicator),
        "fills": fills,
        "towns": _towns(request.user, row) if row.asked.is_per_unit else [],
        "entries": [_line(request.user, entry, row) for entry in entries],
        "history": _history(board, row, reach_of(request.user)),
        "due": next((one for one in years if one.year == year), None),
        "today": timezone.localdate(),
    }
    return render(request, "indicators/indicator.html", context)


def _line(user: User, entry: ValueEntry, row: Judged) -> dict[str, object]:
    """The owner is at hand, so that the rules ask nothing more for each entry."""
    evidence = entry.evidence
    owner = row.owner.unit if row.owner else None
    waits = entry.state == State.SUBMITTED and not entry.campaign.is_closed
    return {
        "entry": entry,
        "url": download_url(evidence.file, user=user, name=evidence.title) if evidence else "",
        "may_check": user_can_check(user, entry),
        "may_return": user_can_return(user, entry),
        "may_take_back": waits and (entry.filled_by_id == user.pk or may_fill(user, owner, entry.subject)),
    }


def _towns(user: User, row: Judged) -> list[tuple[object, ValueEntry | None, bool]]:
    owner = row.owner.unit if row.owner else None
    return [(unit, entry, may_fill(user, owner, unit)) for unit, entry in row.by_unit]


def _history(board: Board, row: Judged, reach: Reach) -> list[Judged]:
    """The years that have a value, each judged by what is known up to it; the newest first."""
    years = sorted({*row.by_year, row.year}, reverse=True)
    rows = [board.seen_by(reach, board.judge(row.asked, year)) for year in years if year <= row.year][:8]
    return [one for one in rows if one is not None]
