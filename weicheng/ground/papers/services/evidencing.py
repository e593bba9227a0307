"""What papers leave behind as evidence: an official paper that was issued, the scan of a paper that a unit signed."""

from __future__ import annotations

from django.urls import reverse

from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.services import add_evidence, withdraw_handed_in
from weicheng.ground.org.models import User
from weicheng.ground.papers.models import OfficialPaper, Signing
from weicheng.ground.papers.official_choices import OfficialKind, OfficialState

KINDS = {
    OfficialKind.PLAN: EvidenceKind.PLAN,
    OfficialKind.NOTICE: EvidenceKind.PLAN,
    OfficialKind.CIRCULAR: EvidenceKind.CHECK,
    OfficialKind.REPORT: EvidenceKind.SUMMARY,
}
# Evidence with this beginning of its origin is an official paper: the archive shows the paper itself, with its number.
PAPER_ORIGIN = "papers.official:"


def take_in_paper(paper: OfficialPaper, by: User | None) -> None:
    """An issued paper is evidence of the office, under the clauses that it serves; asked again, nothing new."""
    if paper.docx is None or paper.entry is None:
        return
    links = paper.clauses.select_related("clause")
    add_evidence(
        by=by,
        campaign=paper.campaign,
        file=paper.docx,
        title=paper.title.replace("\n", ""),
        kind=KINDS.get(OfficialKind(paper.kind), EvidenceKind.RECORD),
        on=paper.on,
        clauses=[link.clause for link in links],
        origin=f"{_paper_origins(paper)}{paper.sha256}",
        origin_word=f"公文{paper.entry.number}",
        origin_url=reverse("papers:paper", args=[paper.pk]),
        subject=subject_of(paper),
        inherited=True,
    )


def withdraw_paper(paper: OfficialPaper, by: User, reason: str) -> None:
    """Its number was voided: it proves nothing any more."""
    withdraw_handed_in(by=by, origins=_paper_origins(paper), reason=f"公文作废：{reason}")


def rebuild() -> int:
    """Papers that were issued before they became evidence; how many came in."""
    there = Evidence.objects.filter(origin__startswith=PAPER_ORIGIN).values("subject")
    known = {row["subject"] for row in there}
    count = 0
    for paper in OfficialPaper.objects.filter(state=OfficialState.ISSUED).select_related("campaign", "entry", "docx"):
        if subject_of(paper) not in known:
            take_in_paper(paper, None)
            count += 1
    return count


def subject_of(paper: OfficialPaper) -> str:
    return f"papers.official:{paper.pk}"


def _paper_origins(paper: OfficialPaper) -> str:
    return f"{PAPER_ORIGIN}{paper.pk}:"


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
