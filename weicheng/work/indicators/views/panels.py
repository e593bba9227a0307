"""What the page of a clause shows of this room: its indicators, judged, beside what is asked of them."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.selectors.owed import current_year, data_years


def judged_of_clause(campaign: Campaign, clause: Clause, user: User) -> list[Judged]:
    """The indicators of the clause within the reader's reach, in the year that is collected; under the clause's edition."""
    year = current_year(data_years(campaign), timezone.localdate())
    rows = Board(campaign, clause.edition).judged(year, user)
    return [row for row in rows if row.indicator.clause_id == clause.pk]


def clause_results(request: HttpRequest, clause: Clause) -> tuple[str, dict[int, str]]:
    """The year, and by indicator its figure and how it is judged; nothing where the reader may see none of the clause."""
    campaign = chosen_campaign(request)
    rows = judged_of_clause(campaign, clause, request.user) if campaign is not None else []
    if campaign is None or not rows:
        return "", {}
    own = campaign.edition_id == clause.edition_id  # pages of single indicators are those of the campaign's edition
    cells = {
        row.indicator.pk: render_to_string("indicators/_clause_result.html", {"row": row, "own": own}) for row in rows
    }
    return f"{rows[0].year}年", cells
