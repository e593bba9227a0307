"""A file becomes evidence: once for each place where it was handed in, however often this is asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.kinds import kind_by_look
from weicheng.ground.evidence.models import Evidence, EvidenceClause, StoredFile
from weicheng.ground.evidence.services.indexing import index_title
from weicheng.ground.evidence.services.preparing import prepare
from weicheng.ground.evidence.wording import values_of
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit, User
from weicheng.ground.places.models import Zone
from weicheng.ground.standards.models import Clause

MOST_CLAUSES = 60  # a plan may carry every clause of the standard, which has 43


@transaction.atomic
def add_evidence(
    *,
    by: User | None,
    campaign: Campaign,
    file: StoredFile,
    title: str,
    kind: str = "",
    on: date | None = None,
    year: int | None = None,
    unit: Unit | None = None,
    zone: Zone | None = None,
    clauses: Iterable[Clause] = (),
    primary: Clause | None = None,
    origin: str = "",
    origin_word: str = "",
    origin_url: str = "",
    subject: str = "",
    inherited: bool = False,
    valid_until: date | None = None,
    note: str = "",
) -> Evidence:
    """Make ``file`` evidence in the campaign; the one with the same ``origin`` is given back as it stands, removed or not.

    The room that calls has asked whether ``by`` may hand in. ``kind``, ``year`` and ``on`` are told from the file and the
    day where they are left out; ``primary`` is the first clause unless given. ``inherited``: the clauses are those of
    ``subject`` ("plans.task:<uid>") and follow it (see follow_clauses).
    """
    known = _known(campaign, origin)
    if known is not None:
        return known
    on = on or timezone.localdate()
    values = {
        "file": file,
        "title": title_of(title or file.name),
        "kind": kind or kind_by_look(file.media_type, title or file.name),
        "on": on,
        "year": year or on.year,
        "unit": unit,
        "zone": zone,
        "origin_word": origin_word[:200],
        "origin_url": origin_url[:200],
        "subject": subject,
        "clauses_inherited": inherited,
        "valid_until": valid_until,
        "note": note.strip()[:300],
        "by": by,
    }
    if origin:
        evidence, is_new = Evidence.objects.get_or_create(campaign=campaign, origin=origin, defaults=values)
    else:
        evidence, is_new = Evidence.objects.create(campaign=campaign, **values), True
    if not is_new:
        return evidence
    set_clauses(evidence, clauses, primary)
    index_title(evidence)
    prepare(file)
    after = values_of(evidence) | {"sha256": file.sha256}
    audit.record("evidence.added", by=by, obj=evidence, after=after, unit_id=unit.pk if unit else None)
    return evidence


def set_clauses(evidence: Evidence, clauses: Iterable[Clause], primary: Clause | None = None) -> list[Clause]:
    """Make these the clauses of the evidence, the first (or ``primary``) its main one; in the caller's transaction."""
    chosen = list({clause.pk: clause for clause in ([primary] if primary else []) + list(clauses)}.values())
    if len(chosen) > MOST_CLAUSES:
        raise Invalid(f"一份材料最多对应{MOST_CLAUSES}条。", "clauses")
    evidence.clauses.all().delete()
    EvidenceClause.objects.bulk_create(
        EvidenceClause(evidence=evidence, clause=clause, is_primary=place == 0) for place, clause in enumerate(chosen)
    )
    return chosen


def title_of(text: str) -> str:
    """One line, without the ending of a file name."""
    words = " ".join(text.replace("\x00", "").split())
    stem, dot, ending = words.rpartition(".")
    if dot and stem and ending.isascii() and ending.isalnum() and len(ending) <= 5 and not ending.isdigit():
        words = stem
    return words[:200] or "未命名"


def _known(campaign: Campaign, origin: str) -> Evidence | None:
    return Evidence.objects.filter(campaign=campaign, origin=origin).first() if origin else None
