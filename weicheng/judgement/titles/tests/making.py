"""Titles and bids for tests of this room and of the doors, made through the services."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.judgement.titles.models import Bid, Move, Title
from weicheng.judgement.titles.services.moving import make_move
from weicheng.judgement.titles.services.register import add_title
from weicheng.judgement.titles.services.starting import start_bid


def title_of(campaign: Campaign, by: User, **values: Any) -> Title:
    """A national title of a district, sought; ``granted_on`` makes it held."""
    defaults: dict[str, Any] = {"level": "national", "kind": "district", "name": "国家卫生区", "object_name": "青禾区"}
    values = defaults | values
    return add_title(by=by, campaign=campaign, key=uuid.uuid4(), is_held="granted_on" in values, **values)


def bid_of(title: Title, by: User, rules: str = "national-2021", purpose: str = "create", **values: Any) -> Bid:
    """A bid begun a month ago, with its review day in 200 days."""
    today = timezone.localdate()
    defaults: dict[str, Any] = {
        "package_object": "city",
        "started_on": today - timedelta(days=30),
        "review_on": today + timedelta(days=200),
    }
    return start_bid(by=by, title=title, purpose=purpose, rules=rules, key=uuid.uuid4(), **(defaults | values))


def step(bid: Bid, by: User, outcome: str, on: date | None = None, **values: Any) -> Move:
    """The next step of the bid, from how it stands now, with the number of a paper."""
    values = {"paper_number": "青创发〔2026〕1号"} | values
    current = Bid.objects.get(pk=bid.pk)
    return make_move(
        by=by,
        bid=current,
        version=current.version,
        key=uuid.uuid4(),
        outcome=outcome,
        on=on or timezone.localdate(),
        **values,
    )
