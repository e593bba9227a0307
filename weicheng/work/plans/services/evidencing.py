"""Confirmed progress is evidence: its files go into the library with what the task knows, nothing for the unit to fill."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from weicheng.ground.evidence.services import add_evidence, follow_clauses, withdraw_handed_in
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Clause
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry, ProgressFile, Task, TaskClause


def take_in(entry: ProgressEntry, by: User | None) -> int:
    """The files of a confirmed entry become evidence of its unit and of the task's clauses; how many files it has."""
    files = list(entry.files.select_related("file").order_by("id"))
    if not files:
        return 0
    clauses, primary = clauses_of(entry.task)
    for hand_in in files:
        add_evidence(
            by=by,
            campaign=entry.task.campaign,
            file=hand_in.file,
            title=_title(entry, hand_in),
            on=entry.on,
            unit=entry.unit,
            clauses=clauses,
            primary=primary,
            origin=f"{_origins(entry)}{hand_in.file.sha256}",
            origin_word=f"任务{entry.task.number}的进展",
            origin_url=f"{reverse('ledger:list')}?task={entry.task.uid}",
            subject=subject_of(entry.task),
            inherited=True,
            note=entry.text[:300],
        )
    return len(files)


def withdraw(entry: ProgressEntry, by: User, reason: str) -> int:
    """The entry was returned after all: what came in with it is taken down; how many."""
    return withdraw_handed_in(by=by, origins=_origins(entry), reason=f"进展被退回：{reason}")


def follow_task(task: Task, by: User | None, reason: str = "") -> int:
    """The clauses of a task have changed: evidence handed in with it goes along, unless a person has sorted it since."""
    clauses, primary = clauses_of(task)
    return follow_clauses(by=by, subject=subject_of(task), clauses=clauses, primary=primary, reason=reason)


def rebuild() -> int:
    """Files of entries that were confirmed before the library was there; how many came in."""
    files = ProgressFile.objects.filter(entry__state=EntryState.CONFIRMED, file__evidence=None)
    entries = ProgressEntry.objects.filter(pk__in=files.values("entry"))
    count = 0
    for entry in entries.select_related("task__campaign", "unit").order_by("pk").iterator(chunk_size=200):
        with transaction.atomic():
            count += take_in(entry, None)
    return count


def subject_of(task: Task) -> str:
    return f"plans.task:{task.uid}"


def clauses_of(task: Task) -> tuple[list[Clause], Clause | None]:
    """The clauses of a task, and the first of them."""
    links: Iterable[TaskClause] = task.clauses.select_related("clause").order_by("-is_primary", "id")
    links = list(links)
    return [link.clause for link in links], next((link.clause for link in links if link.is_primary), None)


def _origins(entry: ProgressEntry) -> str:
    return f"plans.entry:{entry.key}:"


def _title(entry: ProgressEntry, hand_in: ProgressFile) -> str:
    """A phone calls every photo IMG_0001: the task says more. A paper has a name of its own."""
    if hand_in.file.media_type.startswith(("image/", "video/")):
        return f"{entry.task.title[:150]}（{entry.on:%Y年%-m月%-d日}）"
    return hand_in.name or hand_in.file.name
