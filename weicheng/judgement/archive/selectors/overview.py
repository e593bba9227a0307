"""The list of volumes: chapters down, years across, with how complete each is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Subquery

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.standards.models import Chapter
from weicheng.judgement.archive.models import Acceptance, Volume
from weicheng.judgement.archive.selectors.matrix import chapter_shares, share


@dataclass(slots=True)
class Shelf:
    """A chapter's volumes of one year."""

    chapter: Chapter
    year: int
    have: int
    needed: int
    volumes: list[Volume] = field(default_factory=list)

    @property
    def percent(self) -> int:
        return share(self.have, self.needed)

    @property
    def missing(self) -> int:
        return self.needed - self.have


def shelves(campaign: Campaign, user: User, today: date) -> list[tuple[Chapter, list[Shelf]]]:
    """Every chapter of the standard with a shelf for each year that has volumes, the newest first."""
    last = Acceptance.objects.filter(volume=OuterRef("pk")).order_by("-id")
    volumes = list(
        Volume.objects.for_user(user)
        .filter(campaign=campaign)
        .select_related("campaign", "chapter", "clause", "unit", "sealing")
        .annotate(
            count=Count("items"), level=Subquery(last.values("level")[:1]), result=Subquery(last.values("result")[:1])
        )
        .order_by("chapter__number", "-year", "number")
    )
    shares = chapter_shares(campaign, {volume.year for volume in volumes}, today) if volumes else {}
    found: dict[int, dict[int, Shelf]] = defaultdict(dict)
    chapters: dict[int, Chapter] = {}
    for volume in volumes:
        chapters[volume.chapter_id] = volume.chapter
        have, needed = shares.get((volume.chapter_id, volume.year), (0, 0))
        shelf = found[volume.chapter_id].setdefault(volume.year, Shelf(volume.chapter, volume.year, have, needed))
        shelf.volumes.append(volume)
    return [(chapters[pk], list(years.values())) for pk, years in found.items()]
