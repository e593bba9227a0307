"""The record of a task for its drawer: progress entries and changes of the audit trail, one list, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from django.utils import timezone

from weicheng.ground.evidence.links import download_url
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import EntryState
from weicheng.work.plans.models import ProgressEntry
from weicheng.work.plans.selectors.history import Entry

TONES = {EntryState.SUBMITTED: "check", EntryState.CONFIRMED: "done", EntryState.RETURNED: "late"}


@dataclass(frozen=True, slots=True)
class Record:
    """One line: an entry of progress (``entry`` set) or a change (``change`` set)."""

    at: datetime
    tone: str = ""
    entry: ProgressEntry | None = None
    change: Entry | None = None
    before: Decimal | None = None  # the amount that this unit had reported before
    later: bool = False  # reported on a later day than the one it is about; ``at`` is the end of that day
    files: list[tuple[str, str]] = field(default_factory=list)  # name, signed address for this user


def record_of(entries: Iterable[ProgressEntry], history: Iterable[Entry], user: User) -> list[Record]:
    """What happened to a task; the audit rows of entries are left out, since the entries say the same and more."""
    found = [_entry_record(entry, user, before) for entry, before in _with_amount_before(entries)]
    found += [Record(at=change.at, change=change) for change in history if not change.code.startswith("plans.entry.")]
    return sorted(found, key=lambda record: record.at, reverse=True)


def _with_amount_before(entries: Iterable[ProgressEntry]) -> list[tuple[ProgressEntry, Decimal | None]]:
    reached: dict[int, Decimal] = {}
    found = []
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.at)):
        found.append((entry, reached.get(entry.unit_id)))
        if entry.value is not None and entry.state != EntryState.RETURNED:
            reached[entry.unit_id] = entry.value
    return found


def _entry_record(entry: ProgressEntry, user: User, before: Decimal | None) -> Record:
    files = [(one.name, download_url(one.file, user=user, name=one.name)) for one in entry.files.all()]
    later = timezone.localdate(entry.at) != entry.on
    at = timezone.make_aware(datetime.combine(entry.on, time.max)) if later else entry.at
    return Record(at=at, later=later, tone=TONES[EntryState(entry.state)], entry=entry, before=before, files=files)
