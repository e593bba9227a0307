"""Files put straight into the library, each by itself: what is wrong with one does not hold up the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.permissions import UPLOADED, check_user_can_add_evidence, check_user_can_bring_back
from weicheng.ground.evidence.screening import check_evidence_file, name_of
from weicheng.ground.evidence.services.adding import add_evidence
from weicheng.ground.evidence.services.changing import classify_evidence, locked
from weicheng.ground.evidence.services.removing import restore
from weicheng.ground.evidence.services.storing import store_file
from weicheng.ground.org.access import is_office
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.selectors import office_unit
from weicheng.ground.places.models import Zone
from weicheng.ground.standards.models import Clause


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The evidence, whether it is new, and what the user should know about the file."""

    evidence: Evidence
    is_new: bool
    remarks: list[str] = field(default_factory=list)


def upload_evidence(
    *,
    by: User,
    campaign: Campaign,
    upload: File[Any],
    unit: Unit | None = None,
    zone: Zone | None = None,
    clauses: Iterable[Clause] = (),
    kind: str = "",
    on: date | None = None,
    year: int | None = None,
    valid_until: date | None = None,
    note: str = "",
    origin_word: str = "直接放入材料库",
    origin_url: str = "",
) -> Uploaded:
    """Keep a file and make it evidence of ``unit``. The same bytes of the same unit again are the same evidence, which
    takes on the clauses given now, and comes back if it had been taken down. The office's own, without ``unit``, is of the
    unit that the office is.

    Raises FileRefused (nothing is kept then), NotAllowed or NotPossible.
    """
    if unit is None and is_office(by):
        unit = office_unit()
    check_user_can_add_evidence(by, campaign, unit)
    name, remark = check_evidence_file(upload, name_of(upload))
    upload.seek(0)
    stored = store_file(upload, name=name, by=by)
    remarks = [remark] if remark else []
    clauses = list(clauses)
    with transaction.atomic():
        origin = f"{UPLOADED}{unit.pk if unit else 0}:{stored.sha256}"
        there = Evidence.objects.filter(campaign=campaign, origin=origin).first()
        if there is not None:
            remarks.append(_again(by, there, clauses))
            return Uploaded(there, False, remarks)
        evidence = add_evidence(
            by=by,
            campaign=campaign,
            file=stored,
            title=name,
            kind=kind,
            on=on,
            year=year,
            unit=unit,
            zone=zone,
            clauses=clauses,
            origin=origin,
            origin_word=origin_word,
            origin_url=origin_url,
            valid_until=valid_until,
            note=note,
        )
        return Uploaded(evidence, True, remarks)


def _again(by: User, there: Evidence, clauses: list[Clause]) -> str:
    there = locked(there.pk)
    if there.removed_at is not None:
        check_user_can_bring_back(by, there)
        restore(by, there, "重新上传")
    added = classify_evidence(by=by, evidence=[there], add=clauses, reason="重复上传时补上条款") if clauses else 0
    more = "，这次选的条款已补上" if added else ""
    return f"内容与已有的“{there.title}”完全相同，没有重复保存{more}。"
