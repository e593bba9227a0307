"""A person reads what she was told."""

from __future__ import annotations

from django.utils import timezone

from weicheng.ground.notices.models import Notice
from weicheng.ground.org.models import User


def mark_read(*, by: User, notice: Notice) -> None:
    """Her own notice is read; a digest that has not gone out leaves it out. No audit row: nothing of the campaign changes."""
    Notice.objects.filter(pk=notice.pk, user=by, read_at=None).update(read_at=timezone.now())


def mark_all_read(*, by: User, up_to: int) -> int:
    """All of hers up to the newest that the page showed: what came since stays unread. Returns how many."""
    return Notice.objects.filter(user=by, pk__lte=up_to, read_at=None).update(read_at=timezone.now())
