"""Every entry of one indicator, the returned and replaced ones too, and what waits for its check."""

from __future__ import annotations

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators.choices import State
from weicheng.work.indicators.kin import kin_of
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.targets import Asked

MOST = 200


def entries_of(board: Board, asked: Asked, user: User) -> list[ValueEntry]:
    """Newest period first, within it the newest entry; of each only what is within the reader's reach."""
    ids = kin_of(asked.indicator.edition)[asked.indicator.pk]
    rows = ValueEntry.objects.for_user(user).filter(campaign=board.campaign, indicator__in=ids)
    drafts_of_others = Q(state=State.DRAFT) & ~Q(filled_by=user)
    return list(_with_relations(rows.exclude(drafts_of_others)).order_by("-year", "span", "-number", "-pk")[:MOST])


def waiting(campaign: Campaign) -> list[ValueEntry]:
    """What the office has to check, the oldest first."""
    rows = ValueEntry.objects.filter(campaign=campaign, state=State.SUBMITTED)
    return list(_with_relations(rows).order_by("filled_at", "pk")[:MOST])


def evidence_to_choose(
    campaign: Campaign, user: User, indicator: Indicator, chosen: int | None = None, most: int = 60
) -> QuerySet[Evidence]:
    """What the user may name as the source: what is ``chosen``, what serves the indicator's clause, then the newest."""
    found = Evidence.objects.for_user(user).live().filter(campaign=campaign)
    serving = EvidenceClause.objects.filter(evidence=OuterRef("pk"), clause=indicator.clause_id or 0)
    found = found.annotate(serves=Exists(serving), is_chosen=Case(When(pk=chosen or 0, then=1), default=0))
    return found.select_related("unit").order_by("-is_chosen", "-serves", "-at", "-pk")[:most]


def _with_relations(rows: QuerySet[ValueEntry]) -> QuerySet[ValueEntry]:
    return rows.select_related(
        "campaign", "indicator__edition", "subject", "filled_by", "filled_unit__merged_into", "checked_by",
        "evidence__file", "corrects",
    )  # fmt: skip
