"""Work of this room outside requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from weicheng.ground.evidence.choices import LookState, TextState
from weicheng.ground.evidence.models import FileLook, FileText, StoredFile
from weicheng.ground.evidence.services import finishing, lapsing, preparing, rebuilding
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.models import Job
from weicheng.ground.kernel.periodic import periodic


@jobs.handler(preparing.JOB_KIND, minutes=120)
def prepare(job: Job) -> dict[str, Any]:
    """Every file that waits, those that came meanwhile too. Killed and taken again it goes on where it was."""
    done = 0
    while waiting := _waiting():
        for place, file in enumerate(waiting):
            jobs.progress(job, done, done + len(waiting) - place, file.name)
            finishing.finish_file(file)
            done += 1
    return {"files": done}


def _waiting() -> list[StoredFile]:
    ids = set(FileText.objects.filter(state=TextState.WAITING).values_list("file", flat=True)[:200])
    ids |= set(FileLook.objects.filter(state=LookState.WAITING).values_list("file", flat=True)[:200])
    return list(StoredFile.objects.filter(pk__in=ids).order_by("pk"))


@periodic("evidence.prepare", seconds=30)
def prepare_the_rest(since: datetime | None) -> None:
    preparing.ask_if_waiting()


@periodic("evidence.derived", daily="04:10")
def remake_pictures(since: datetime | None) -> None:
    """After a restore, or where somebody emptied the cache."""
    if rebuilding.forget_lost_pictures():
        preparing.ask_if_waiting()


@periodic("evidence.lapse", daily="08:10")
def tell_what_lapses(since: datetime | None) -> None:
    lapsing.tell(timezone.localdate())
