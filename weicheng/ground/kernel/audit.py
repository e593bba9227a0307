"""The audit trail: `record` in the business transaction; sealing and verifying are in `chain`."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from weicheng.ground.kernel.context import acting
from weicheng.ground.kernel.models import AuditEvent


def record(
    action: str,
    *,
    by: Any = None,
    obj: models.Model | None = None,
    label: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    campaign_id: int | None = None,
    unit_id: int | None = None,
) -> AuditEvent:
    """Insert one audit row in the current transaction.

    ``by`` is the acting user (else the one of the request); ``obj`` gives type, id and label; ``before`` and ``after``
    hold only the fields that changed, as JSON values.
    """
    event = _event(action, by, obj, label, before, after, reason, campaign_id, unit_id)
    event.save(force_insert=True)
    return event


def record_many(
    action: str,
    changes: Iterable[tuple[models.Model, dict[str, Any], dict[str, Any]]],
    *,
    by: Any = None,
    reason: str = "",
    campaign_id: int | None = None,
) -> list[AuditEvent]:
    """Like `record` for each (object, before, after), in one query."""
    return AuditEvent.objects.bulk_create(
        [_event(action, by, obj, "", before, after, reason, campaign_id, None) for obj, before, after in changes]
    )


def _event(
    action: str,
    by: Any,
    obj: models.Model | None,
    label: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    reason: str,
    campaign_id: int | None,
    unit_id: int | None,
) -> AuditEvent:
    who = acting()
    return AuditEvent(
        at=timezone.now(),
        actor_id=by.pk if by is not None else who.actor_id,
        actor_name=str(by) if by is not None else who.actor_name,
        channel=who.channel,
        action=action,
        object_type=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=(label or (str(obj) if obj is not None else ""))[:200],
        campaign_id=campaign_id if campaign_id is not None else getattr(obj, "campaign_id", None),
        unit_id=unit_id,
        before=before or {},
        after=after or {},
        reason=reason,
        request_id=who.request_id,
    )


def history(obj: models.Model) -> models.QuerySet[AuditEvent]:
    """The events of one object, newest first."""
    return AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("-id")
