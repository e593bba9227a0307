"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.work.difficulties.services.telling import tell_overdue


@periodic("difficulties.overdue", daily="08:10")
def remind(since: datetime | None) -> None:
    """Answers that were owed before today."""
    tell_overdue(timezone.localdate())
