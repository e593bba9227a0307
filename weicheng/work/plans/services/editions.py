"""Saying that a paper under review replaces one that is published, or that it does not after all."""

from __future__ import annotations

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User
from weicheng.work.plans.models import Plan
from weicheng.work.plans.permissions import check_user_can_review_plan
from weicheng.work.plans.services.batch import locked_plan, row_batch
from weicheng.work.plans.services.revising import match_revision, revised_tasks
from weicheng.work.plans.services.uploading import check_revises


def set_revised(*, by: User, plan: Plan, revises: Plan | None) -> int:
    """Make ``plan`` the revision of ``revises`` (None: a paper of its own); how many rows go on with a task of it.

    Rows that were joined to tasks of that paper go on with them instead, so that its changes reach the ledger.
    Raises NotPossible where the other paper cannot be revised.
    """
    with transaction.atomic():
        # Two people who make two papers revisions of one wait for each other here.
        Campaign.objects.select_for_update().get(pk=plan.campaign_id)
        current = locked_plan(plan)
        check_user_can_review_plan(by, current)
        before = str(current.revises or "")
        if current.revises_id == (revises.pk if revises else None):
            return current.rows.exclude(continues=None).count()
        if revises is not None:
            check_revises(current.campaign, revises)
        current.revises = revises
        current.save(update_fields=["revises"])
        known = {task.pk for task in revised_tasks(current)}
        with row_batch(by=by, plan=current, rows=None, verb="continued") as batch:
            for row in batch.rows.values():
                row.continues = None
                row.same_as_task = None if row.same_as_task_id in known else row.same_as_task
        matched = match_revision(current) if revises is not None else 0
        action = "plans.plan.revises" if revises is not None else "plans.plan.stands_alone"
        after = {"revises": str(revises or ""), "rows": matched}
        audit.record(action, by=by, obj=current, before={"revises": before}, after=after)
    return matched
