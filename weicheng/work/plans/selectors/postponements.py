"""Requests to put deadlines off: those that wait, those that were decided, how many each unit asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import PostponementState
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import Task
from weicheng.work.plans.permissions import has_office_colleagues

S = PostponementState


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How often deadlines were asked to be put off for a unit; taken-back and replaced requests do not count."""

    unit_id: int | None
    name: str
    total: int
    approved: int
    declined: int
    pending: int


def postponements(campaign: Campaign, user: User, state: str = "") -> QuerySet[PostponementRequest]:
    """The requests on tasks within the user's reach, newest first; of one state, or all."""
    tasks = Task.objects.for_user(user).filter(campaign=campaign)
    found = PostponementRequest.objects.filter(campaign=campaign, task__in=tasks)
    found = found.select_related("task__campaign", "unit", "by", "decided_by")
    return found.filter(state=state) if state in S.values else found


def with_answers(requests: Iterable[PostponementRequest], user: User) -> list[PostponementRequest]:
    """Set ``may_decide`` by the rule of permissions, asked once for all."""
    rows = list(requests)
    office = is_office(user)
    alone = office and not has_office_colleagues(user)
    for row in rows:
        open_ = row.state == S.PENDING and row.task.withdrawn_at is None and not row.task.campaign.is_closed
        row.may_decide = office and open_ and (alone or row.by_id != user.pk)
    return rows


def postponement_counts(campaign: Campaign, user: User) -> dict[str, int]:
    """How many there are of each state."""
    rows = postponements(campaign, user).order_by().values("state").annotate(n=Count("pk")).values_list("state", "n")
    found = dict(rows)
    return {state: found.get(state, 0) for state in S.values}


def postponements_by_unit(campaign: Campaign, user: User) -> list[UnitCount]:
    """The units with their counts, most first; a unit by its name of today."""
    rows = postponements(campaign, user).filter(state__in=(S.PENDING, S.APPROVED, S.DECLINED)).order_by()
    found: dict[int | None, Counter[str]] = {}
    names: dict[int | None, str] = {}
    grouped = rows.values("unit_id", "unit__short_name", "unit__name", "state").annotate(n=Count("pk"))
    for row in grouped:
        found.setdefault(row["unit_id"], Counter())[row["state"]] = row["n"]
        names[row["unit_id"]] = row["unit__short_name"] or row["unit__name"] or "没有牵头单位"
    counts = [
        UnitCount(unit, names[unit], n.total(), n[S.APPROVED], n[S.DECLINED], n[S.PENDING]) for unit, n in found.items()
    ]
    return sorted(counts, key=lambda one: (-one.total, one.name))


def waiting_postponement(task: Task) -> PostponementRequest | None:
    """The request on a task that nobody has decided."""
    found = PostponementRequest.objects.filter(task=task, state=S.PENDING).select_related("task__campaign", "by")
    return found.first()
