"""How far each volume has come up the ladder of acceptance."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.judgement.archive.choices import Level
from weicheng.judgement.archive.models import Acceptance, Volume


@dataclass(slots=True)
class Ladder:
    """The last look of each level at a volume."""

    volume: Volume
    steps: list[tuple[str, Acceptance | None]] = field(default_factory=list)
    open_defects: int = 0


def ladders(campaign: Campaign, user: User) -> list[Ladder]:
    """Every volume within reach; three queries however many there are."""
    volumes = list(
        Volume.objects.for_user(user)
        .filter(campaign=campaign)
        .select_related("campaign")
        .order_by("chapter__number", "-year", "number")
    )
    last: dict[tuple[int, str], Acceptance] = {}
    looks = Acceptance.objects.filter(volume__campaign=campaign).order_by("id")
    looks = looks.annotate(open=Count("defects", filter=Q(defects__settled_on=None)))
    waiting: dict[int, int] = {}
    for look in looks:
        last[(look.volume_id, look.level)] = look
        waiting[look.volume_id] = waiting.get(look.volume_id, 0) + look.open  # type: ignore[attr-defined]
    return [
        Ladder(
            volume,
            [(level, last.get((volume.pk, level))) for level in Level.values if level != Level.UNIT or volume.unit_id],
            waiting.get(volume.pk, 0),
        )
        for volume in volumes
    ]
