"""What the pages of this room show. Queries do not grow with the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from weicheng.ground.standards.choices import CrossKind, EditionKind
from weicheng.ground.standards.figures import FIELDS
from weicheng.ground.standards.models import (
    Chapter,
    Clause,
    Crosswalk,
    Edition,
    FormLine,
    Indicator,
    Limit,
    Verification,
)
from weicheng.ground.standards.selectors.counting import Count, CountedEdition, counted_editions
from weicheng.ground.standards.selectors.overlay import clauses_of, indicators_of, laid_over, limits_of


@dataclass(slots=True)
class ChapterView:
    chapter: Chapter
    count: Count
    clauses: list[Any] = field(default_factory=list)  # dressed, with ``asked``: their dressed indicators
    indicators: list[Any] = field(default_factory=list)


def editions_by_kind() -> list[tuple[str, list[CountedEdition]]]:
    """Every kind in the order of use; what is made up to show the shape comes last."""
    rows = counted_editions(Edition.objects.prefetch_related("campaigns"))
    rows.sort(key=lambda row: (row.edition.is_example, -(row.edition.effective_from or date.min).toordinal()))
    return [(kind.label, found) for kind in EditionKind if (found := [row for row in rows if row.edition.kind == kind])]


def chapters_of(edition: Edition, counted: CountedEdition) -> list[ChapterView]:
    laid = laid_over([edition.pk])
    views = {one.pk: ChapterView(one, counted.chapters.get(one.number, Count())) for one in edition.chapters.all()}
    by_clause: dict[int | None, list[Indicator]] = {}
    for one in indicators_of(edition, laid):
        by_clause.setdefault(one.clause_id, []).append(one)
    for clause in clauses_of(edition, laid):
        held: Any = clause
        held.asked = by_clause.get(clause.pk, [])
        views[clause.chapter_id].clauses.append(held)
        views[clause.chapter_id].indicators += held.asked
    return sorted(views.values(), key=lambda view: view.chapter.number)


@dataclass(slots=True)
class Ancestor:
    """A clause of another edition that this one came from or became."""

    row: Crosswalk
    clause: Clause | None
    is_old: bool


def kin_of(clause: Clause) -> list[Ancestor]:
    rows = Crosswalk.objects.filter(Q(old_clause=clause) | Q(new_clause=clause))
    rows = rows.select_related("old_clause__edition", "new_clause__edition", "old", "new")
    return [
        Ancestor(row, row.old_clause if row.new_clause_id == clause.pk else row.new_clause, row.new_clause_id == clause.pk)
        for row in rows
    ]  # fmt: skip


def was_veto(kin: Sequence[Ancestor]) -> bool:
    """Whether an older edition made it a must: a hint where this edition does not say."""
    return any(one.is_old and one.clause is not None and one.clause.is_veto for one in kin)


def lines_citing(clause: Clause) -> list[FormLine]:
    """The lines of field forms that name the clause."""
    lines = FormLine.objects.filter(section__edition__standard_code=clause.edition.code)
    found = lines.select_related("section__edition").order_by("section__edition", "section__number", "order")
    return [line for line in found if clause.key in line.clauses]


def sources_in(rows: Iterable[Any]) -> list[str]:
    """The sources of dressed rows and of the readings and targets in them."""
    parts = ("readings", "dressed_targets")
    return [one.source for row in rows for one in (row, *(part for name in parts for part in getattr(row, name, ())))]


def cited_by(form: Edition) -> dict[str, Clause]:
    """The clauses, by key, of the newest version of the standard that the lines of a form name."""
    standard = Edition.objects.filter(code=form.standard_code).order_by("-version").first()
    return {one.key: one for one in standard.clauses.all()} if standard is not None else {}


def verifications_of(edition: Edition, keys: Sequence[str] = ()) -> QuerySet[Verification]:
    """Newest first, withdrawn ones too."""
    found = edition.verifications.select_related("by").order_by("-pk")
    return found.filter(key__in=keys) if keys else found


def field_word(verification: Verification) -> str:
    return FIELDS.get(verification.subject, {}).get(verification.field, verification.field)


def limits_on(day: date) -> list[tuple[Edition, list[Limit]]]:
    """The limits in force on a day, by edition."""
    in_force = Q(effective_from=None) | Q(effective_from__lte=day)
    in_force &= Q(effective_to=None) | Q(effective_to__gte=day)
    editions = list(Edition.objects.filter(in_force, kind=EditionKind.LIMITS).order_by("code"))
    laid = laid_over(one.pk for one in editions)
    return [(edition, limits_of(edition, laid)) for edition in editions]


@dataclass(slots=True)
class Pairs:
    """A crosswalk side by side."""

    old: Edition | None
    new: Edition | None
    rows: list[Crosswalk]
    counts: list[tuple[CrossKind, int]]


def pairs_of(table: Edition, kind: str = "", what: str = "clause") -> Pairs:
    rows = list(
        table.crosswalk_rows.select_related(
            "old", "new", "old_clause__chapter", "new_clause__chapter", "old_indicator", "new_indicator"
        ).order_by("pk")
    )
    side = [row for row in rows if (row.old_clause_id or row.new_clause_id) is not None] if what == "clause" else [
        row for row in rows if (row.old_indicator_id or row.new_indicator_id) is not None
    ]  # fmt: skip
    counts = Counter(row.kind for row in side)
    shown = [row for row in side if not kind or row.kind == kind]
    first = rows[0] if rows else None
    named = [(one, counts[one]) for one in CrossKind if counts[one]]
    return Pairs(first.old if first else None, first.new if first else None, shown, named)
