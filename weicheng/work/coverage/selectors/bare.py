"""Clauses that no task carries: asked clause by clause, so that the number of tasks costs nothing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speaking_for
from weicheng.work.plans.models import TaskClause


def bare_clauses(campaign: Campaign) -> tuple[int, int]:
    """(clauses of the campaign's edition without a live task, all of its clauses); (0, 0) without an edition.

    The same as counting the standings without tasks, which a test compares; a handful of queries.
    """
    if campaign.edition is None:
        return 0, 0
    speaks = speaking_for(campaign.edition)
    live = TaskClause.objects.filter(clause=OuterRef("pk"), task__campaign=campaign, task__withdrawn_at=None)
    carried = Clause.objects.filter(Exists(live), pk__in=list(speaks)).values_list("pk", flat=True)
    covered = {own for pk in carried for own in speaks[pk]}
    total = Clause.objects.filter(edition=campaign.edition_id).count()
    return total - len(covered), total
