"""The library as a filter: of which clause, unit, year, kind, in which state, with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from weicheng.engines.fulltext import terms
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.evidence.choices import Alike, EvidenceKind, TextState
from weicheng.ground.evidence.models import Evidence, EvidenceClause, EvidenceQuerySet, FileText, PhotoMatch
from weicheng.ground.evidence.selectors.lapsing import lapsing, steps_of
from weicheng.ground.evidence.selectors.searching import holding
from weicheng.ground.org.heirs import with_absorbed
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.selectors import units_for
from weicheng.ground.standards.models import Clause
from weicheng.ground.standards.selectors.mapping import speakers_for
from weicheng.ground.ui.numbers import whole

SHOW = {
    "unsorted": "没有归条款",
    "lapsing": "快到期或已过期",
    "unread": "读不出文字",
    "alike": "有相似照片",
    "removed": "已撤下",
}


@dataclass(slots=True)
class Filter:
    """What is asked for; ``chips`` says it in words, each with the parameter that takes it away."""

    words: str = ""
    clause: Clause | None = None
    unit: Unit | None = None
    year: int | None = None
    kind: str = ""
    show: str = ""
    subject: str = ""
    terms: list[str] = field(default_factory=list)

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """(parameter, field, value)"""
        found = [
            ("q", "文字", self.words),
            ("clause", "条款", str(self.clause or "")),
            ("unit", "单位", str(self.unit or "")),
            ("year", "年度", f"{self.year}年" if self.year else ""),
            ("kind", "种类", EvidenceKind(self.kind).label if self.kind else ""),
            ("show", "只看", SHOW.get(self.show, "")),
        ]
        return [chip for chip in found if chip[2]]


def filter_of(params: Mapping[str, str], user: User) -> Filter:
    """Read the address; what is not understood, or not for the user's eyes, is left out."""
    unit, clause = whole(params.get("unit")), whole(params.get("clause"))
    year, kind, show = whole(params.get("year")), params.get("kind", ""), params.get("show", "")
    words = params.get("q", "").strip()[:200]
    return Filter(
        words=words,
        clause=Clause.objects.select_related("edition").filter(pk=clause).first() if clause else None,
        unit=units_for(user).filter(pk=unit).first() if unit else None,
        year=year if year and 1990 <= year <= 2100 else None,
        kind=kind if kind in EvidenceKind.values else "",
        show=show if show in SHOW else "",
        terms=terms(words),
    )


def library(campaign: Campaign, user: User, wanted: Filter, today: date) -> EvidenceQuerySet:
    """The evidence within the user's reach that fits, newest first; not yet dressed."""
    rows = Evidence.objects.for_user(user).filter(campaign=campaign)
    rows = rows.filter(removed_at__isnull=wanted.show != "removed")
    if wanted.clause is not None:
        rows = rows.filter(_serves(wanted.clause))
    if wanted.unit is not None:
        rows = rows.filter(unit__in=with_absorbed(Unit.objects.subtree(wanted.unit)))
    if wanted.year is not None:
        rows = rows.filter(year=wanted.year)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.show == "lapsing":
        rows = rows.filter(pk__in=[one.evidence.pk for one in lapsing(rows, steps_of(campaign), today)])
    rows = _shown(rows, wanted.show)
    if wanted.words:
        rows = holding(rows, wanted.terms) if wanted.terms else rows.none()
    return rows.order_by("-on", "-id")


def dressed(rows: EvidenceQuerySet) -> EvidenceQuerySet:
    """With all that a list shows: file, its state and measures, unit, clauses. Three queries whatever the number."""
    links = EvidenceClause.objects.select_related("clause").order_by("-is_primary", "id")
    look = ("file__look", "file__words")
    rows = rows.select_related("file", "unit", *look).defer("file__words__text")
    alike = PhotoMatch.objects.filter(Q(first=OuterRef("file")) | Q(second=OuterRef("file")), found=Alike.OPEN)
    return rows.annotate(is_alike=Exists(alike)).prefetch_related(Prefetch("clauses", links, to_attr="links"))


def _serves(clause: Clause) -> Q:
    """The clause itself, a part of it, or what speaks for either in another edition."""
    below = Clause.objects.filter(Q(pk=clause.pk) | Q(parent=clause)).values_list("pk", flat=True)
    served = EvidenceClause.objects.filter(clause__in=speakers_for(clause.edition, set(below)))
    return Q(pk__in=served.values("evidence"))


def _shown(rows: EvidenceQuerySet, show: str) -> EvidenceQuerySet:
    if show == "unsorted":
        return rows.filter(~Exists(EvidenceClause.objects.filter(evidence=OuterRef("pk"))))
    if show == "unread":
        return rows.filter(file__in=FileText.objects.filter(state=TextState.FAILED).values("file"))
    if show == "alike":
        flagged = PhotoMatch.objects.filter(found=Alike.OPEN)
        return rows.filter(Q(file__in=flagged.values("first")) | Q(file__in=flagged.values("second")))
    return rows
