"""The record of a task for its drawer: progress entries and changes of the audit trail, one list, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal

from django.utils import timezone

from weicheng.ground.evidence.links import download_url
from weicheng.ground.org.models import User
from weicheng.work.plans import permissions
from weicheng.work.plans.choices import VOID, EntryState
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.selectors.history import Entry

TONES = {
    EntryState.SUBMITTED: "check",
    EntryState.CONFIRMED: "done",
    EntryState.RETURNED: "late",
}  # of the others no colour


@dataclass(frozen=True, slots=True)
class Record:
    """One line: an entry of progress (``entry`` set) or a change (``change`` set)."""

    at: datetime
    tone: str = ""
    entry: ProgressEntry | None = None
    change: Entry | None = None
    before: Decimal | None = None  # the amount that this unit had reported before
    later: bool = False  # reported on a later day than the one it is about; ``at`` is the end of that day
    moves: frozenset[str] = frozenset()  # what the reader may do with the entry: confirm, return, withdraw
    files: list[tuple[str, str]] = field(default_factory=list)  # name, signed address for this user


def moves_of(user: User, task: Task, entries: Iterable[ProgressEntry]) -> dict[int, frozenset[str]]:
    """What ``user`` may do with each entry that waits."""
    found: dict[int, frozenset[str]] = {}
    for entry in entries:
        if entry.state == EntryState.SUBMITTED:
            entry.task = task
            may = {
                "confirm": permissions.user_can_confirm_entry,
                "return": permissions.user_can_return_entry,
                "withdraw": permissions.user_can_withdraw_entry,
            }
            found[entry.pk] = frozenset(move for move, allowed in may.items() if allowed(user, entry))
    return found


def record_of(
    entries: Iterable[ProgressEntry],
    history: Iterable[Entry],
    user: User,
    moves: Mapping[int, frozenset[str]] | None = None,
) -> list[Record]:
    """What happened to a task; the audit rows of entries are left out, since the entries say the same and more."""
    may = moves or {}
    found = [
        _entry_record(entry, user, before, may.get(entry.pk, frozenset()))
        for entry, before in _with_amount_before(entries)
    ]
    found += [Record(at=change.at, change=change) for change in history if not change.code.startswith("plans.entry.")]
    return sorted(found, key=lambda record: record.at, reverse=True)


def _with_amount_before(entries: Iterable[ProgressEntry]) -> list[tuple[ProgressEntry, Decimal | None]]:
    reached: dict[int, Decimal] = {}
    found = []
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.at)):
        found.append((entry, reached.get(entry.unit_id)))
        if entry.value is not None and entry.state not in VOID:
            reached[entry.unit_id] = entry.value
    return found


def _entry_record(entry: ProgressEntry, user: User, before: Decimal | None, moves: frozenset[str]) -> Record:
    files = [(one.name, download_url(one.file, user=user, name=one.name)) for one in entry.files.all()]
    later = timezone.localdate(entry.at) != entry.on
    at = timezone.make_aware(datetime.combine(entry.on, time.max)) if later else entry.at
    tone = TONES.get(EntryState(entry.state), "")
    return Record(at=at, later=later, tone=tone, entry=entry, before=before, files=files, moves=moves)
