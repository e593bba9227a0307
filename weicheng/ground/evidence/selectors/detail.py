"""One piece of evidence with all around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence, EvidenceClause, PhotoMatch, TextPiece
from weicheng.ground.evidence.photos import SAME
from weicheng.ground.evidence.wording import ACTIONS, FIELDS
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.models import User

_UNTOLD = ("sha256",)


def evidence_for(user: User, campaign: Campaign, pk: int) -> Evidence | None:
    """The row, if it is the user's to see, with file, text, look, unit and clauses."""
    rows = Evidence.objects.for_user(user).filter(campaign=campaign)
    return (
        rows.select_related("file__look", "file__words", "unit__merged_into", "zone", "by", "campaign")
        .filter(pk=pk)
        .first()
    )


def links_of(evidence: Evidence) -> list[EvidenceClause]:
    return list(evidence.clauses.select_related("clause__edition").order_by("-is_primary", "id"))


@dataclass(frozen=True, slots=True)
class Twins:
    """Where else the same bytes are evidence: what the user may open, and how many more there are."""

    seen: list[Evidence]
    hidden: int


def twins_of(evidence: Evidence, user: User) -> Twins:
    others = (
        Evidence.objects.live().filter(campaign=evidence.campaign_id, file=evidence.file_id).exclude(pk=evidence.pk)
    )
    seen = list(others.for_user(user).select_related("unit")[:20])
    return Twins(seen, max(0, others.count() - len(seen)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A photo that looks alike; ``evidence`` is None where it is another unit's and not for this reader."""

    match: PhotoMatch
    evidence: Evidence | None

    @property
    def word(self) -> str:
        return "几乎一样" if self.match.distance <= SAME else "相似"


def likenesses(evidence: Evidence, user: User) -> list[Likeness]:
    file = evidence.file_id
    matches = PhotoMatch.objects.filter(Q(first=file) | Q(second=file)).select_related("by").order_by("distance", "id")
    found = list(matches[:30])
    others = {match.second_id if match.first_id == file else match.first_id for match in found}
    rows = Evidence.objects.for_user(user).live().filter(campaign=evidence.campaign_id, file__in=others)
    shown = {row.file_id: row for row in rows.select_related("unit", "file")}
    live = set(
        Evidence.objects.live().filter(campaign=evidence.campaign_id, file__in=others).values_list("file", flat=True)
    )
    return [
        Likeness(match, shown.get(other))
        for match in found
        if (other := match.second_id if match.first_id == file else match.first_id) in live
    ]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in words."""

    at: datetime
    by: str
    action: str
    changes: list[tuple[str, str, str]]
    reason: str


def history_of(evidence: Evidence) -> list[Entry]:
    """What was done to it, newest first."""
    return [
        Entry(
            event.at,
            event.actor_name or "系统",
            ACTIONS.get(event.action, event.action),
            list(_changes(event)),
            event.reason,
        )
        for event in audit.history(evidence)[:100]
    ]


def _changes(event: AuditEvent) -> Iterable[tuple[str, str, str]]:
    if not event.before:
        return
    for name in event.after:
        before, after = event.before.get(name), event.after.get(name)
        if name not in _UNTOLD and before != after:
            yield FIELDS.get(name, name), str(before or "无"), str(after or "无")


def is_found_in(evidence: Evidence, words: Iterable[str]) -> bool:
    """Whether each of the words stands in the file's text."""
    pieces = TextPiece.objects.filter(file=evidence.file_id)
    return all(pieces.filter(text__holds=word).exists() for word in words)
