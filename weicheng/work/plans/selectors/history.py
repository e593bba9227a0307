"""The record of a row, task or plan in words, newest first, from the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.choices import Channel
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import User
from weicheng.work.plans.wording import Change, action_words, change_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: when, by whom, by which way, what it was, from what to what, why."""

    at: datetime
    by: str
    channel: str
    action: str
    code: str
    changes: list[Change]
    reason: str


def history_of(obj: Model, limit: int = 200) -> list[Entry]:
    return entries(audit.history(obj)[:limit])


def entries(events: Iterable[AuditEvent]) -> list[Entry]:
    """The events in words; people stand in the trail by id and are named here, in one query."""
    events = list(events)
    people = _people(events)
    return [
        Entry(
            at=event.at,
            by=event.actor_name,
            channel=str(Channel(event.channel).label),
            action=action_words(event.action),
            code=event.action,
            # A thing that came into being has no "before": its first values are not changes.
            changes=[*change_words(event.before, event.after), *_sharing(event, people)] if event.before else [],
            reason=event.reason,
        )
        for event in events
    ]


def _sharing(event: AuditEvent, people: dict[int, str]) -> list[Change]:
    if "assigned_to" not in event.after:
        return []
    was, now = event.before.get("assigned_to"), event.after["assigned_to"]
    return [("分给", people.get(was or 0, ""), people.get(now or 0, ""))]


def _people(events: Iterable[AuditEvent]) -> dict[int, str]:
    ids = {side.get("assigned_to") for event in events for side in (event.before, event.after)} - {None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}
