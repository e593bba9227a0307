"""The paper that proves a figure is handed in with it: kept once, of the unit, the year and the clause of the figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import File
from django.urls import reverse

from weicheng.ground.evidence.choices import EvidenceKind
from weicheng.ground.evidence.services import Uploaded, upload_evidence
from weicheng.ground.org.heirs import answers_for, heir_of
from weicheng.ground.org.models import Unit, User
from weicheng.work.indicators.models import period_words
from weicheng.work.indicators.permissions import check_may_fill
from weicheng.work.indicators.reading import Period
from weicheng.work.indicators.selectors.board import Board
from weicheng.work.indicators.targets import Asked


def take_source(
    *, by: User, board: Board, asked: Asked, period: Period, upload: File[Any], on: date | None = None
) -> Uploaded:
    """Keep the file as evidence of who fills the figure; the same bytes again serve this clause too.

    Stays where it is though the figure be refused: the paper is right, and nobody wants to send it twice. Raises
    FileRefused, NotAllowed or NotPossible.
    """
    owner = board.owners.get(asked.indicator.pk)
    check_may_fill(by, board.campaign, asked.indicator, owner, period.subject)
    clause = asked.indicator.clause
    about = f"（{period.subject}）" if period.subject is not None else ""
    return upload_evidence(
        by=by,
        campaign=board.campaign,
        upload=upload,
        unit=_unit(by, period, owner.unit if owner is not None else None),
        clauses=[clause] if clause is not None else [],
        kind=EvidenceKind.DATA,
        on=on,
        year=period.year,
        origin_word=f"{period_words(period.year, period.span, period.number)}{asked.indicator}{about}的来源",
        origin_url=f"{reverse('indicators:indicator', args=[asked.indicator.pk])}?year={period.year}",
    )


def _unit(by: User, period: Period, owner: Unit | None) -> Unit | None:
    """The town that the figure is about where its own people fill it, else who owes it; None: the office's own."""
    if period.subject is not None and answers_for(by, period.subject):
        return heir_of(period.subject)
    return heir_of(owner) if owner is not None else None
