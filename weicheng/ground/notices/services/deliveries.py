"""What was given up may be tried again by hand."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.notices.choices import DeliveryKind, DeliveryState
from weicheng.ground.notices.models import Delivery, Lane
from weicheng.ground.org.models import User


@transaction.atomic
def retry_delivery(*, by: User, delivery: Delivery) -> None:
    """A message that was given up waits again, with all its tries before it."""
    dead = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.DEAD)
    if not _revive(dead):
        raise NotPossible("这条已经在发或者已经送到了。")
    audit.record("notices.delivery.retried", by=by, obj=delivery, after={"count": 1})


@transaction.atomic
def retry_all_deliveries(*, by: User) -> int:
    """Everything that was given up within the last week waits again; returns how many."""
    since = timezone.now() - timedelta(days=7)
    count = _revive(
        Delivery.objects.filter(state=DeliveryState.DEAD, created_at__gte=since, robot__user=None).exclude(
            kind=DeliveryKind.TEST
        )
    )
    if count:
        audit.record("notices.delivery.retried", by=by, label="一周内没送到的", after={"count": count})
    return count


def _revive(deliveries: QuerySet[Delivery]) -> int:
    lanes = list(deliveries.values_list("lane", flat=True).distinct())
    now = timezone.now()
    count = deliveries.update(state=DeliveryState.WAITING, tries=0, next_try_at=now, reason="", ended_at=None)
    Lane.objects.filter(name__in=lanes).update(paused_until=None, failures=0)
    return count
