"""What the page of a clause shows of this room: the indicators that hang on it, judged."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause
from weicheng.work.indicators.selectors.board import Board, Judged
from weicheng.work.indicators.selectors.owed import current_year, data_years


def judged_of_clause(campaign: Campaign, clause: Clause, user: User) -> list[Judged]:
    """The indicators of the clause within the reader's reach, in the year that is collected; under the clause's edition."""
    year = current_year(data_years(campaign), timezone.localdate())
    rows = Board(campaign, clause.edition).judged(year, user)
    return [row for row in rows if row.indicator.clause_id == clause.pk]


def clause_panel(campaign: Campaign, clause: Clause, user: User) -> SafeString:
    """The panel as markup; empty where no indicator hangs on the clause."""
    rows = judged_of_clause(campaign, clause, user)
    own = campaign.edition_id == clause.edition_id  # pages of single indicators are those of the campaign's edition
    context = {"rows": rows, "year": rows[0].year if rows else 0, "own": own}
    return render_to_string("indicators/_clause_panel.html", context) if rows else SafeString("")
