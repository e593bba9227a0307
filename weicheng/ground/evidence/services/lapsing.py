"""Units and the office are told once, 90, 60 and 30 days before a certificate ends, and when it has ended."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from weicheng.ground.evidence.choices import LAPSE_DAYS, Lapse
from weicheng.ground.evidence.lapse import lapse_of
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import answering
from weicheng.ground.kernel.periodic import each
from weicheng.ground.notices.choices import Level
from weicheng.ground.notices.services import liaisons_of, notify, office_people

LONGEST = max(LAPSE_DAYS.values())


def tell(today: date) -> None:
    """The notices that are due; each is told once, and after a pause only the nearest step of it."""
    rows = Evidence.objects.live().filter(valid_until__lte=today + timedelta(days=LONGEST), campaign__is_closed=False)
    each(rows.select_related("unit__merged_into", "campaign"), lambda evidence: _tell(evidence, today))


def _tell(evidence: Evidence, today: date) -> None:
    assert evidence.valid_until is not None
    step = lapse_of(evidence.valid_until, today)
    if step is None:
        return
    days = (evidence.valid_until - today).days
    when = f"{evidence.valid_until:%Y年%-m月%-d日}"
    said = f"已于{when}过期" if step == Lapse.GONE else f"{when}到期，还有{days}天"
    unit = answering(evidence)
    units = [unit] if unit is not None else []
    notify(
        to=[*office_people(), *liaisons_of(units)],
        code="evidence.lapse",
        key=f"evidence.lapse:{evidence.pk}:{evidence.valid_until.isoformat()}:{step}",
        title=f"“{evidence.title[:80]}”{said}",
        text="请换发后把新证放进材料库；旧证留着，不用删。",
        url=reverse("library:file", args=[evidence.pk]),
        level=Level.YELLOW if step in (Lapse.GONE, Lapse.IN_30) else Level.BLUE,
        campaign_id=evidence.campaign_id,
    )
