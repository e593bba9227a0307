"""A standard, evidence with real bytes and a volume, for tests of this room and of the doors."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence, EvidenceClause
from weicheng.ground.evidence.services import store_file
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Chapter, Clause, Edition
from weicheng.judgement.archive.models import Volume
from weicheng.judgement.archive.services.volumes import open_volume

YEAR = 2026


def edition_of(*chapters: str, clauses: int = 3, code: str = "nat-test") -> Edition:
    """An edition with ``clauses`` clauses in each chapter."""
    made = Edition.objects.create(code=code, title="测试用标准", short_title="测试标准", authority="national")
    for number, title in enumerate(chapters or ("组织管理", "健康教育"), 1):
        chapter = Chapter.objects.create(edition=made, number=number, title=title)
        for place in range(1, clauses + 1):
            order = (number - 1) * clauses + place
            Clause.objects.create(
                edition=made, chapter=chapter, key=f"c{order}", number=str(order), title=f"{title}第{place}项",
                gist="要点", order=order,
            )  # fmt: skip
    return made


def evidence_of(
    campaign: Campaign, clause: Clause | None, *, by: User, content: bytes | None = None, **values: Any
) -> Evidence:
    """A piece of evidence with bytes of its own."""
    count = Evidence.objects.count()
    name = values.pop("name", f"材料{count}.txt")
    stored = store_file(io.BytesIO(content or f"第{count}份材料的内容".encode()), name=name, by=by)
    given = {"title": f"第{count}份材料", "kind": EvidenceKind.RECORD, "on": date(YEAR, 3, 1), "year": YEAR, **values}
    made = Evidence.objects.create(campaign=campaign, file=stored, by=by, **given)
    if clause is not None:
        EvidenceClause.objects.create(evidence=made, clause=clause, is_primary=True)
    return made


def volume_of(campaign: Campaign, *, by: User, unit: Unit | None = None, **values: Any) -> Volume:
    """The volume of the first chapter of the campaign's edition."""
    assert campaign.edition is not None
    chapter = values.pop("chapter", None) or campaign.edition.chapters.order_by("number").first()
    assert chapter is not None
    return open_volume(by=by, campaign=campaign, chapter=chapter, year=values.pop("year", YEAR), unit=unit, **values)
