"""What the filters of the library offer."""

from __future__ import annotations

from django.db.models import Count

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Chapter, Clause

Choice = tuple[str, str, int]  # value, word, how many


def years(campaign: Campaign, user: User) -> list[int]:
    """The years that evidence is filed under, newest first."""
    rows = Evidence.objects.for_user(user).live().filter(campaign=campaign).exclude(year=None)
    found = rows.order_by().values_list("year", flat=True).distinct()
    return sorted((year for year in found if year is not None), reverse=True)


def kinds(campaign: Campaign, user: User) -> list[Choice]:
    """Kinds that occur, with their numbers."""
    rows = Evidence.objects.for_user(user).live().filter(campaign=campaign).order_by()
    counted = dict(rows.values_list("kind").annotate(number=Count("pk")))
    return [(kind.value, str(kind.label), counted[kind.value]) for kind in EvidenceKind if counted.get(kind.value)]


def clauses_by_chapter(campaign: Campaign) -> list[tuple[Chapter, list[Clause]]]:
    """The clauses of the campaign's standard in their order; none where no standard is chosen."""
    if campaign.edition_id is None:
        return []
    found: dict[int, tuple[Chapter, list[Clause]]] = {}
    clauses = Clause.objects.filter(edition=campaign.edition_id).select_related("chapter")
    for clause in clauses.order_by("chapter__number", "order", "id"):
        found.setdefault(clause.chapter_id, (clause.chapter, []))[1].append(clause)
    return list(found.values())
