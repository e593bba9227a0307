"""The evidence of a clause, on the clause's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.permissions import user_can_add_evidence, user_can_view_library
from weicheng.ground.evidence.selectors.library import Filter, dressed, library
from weicheng.ground.standards.models import Clause

MOST = 6
# Each line of work must show that it was planned, checked and summed up (M073).
SET = (EvidenceKind.PLAN, EvidenceKind.CHECK, EvidenceKind.SUMMARY)


def render(request: HttpRequest, clause: Clause) -> str:
    """The newest pieces with their number, and which of plan, check and summary is there; "" for who may not see them."""
    user, campaign = request.user, chosen_campaign(request)
    if campaign is None or not user_can_view_library(user):  # type: ignore[arg-type]
        return ""
    rows = library(campaign, user, Filter(clause=clause), timezone.localdate())  # type: ignore[arg-type]
    kinds = set(rows.order_by().values_list("kind", flat=True).distinct())
    context = {
        "clause": clause,
        "rows": dressed(rows)[:MOST],
        "number": rows.count(),
        "set": [(kind.label, kind.value in kinds) for kind in SET],
        "may_add": user_can_add_evidence(user, campaign),  # type: ignore[arg-type]
    }
    return render_to_string("evidence/panel.html", context, request)
