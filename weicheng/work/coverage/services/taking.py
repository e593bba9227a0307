"""Taking all suggestions that are very likely at once, and taking such a batch back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import User
from weicheng.work.coverage.permissions import check_user_can_classify
from weicheng.work.coverage.selectors.classifying import edition_clauses, pick_of, sure_picks, with_sources
from weicheng.work.coverage.selectors.standing import live_tasks_of
from weicheng.work.coverage.selectors.suggesting import Adviser
from weicheng.work.plans.models import Task
from weicheng.work.plans.services.clauses import ACTION, ClausesChanged, Pick, clauses_seen, set_clauses

WORDS = "把很有把握的建议一次对应"


def take_sure(*, by: User, campaign: Campaign) -> tuple[list[Task], str]:
    """Give the tasks whose clause is very likely that clause; the tasks, and the mark by which all is taken back."""
    mark = f"{WORDS}（{timezone.localtime():%Y-%m-%d %H:%M:%S.%f}）"
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        check_user_can_classify(by, locked)
        taken = [
            task
            for task, clause in sure_picks(locked, Adviser(locked, edition_clauses(locked)))
            if _take(by, task, pick_of(task, clause), mark)
        ]
    return taken, mark


def _take(by: User, task: Task, pick: Pick, mark: str) -> bool:
    """Whether it was taken; what somebody classified meanwhile stays as it is."""
    try:
        set_clauses(by=by, task=task, picks=[pick], reason=mark, seen=clauses_seen(task))
    except ClausesChanged:
        return False
    return True


def take_back(*, by: User, campaign: Campaign, mark: str) -> list[Task]:
    """Take the clauses of a batch away again, except where a person changed them since; the tasks that lost them."""
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        check_user_can_classify(by, locked)
        tasks = with_sources(live_tasks_of(locked).filter(pk__in=untouched_since(locked, mark)))
        for task in tasks:
            set_clauses(by=by, task=task, picks=[], reason="撤销一次对应")
    return tasks


def untouched_since(campaign: Campaign, mark: str) -> list[int]:
    """The tasks of a batch whose clauses nobody changed after it."""
    if not mark.startswith(WORDS):
        return []
    events = AuditEvent.objects.filter(action=ACTION, campaign_id=campaign.pk)
    batch = events.filter(reason=mark)
    latest = _latest(events.filter(object_id__in=batch.values("object_id")))
    return [int(key) for key, reason in latest.items() if reason == mark]


def _latest(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Object -> reason of its last event."""
    ordered = events.order_by("id").values_list("object_id", "reason")  # type: ignore[attr-defined]
    return dict(ordered)
