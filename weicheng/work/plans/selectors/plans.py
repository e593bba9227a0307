"""Plan papers as a list and one by one."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import RowState
from weicheng.work.plans.models import DraftRow, Plan, Task

# The text and its blocks may be megabytes; a list needs none of it.
_HEAVY = ("text", "blocks", "tables", "facts")


def plan_list(campaign: Campaign, user: User) -> QuerySet[Plan]:
    """The papers that ``user`` may see, newest first, with rows_total, rows_open, rows_checked, rows_dropped, tasks_total.

    ``rows_total`` leaves the dropped ones out; ``tasks_total`` counts the live tasks that came from the paper.
    """
    return (
        Plan.objects.for_user(user)
        .filter(campaign=campaign)
        .select_related("file", "job", "uploaded_by", "published_by", "revises", "campaign")
        .defer(*_HEAVY)
        .annotate(
            rows_total=_rows(~Q(state=RowState.DROPPED)),
            rows_open=_rows(Q(state=RowState.OPEN)),
            rows_checked=_rows(Q(state=RowState.CHECKED)),
            rows_dropped=_rows(Q(state=RowState.DROPPED)),
            tasks_total=_tasks(),
        )
    )


def plan_for(user: User, pk: int, whole: bool = True) -> Plan | None:
    """The paper, if it is within the user's reach; its text and blocks stay in the database unless ``whole``."""
    plans = Plan.objects.for_user(user).select_related(
        "campaign", "file", "job", "uploaded_by", "published_by", "revises"
    )
    return (plans if whole else plans.defer(*_HEAVY)).filter(pk=pk).first()


def _rows(state: Q) -> Coalesce:
    rows = DraftRow.objects.filter(state, plan=OuterRef("pk")).order_by().values("plan")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _tasks() -> Coalesce:
    tasks = Task.objects.live().filter(sources__plan=OuterRef("pk")).order_by().values("sources__plan")
    return Coalesce(Subquery(tasks.annotate(n=Count("pk", distinct=True)).values("n"), output_field=IntegerField()), 0)
