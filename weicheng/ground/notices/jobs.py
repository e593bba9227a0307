"""Periodic duties of this room. Sending happens in a process of its own: the worker only plans and starts it."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.ground.notices import planning
from weicheng.ground.notices.choices import DeliveryState
from weicheng.ground.notices.models import Delivery, Notice
from weicheng.ground.notices.sending.lanes import open_lanes

KEEP_READ, KEEP_UNREAD = timedelta(days=180), timedelta(days=730)
KEEP_LOG = timedelta(days=180)
MOST_SENDERS = 3
_senders: list[subprocess.Popen[bytes]] = []


@periodic("notices.send", seconds=3)
def send_notices(since: datetime | None) -> None:
    """Put together what is due and start a sender for it."""
    now = timezone.now()
    planning.plan(now)
    _senders[:] = [one for one in _senders if one.poll() is None]  # poll also buries the dead
    # Lanes that a sender has in hand are not open: one that hangs does not keep a second from the others.
    if len(_senders) < MOST_SENDERS and open_lanes(now):
        # Its own session: a signal to the worker's group leaves it to end in order.
        command = [sys.executable, "-P", "-m", "weicheng.ground.notices.sender"]
        _senders.append(subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL))


@periodic("notices.tidy", daily="03:50")
def tidy(since: datetime | None) -> None:
    """Old notices and the log of what was sent go; what is owed stands in the ledger, not here."""
    now = timezone.now()
    Notice.objects.filter(read_at__isnull=False, created_at__lt=now - KEEP_READ).delete()
    Notice.objects.filter(created_at__lt=now - KEEP_UNREAD).delete()
    Delivery.objects.exclude(state=DeliveryState.WAITING).filter(created_at__lt=now - KEEP_LOG).delete()
