"""A delivery is claimed before it is tried and its end is noted after: at least once, and by one process at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weicheng.ground.notices.choices import DeliveryKind, DeliveryState, Level
from weicheng.ground.notices.models import MAIL, Attempt, Delivery
from weicheng.ground.notices.outcomes import DEAD, LIMITED, SENT, Outcome
from weicheng.ground.notices.services.telling import notify, office_people

MOST_TRIES = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=2)
LEASE = timedelta(minutes=2)  # longer than a sender lives: what a killed one had claimed is tried again
LONGEST_LIMITED = timedelta(days=1)  # a robot that is limited for a whole day is broken
TEST_TRIES = 2  # somebody sits before the page and waits for the answer


def claim(lane: str, now: datetime) -> tuple[Delivery, Attempt] | None:
    """The next one due of a lane, now ours until LEASE is over; None if there is none."""
    due = Delivery.objects.filter(lane=lane, state=DeliveryState.WAITING, next_try_at__lte=now)
    for delivery in due.select_related("user", "robot").order_by("next_try_at", "pk")[:20]:
        with transaction.atomic():
            mine = Delivery.objects.filter(
                pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries, next_try_at=delivery.next_try_at
            )
            if not mine.update(tries=delivery.tries + 1, next_try_at=now + LEASE):
                continue
            delivery.tries += 1
            return delivery, Attempt.objects.create(delivery=delivery, lane=lane, at=now)
    return None


@transaction.atomic
def conclude(delivery: Delivery, attempt: Attempt, outcome: Outcome, now: datetime) -> None:
    """Note how the try ended; a claim that has passed to another process is left alone."""
    Attempt.objects.filter(pk=attempt.pk).update(outcome=outcome.code, reason=outcome.reason)
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries)
    if outcome.code == SENT:
        mine.update(state=DeliveryState.SENT, ended_at=now, reason="")
    elif (
        outcome.code == LIMITED and now - delivery.created_at < LONGEST_LIMITED
    ):  # the other side's pace, not a failure: the try does not count
        mine.update(tries=delivery.tries - 1, next_try_at=now + timedelta(seconds=outcome.wait), reason=outcome.reason)
    elif outcome.code in (DEAD, LIMITED) or delivery.tries >= _most(delivery):
        if mine.update(state=DeliveryState.DEAD, ended_at=now, reason=outcome.reason):
            _tell_office(delivery, outcome.reason, now)
    else:
        mine.update(next_try_at=now + wait_after(delivery.tries), reason=outcome.reason)


def wait_after(tries: int) -> timedelta:
    """One minute after the first try, then twice as long each time: eight tries end after about two hours."""
    return min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)


def _most(delivery: Delivery) -> int:
    return TEST_TRIES if delivery.kind == DeliveryKind.TEST else MOST_TRIES


def _tell_office(delivery: Delivery, reason: str, now: datetime) -> None:
    """Once a day and channel, in the inbox: the office keeps the channels working. A test says it on its own page."""
    if delivery.kind == DeliveryKind.TEST or (delivery.robot is not None and delivery.robot.user_id):
        return
    what = f"群机器人“{delivery.robot}”" if delivery.robot else "邮件"
    notify(
        to=office_people(),
        code="notices.delivery.dead",
        key=f"notices.dead:{delivery.lane if delivery.robot else MAIL}:{timezone.localdate(now)}",
        title=f"有通知没有发出去：{what}，{reason}"[:200],
        text="打开发送记录，可以看每一条的原因，改好以后重发。",
        url="/notices/deliveries/?state=dead",
        level=Level.YELLOW,
    )
