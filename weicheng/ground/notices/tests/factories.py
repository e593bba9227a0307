"""Factories and short words for the tests of this room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.notices.choices import DeliveryKind, Level
from weicheng.ground.notices.models import MAIL, Delivery, Notice, Preference, Robot
from weicheng.ground.notices.services import notify
from weicheng.ground.org.models import User

_count = iter(range(1, 1_000_000))


def at(text: str) -> datetime:
    """A moment by the clock on the wall."""
    return timezone.make_aware(datetime.fromisoformat(text))


def tell(user: User, title: str = "有一件事", level: str = Level.BLUE, **fields: Any) -> Notice:
    key = fields.pop("key", f"key{next(_count)}")
    notify(to=[user], code="test.thing", key=key, title=title, level=level, **fields)
    return Notice.objects.get(user=user, key=key)


def prefer(user: User, **values: Any) -> Preference:
    return Preference.objects.update_or_create(user=user, defaults=values)[0]


def robot_of(owner: User | Campaign, kind: str = "wecom", address: str = "", **values: Any) -> Robot:
    """A robot past the check of addresses."""
    side = {"user": owner} if isinstance(owner, User) else {"campaign": owner}
    address = address or "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret-key-9876"
    return Robot.objects.create(**side, kind=kind, address=address, name=values.pop("name", "工作群"), **values)


def message(way: User | Robot, subject: str = "标题", body: str = "正文", **values: Any) -> Delivery:
    """A delivery that is due."""
    robot = way if isinstance(way, Robot) else None
    values = {"kind": DeliveryKind.GROUP if robot else DeliveryKind.DIGEST, "next_try_at": timezone.now()} | values
    return Delivery.objects.create(
        key=f"test:{next(_count)}",
        lane=robot.lane if robot else MAIL,
        robot=robot,
        user=None if robot else way,
        subject=subject,
        body=body,
        **values,
    )
