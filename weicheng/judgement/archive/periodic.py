"""Once a day: old exports go; in the first half of the year the office is told that last year's papers are to be filed."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from weicheng.ground.kernel.periodic import periodic
from weicheng.judgement.archive.services.exports import remove_old
from weicheng.judgement.archive.services.filing import remind_filing


@periodic("archive.exports", daily="02:40")
def old_exports_go(since: datetime | None) -> None:
    remove_old(timezone.now())


@periodic("archive.filing", daily="08:10")
def last_year_is_filed(since: datetime | None) -> None:
    remind_filing(timezone.localdate())
