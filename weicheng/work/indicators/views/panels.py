"""What the page of a clause shows of this room: the indicators that hang on it, judged."""

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


def clause_panel(request: HttpRequest, clause: Clause) -> str:
    """The panel as markup; empty where no indicator that the reader may see hangs on the clause."""
    campaign = chosen_campaign(request)
    rows = judged_of_clause(campaign, clause, request.user) if campaign is not None else []
    if campaign is None or not rows:
        return ""
    own = campaign.edition_id == clause.edition_id  # pages of single indicators are those of the campaign's edition
    context = {"rows": rows, "year": rows[0].year, "own": own}
    return render_to_string("indicators/_clause_panel.html", context)
