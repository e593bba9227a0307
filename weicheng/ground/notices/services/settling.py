"""What a notice asked for was done: nobody need look at it any more, whether he has read it or not."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.notices.models import Notice
from weicheng.ground.org.models import User


def settle(*, key: str = "", keys: Iterable[str] = (), prefix: str = "", users: Iterable[User] | None = None) -> int:
    """Close the notices with this ``key`` (or one of ``keys``, or all that begin with ``prefix``), of everybody or of ``users``.

    They count as read, leave the digest that has not gone out, and the inbox says that they are done. Call it in the
    transaction that does what was asked. Give a prefix its last mark (``papers.official.7.``), or 71 goes with 7. Returns how
    many were open.
    """
    wanted = Q(key__in={name for name in (key, *keys) if name})
    if prefix:
        wanted |= Q(key__startswith=prefix)
    found = Notice.objects.filter(wanted, settled_at=None)
    if users is not None:
        found = found.filter(user__in={user.pk for user in users})
    now = timezone.now()
    unread = found.filter(read_at=None).update(read_at=now, settled_at=now, due_at=None)
    return unread + found.update(settled_at=now, due_at=None)
