"""A new file waits for its text and its small picture; one job makes them for all that wait."""

from __future__ import annotations

from django.db import transaction

from weicheng.ground.evidence.choices import LookState, TextState
from weicheng.ground.evidence.models import FileLook, FileText, StoredFile
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.models import Job

JOB_KIND = "evidence.prepare"


@transaction.atomic
def prepare(file: StoredFile) -> None:
    """See that text and picture of the file are made; nothing if they are."""
    _, new_text = FileText.objects.get_or_create(file=file)
    _, new_look = FileLook.objects.get_or_create(file=file)
    if new_text or new_look:
        ask()


def ask() -> None:
    """One waiting job is enough: it takes every file that waits when it begins, and looks again at the end."""
    if not Job.objects.filter(kind=JOB_KIND, state=JobState.QUEUED).exists():
        jobs.enqueue(JOB_KIND, label="读取材料文字，生成缩略图")


def is_anything_waiting() -> bool:
    return (
        FileText.objects.filter(state=TextState.WAITING).exists()
        or FileLook.objects.filter(state=LookState.WAITING).exists()
    )


def ask_if_waiting() -> None:
    """For the periodic duty: files whose job died or came too early."""
    busy = Job.objects.filter(kind=JOB_KIND, state__in=[JobState.QUEUED, JobState.RUNNING]).exists()
    if not busy and is_anything_waiting():
        ask()
