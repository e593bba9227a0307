"""Send what is due: one thread for each way out, so that a slow one holds up no other, and an end that always comes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.db import connections
from django.utils import timezone

from weicheng.ground.notices.choices import RobotKind
from weicheng.ground.notices.mailing import outcome_of, send_mail
from weicheng.ground.notices.models import MAIL, Attempt, Delivery, Robot
from weicheng.ground.notices.outcomes import Outcome, failed
from weicheng.ground.notices.sending import claims, lanes, pace

logger = logging.getLogger(__name__)
STOP_CLAIMING = 25.0  # seconds after the start: what is begun later could be cut off
DEADLINE = 45.0
HOLD = timedelta(seconds=60)  # a lane falls free by itself a little after the deadline
Send = Callable[[Delivery], Outcome]


@dataclass
class Trip:
    """The work of one lane in one run."""

    lane: str
    until: float  # monotonic: no new claim after it
    current: tuple[Delivery, Attempt] | None = None
    thread: threading.Thread | None = None
    count: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def go(self) -> None:
        try:
            if lanes.take(self.lane, timezone.now(), timezone.now() + HOLD):
                try:
                    self._work()
                finally:
                    lanes.leave(self.lane)
        except Exception:
            logger.exception("sending by %s failed", self.lane)
        finally:
            connections.close_all()

    def _work(self) -> None:
        if self.lane != MAIL:
            self._send_all(_by_robot)
            return
        connection = get_connection()
        try:
            connection.open()
        except Exception as error:  # noqa: BLE001 - refused, hanging, wrong password: each has its words
            reason = outcome_of(error)
            self._send_all(lambda delivery: reason)
            return
        try:
            self._send_all(lambda delivery: send_mail(delivery, connection))
        finally:
            try:
                connection.close()
            except Exception as error:  # noqa: BLE001 - all is sent and noted by now
                logger.info("the mail server did not say goodbye: %r", error)

    def _send_all(self, send: Send) -> None:
        while time.monotonic() < self.until:
            now = timezone.now()
            if self._must_wait(now):
                return
            self.current = claims.claim(self.lane, now)
            if self.current is None:
                return
            delivery = self.current[0]
            outcome = send(delivery)
            if not self._conclude(outcome):
                return
            self.count += 1
            if lanes.note(self.lane, outcome, timezone.now()):
                return
            if delivery.robot is not None:
                time.sleep(pace.GAP[RobotKind(delivery.robot.kind)])

    def _must_wait(self, now: datetime) -> bool:
        """The minute of this robot is used up: the lane rests until it has room again."""
        robot = Robot.objects.filter(pk=self.lane.removeprefix("robot:")).first() if self.lane != MAIL else None
        free = pace.free_at(self.lane, robot.kind, now) if robot else now
        if free > now:
            lanes.pause(self.lane, free)
        return free > now

    def _conclude(self, outcome: Outcome) -> bool:
        """Note the end of the try at hand, unless the run has given it up already."""
        with self.guard:
            if self.current is None:
                return False
            claims.conclude(*self.current, outcome, timezone.now())
            self.current = None
            return True

    def give_up(self) -> None:
        """The deadline is over and this lane still waits for an answer."""
        outcome = failed(f"等了{DEADLINE:.0f}秒没有回应", lane=True)
        if self._conclude(outcome):
            lanes.note(self.lane, outcome, timezone.now())


def _by_robot(delivery: Delivery) -> Outcome:
    from weicheng.ground.notices.sending.robots import send_robot  # apprise takes a quarter of a second to import

    assert delivery.robot is not None
    return send_robot(delivery.robot, delivery.body)


def run(stop_claiming: float = STOP_CLAIMING, deadline: float = DEADLINE) -> int:
    """Send what is due now; returns how many were tried. Ends by ``deadline`` seconds, whatever the others do.

    A thread that still hangs then is left behind: the process has to end.
    """
    started = time.monotonic()
    trips = [Trip(lane, started + stop_claiming) for lane in lanes.open_lanes(timezone.now())]
    for trip in trips:
        trip.thread = threading.Thread(target=trip.go, daemon=True, name=trip.lane)
        trip.thread.start()
    for trip in trips:
        assert trip.thread is not None
        trip.thread.join(max(0.0, started + deadline - time.monotonic()))
    for trip in trips:
        if trip.thread is not None and trip.thread.is_alive():
            trip.give_up()
    return sum(trip.count for trip in trips)
