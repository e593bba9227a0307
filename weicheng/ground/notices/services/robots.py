"""Robots of groups. The address is a secret: it is stored, shown masked, and never written into the trail or a log."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.notices.addresses import check_address, host_of
from weicheng.ground.notices.choices import DeliveryKind, DeliveryState
from weicheng.ground.notices.models import Delivery, Lane, Robot
from weicheng.ground.notices.services.choosing import check_times
from weicheng.ground.notices.texts import test_message
from weicheng.ground.org.models import User

CHANGEABLE = ("name", "level_from", "red_at_once", "is_on", "digest_at", "quiet_from", "quiet_to", "quiet_holidays")
MOST = 10  # robots of a campaign, or of one account


@transaction.atomic
def add_robot(
    *, by: User, campaign: Campaign | None, kind: str, address: str, secret: str = "", **values: Any
) -> Robot:
    """A robot of the campaign, or, without one, of the account itself. Invalid names the field at fault."""
    robot = Robot(campaign=campaign, user=None if campaign else by, kind=kind, address=address.strip(), secret=secret)
    same = Robot.objects.filter(campaign=campaign) if campaign else Robot.objects.filter(user=by)
    if same.count() >= MOST:
        raise NotPossible(f"最多{MOST}个机器人，先删去不用的。")
    _set(robot, values)
    check_address(robot.kind, robot.address)
    if same.filter(address=robot.address).exists():
        raise Invalid("这个地址已经登记过了。", "address")
    robot.save()
    after = {"name": robot.name, "kind": robot.kind, "host": host_of(robot.address)}
    audit.record("notices.robot.added", by=by, obj=robot, after=after)
    return robot


@transaction.atomic
def change_robot(*, by: User, robot: Robot, address: str = "", secret: str | None = None, **values: Any) -> Robot:
    """Change it; an empty ``address`` and a ``secret`` of None keep what is stored."""
    before = {name: str(getattr(robot, name)) for name in CHANGEABLE}
    _set(robot, values)
    changed: dict[str, Any] = {
        name: str(getattr(robot, name)) for name in CHANGEABLE if str(getattr(robot, name)) != before[name]
    }
    if address.strip() and address.strip() != robot.address:
        robot.address = address.strip()
        changed["address"] = "已更换"
    if secret is not None and secret != robot.secret:
        robot.secret = secret
        changed["secret"] = "已更换"
    check_address(robot.kind, robot.address)
    robot.save()
    Lane.objects.filter(name=robot.lane).update(paused_until=None, failures=0)
    if changed:
        old = {name: before[name] for name in changed if name in before}
        audit.record("notices.robot.changed", by=by, obj=robot, before=old, after=changed)
    return robot


@transaction.atomic
def remove_robot(*, by: User, robot: Robot) -> None:
    """It is gone with what waits for it and its log; the group hears no more."""
    audit.record("notices.robot.removed", by=by, obj=robot, before={"name": robot.name, "kind": robot.kind})
    Lane.objects.filter(name=robot.lane).delete()
    robot.delete()


@transaction.atomic
def test_robot(*, by: User, robot: Robot) -> Delivery:
    """Put a test message into the queue; one that still waits is not doubled."""
    waiting = Delivery.objects.filter(robot=robot, kind=DeliveryKind.TEST, state=DeliveryState.WAITING).first()
    now = timezone.now()
    Lane.objects.filter(name=robot.lane).update(paused_until=None)
    if waiting is not None:
        if waiting.tries:  # tried and put off: now, please
            Delivery.objects.filter(pk=waiting.pk, next_try_at__gt=now).update(next_try_at=now)
        return waiting
    subject, body = test_message(robot)
    return Delivery.objects.create(
        key=f"test:{robot.pk}:{uuid4().hex}",
        kind=DeliveryKind.TEST,
        lane=robot.lane,
        robot=robot,
        subject=subject,
        body=body,
        next_try_at=now,
    )


def _set(robot: Robot, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise TypeError(f"a robot has no {name} to set")
        setattr(robot, name, value)
    check_times(robot)
