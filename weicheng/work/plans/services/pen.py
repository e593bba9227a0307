"""Writing many tasks of one action: what holds for all is read once, what was changed is written together at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weicheng.ground.campaigns.models import Phase
from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import Task, TaskOwner
from weicheng.work.plans.services.postponing import EarlyOnly, early_only, waiting_requests
from weicheng.work.plans.services.progress import retally_many

PORTION = 200
_TALLIED = frozenset({"owners", "target_value", "target_unit", "target_comparator"})


class Pen:
    """Take each changed task once it is checked, then ``write``; nothing is in the database before. Use it in one transaction.

    ``keys``: the tasks that may come. Each has its own entry in the record, as if it had been changed alone.
    """

    def __init__(self, keys: Iterable[int]) -> None:
        self._keys = list(keys)
        self._waiting: dict[int, PostponementRequest] | None = None
        self._phases: dict[int, list[Phase]] = {}
        self._rules: dict[int, EarlyOnly] = {}
        self._tasks: list[Task] = []
        self._fields: set[str] = set()
        self._owners: dict[int, list[TaskOwner]] = {}
        self._events: list[tuple[Task, dict[str, Any], dict[str, Any]]] = []
        self._tallied: list[Task] = []

    def phases(self, campaign_id: int) -> list[Phase]:
        if campaign_id not in self._phases:
            self._phases[campaign_id] = list(Phase.objects.filter(campaign=campaign_id))
        return self._phases[campaign_id]

    def rule(self, campaign_id: int) -> EarlyOnly:
        if campaign_id not in self._rules:
            self._rules[campaign_id] = early_only(campaign_id)
        return self._rules[campaign_id]

    def waiting(self, task: Task) -> PostponementRequest | None:
        if self._waiting is None:
            self._waiting = waiting_requests(self._keys)
        return self._waiting.get(task.pk)

    def take(
        self, task: Task, fields: Iterable[str], owners: list[TaskOwner], before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """A task as it will be, with the fields that were set and what the record says."""
        self._tasks.append(task)
        self._fields.update(fields)
        if "owners" in after:
            self._owners[task.pk] = owners
        if _TALLIED & set(after):
            self._tallied.append(task)
        self._events.append((task, before, after))

    def write(self, *, by: User, action: str, reason: str) -> None:
        """A handful of queries for every two hundred tasks."""
        if not self._tasks:
            return
        Task.objects.bulk_update(self._tasks, sorted(self._fields), batch_size=PORTION)
        if self._owners:
            TaskOwner.objects.filter(task__in=list(self._owners)).delete()
            TaskOwner.objects.bulk_create([row for rows in self._owners.values() for row in rows], batch_size=PORTION)
        audit.record_many(action, self._events, by=by, reason=reason)
        if self._tallied:
            retally_many(self._tallied)


def locked_tasks(keys: Iterable[int]) -> dict[int, Task]:
    """The tasks as they stand now, locked in the order of their ids, with campaign, phase and owners; four queries."""
    found = Task.objects.select_for_update(of=("self",)).select_related("campaign", "phase")
    return {
        task.pk: task
        for task in found.prefetch_related("owners__unit", "owners__person").filter(pk__in=list(keys)).order_by("pk")
    }
