"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime

from weicheng.ground.kernel.periodic import each, periodic
from weicheng.work.consultation.choices import RoundState, Ruling
from weicheng.work.consultation.models import Round
from weicheng.work.consultation.services.ruling import settle_moot
from weicheng.work.consultation.services.signing import call_receipts
from weicheng.work.plans.choices import PlanState


@periodic("consultation.call", seconds=60)
def call(since: datetime | None) -> None:
    """Units hear of what was published and is theirs to sign."""
    call_receipts()


@periodic("consultation.settle", seconds=300)
def settle(since: datetime | None) -> None:
    """Objections to rows that the review has meanwhile given to others."""
    rounds = Round.objects.filter(state=RoundState.OPEN, plan__state=PlanState.REVIEW, replies__ruling=Ruling.OPEN)
    each(rounds.select_related("plan__campaign").distinct(), settle_moot)
