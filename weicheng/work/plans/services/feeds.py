"""The calendar address of a unit: whoever has it may read it, so it can be changed."""

from __future__ import annotations

import secrets

from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.models import CalendarFeed
from weicheng.work.plans.permissions import check_user_can_renew_feed, check_user_can_see_feed


def feed_for(*, by: User, campaign: Campaign, unit: Unit) -> CalendarFeed:
    """The unit's address, made when it is first asked for."""
    check_user_can_see_feed(by, unit)
    feed, _ = CalendarFeed.objects.get_or_create(campaign=campaign, unit=unit, defaults={"secret": _secret()})
    return feed


def renew_feed(*, by: User, feed: CalendarFeed) -> CalendarFeed:
    """A new address; the old one stops working at once. The secret itself is not written to the trail."""
    check_user_can_renew_feed(by, feed)
    with transaction.atomic():
        feed.secret = _secret()
        feed.save(update_fields=["secret", "changed_at"])
        audit.record("plans.feed.renewed", by=by, obj=feed, label=f"{feed.unit}的日历地址", unit_id=feed.unit_id)
    return feed


def _secret() -> str:
    return secrets.token_urlsafe(32)
