"""What a duty's record brings along is evidence of its unit, and of the clauses of the task that the duty comes from."""

from __future__ import annotations

from django.urls import reverse

from weicheng.ground.evidence.services import add_evidence, withdraw_handed_in
from weicheng.ground.org.models import User
from weicheng.work.duties.models import DutyRecord
from weicheng.work.plans.services.evidencing import clauses_of, subject_of


def take_in(entry: DutyRecord, by: User) -> None:
    """The photos and papers of a record, each once."""
    occurrence = entry.occurrence
    duty, task = occurrence.duty, occurrence.duty.task
    clauses, primary = clauses_of(task) if task is not None else ([], None)
    for hand_in in entry.files.select_related("file").order_by("id"):
        is_photo = hand_in.file.media_type.startswith(("image/", "video/"))
        add_evidence(
            by=by,
            campaign=duty.campaign,
            file=hand_in.file,
            title=f"{duty.title[:150]}（{entry.on:%Y年%-m月%-d日}）" if is_photo else hand_in.name,
            on=entry.on,
            unit=occurrence.unit,
            clauses=clauses,
            primary=primary,
            origin=f"{_origins(entry)}{hand_in.file.sha256}",
            origin_word=f"常态工作“{duty.title[:150]}”的记录",
            origin_url=reverse("duties:duty", args=[duty.pk]),
            subject=subject_of(task) if task is not None else "",
            inherited=task is not None,
            note=entry.text[:300],
        )


def withdraw(entry: DutyRecord, by: User, reason: str) -> None:
    withdraw_handed_in(by=by, origins=_origins(entry), reason=f"记录被撤销：{reason}")


def _origins(entry: DutyRecord) -> str:
    return f"duties.record:{entry.key}:"
