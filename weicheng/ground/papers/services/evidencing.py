"""The scan of a signed paper is evidence of the unit that signed."""

from __future__ import annotations

from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.services import add_evidence, withdraw_handed_in
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import Signing


def take_in(signing: Signing, by: User) -> None:
    """The scan, if there is one. Kept when the paper's page is named by the room that issues it: no address here."""
    paper = signing.paper
    if signing.scan is None:
        return
    add_evidence(
        by=by,
        campaign=paper.campaign,
        file=signing.scan,
        title=f"{paper}（签订扫描件）",
        kind=EvidenceKind.RECORD,
        on=signing.on,
        unit=signing.unit,
        origin=f"{_origins(signing)}{signing.scan.sha256}",
        origin_word=f"{paper.get_kind_display()}{paper.number}的签订",
    )


def withdraw(signing: Signing, by: User, reason: str) -> None:
    withdraw_handed_in(by=by, origins=_origins(signing), reason=reason)


def _origins(signing: Signing) -> str:
    return f"papers.signing:{signing.paper_id}:{signing.unit_id}:"
