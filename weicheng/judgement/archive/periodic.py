"""Once a day old exports go."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.judgement.archive.services.exports import remove_old


@periodic("archive.exports", daily="02:40")
def old_exports_go(since: datetime | None) -> None:
    remove_old(timezone.now())
