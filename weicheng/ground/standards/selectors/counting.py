"""How much of an edition is 已核 and how much 待核."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from weicheng.ground.standards.choices import CONFIRMED, Confidence, Subject
from weicheng.ground.standards.figures import sample_key
from weicheng.ground.standards.models import (
    Clause,
    Edition,
    FormLine,
    FormSection,
    Interpretation,
    Limit,
    SampleSize,
    Target,
)
from weicheng.ground.standards.selectors.overlay import Laid, dress_indicator, dress_target, laid_over


@dataclass(slots=True)
class Count:
    """Figures that may be told as facts, and those that must not yet."""

    confirmed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.confirmed + self.open

    def add(self, is_confirmed: bool) -> None:
        self.confirmed += is_confirmed
        self.open += not is_confirmed


@dataclass(slots=True)
class CountedEdition:
    edition: Edition
    clauses: int = 0
    indicators: int = 0
    count: Count = field(default_factory=Count)
    chapters: dict[int, Count] = field(default_factory=dict)  # by number


def counted_editions(editions: Iterable[Edition] | None = None) -> list[CountedEdition]:
    """Every edition with its counts; ten queries whatever is loaded."""
    found = list(Edition.objects.all() if editions is None else editions)
    rows = {one.pk: CountedEdition(one) for one in found}
    laid = laid_over(rows)
    _clauses(rows, laid)
    _readings(rows, laid)
    _targets(rows, laid)
    _limits(rows, laid)
    _forms(rows, laid)
    return list(rows.values())


def _sure(confidence: str, laid: Laid, *name: int | str) -> bool:
    return confidence in CONFIRMED or name in laid


def _clauses(rows: dict[int, CountedEdition], laid: Laid) -> None:
    fields = ("edition_id", "key", "number_confidence", "confidence", "chapter__number")
    for edition, key, number, confidence, chapter in Clause.objects.filter(edition__in=rows).values_list(*fields):
        row = rows[edition]
        row.clauses += 1
        held = row.chapters.setdefault(chapter, Count())
        for sure, name in ((number, "number"), (confidence, "gist")):
            is_sure = _sure(sure, laid, edition, Subject.CLAUSE, key, name)
            row.count.add(is_sure)
            held.add(is_sure)


def _readings(rows: dict[int, CountedEdition], laid: Laid) -> None:
    fields = ("edition_id", "number", "confidence", "clause__chapter__number")
    for edition, number, confidence, chapter in Interpretation.objects.filter(edition__in=rows).values_list(*fields):
        is_sure = _sure(confidence, laid, edition, Subject.INTERPRETATION, number, "gist")
        rows[edition].count.add(is_sure)
        if chapter is not None:
            rows[edition].chapters.setdefault(chapter, Count()).add(is_sure)


def _targets(rows: dict[int, CountedEdition], laid: Laid) -> None:
    """Targets, and of each indicator its formula where it has one."""
    targets = Target.objects.filter(indicator__edition__in=rows).select_related("indicator__clause__chapter")
    seen: set[int] = set()
    for target in targets:
        one: Any = target.indicator
        row = rows[one.edition_id]
        figures = [dress_target(target, one.edition_id, laid).figure]
        if one.pk not in seen:
            row.indicators += 1
            seen.add(one.pk)
            formula = dress_indicator(one, laid).formula_figure
            figures += [formula] if formula.is_known else []
        for figure in figures:
            row.count.add(figure.is_confirmed)
            if one.clause is not None:
                row.chapters.setdefault(one.clause.chapter.number, Count()).add(figure.is_confirmed)


def _limits(rows: dict[int, CountedEdition], laid: Laid) -> None:
    for limit in Limit.objects.filter(edition__in=rows):
        for letter in "abc":
            sure = limit.confidences.get(letter, Confidence.UNSURE)
            rows[limit.edition_id].count.add(_sure(sure, laid, limit.edition_id, Subject.LIMIT, limit.key, letter))


def _forms(rows: dict[int, CountedEdition], laid: Laid) -> None:
    for edition, confidence in FormSection.objects.filter(edition__in=rows).values_list("edition_id", "confidence"):
        rows[edition].count.add(confidence in CONFIRMED)
    lines = FormLine.objects.filter(section__edition__in=rows)
    for edition, key, sure, points in lines.values_list("section__edition_id", "key", "confidence", "points"):
        confidence = Confidence.UNSURE if points is None else sure
        rows[edition].count.add(_sure(confidence, laid, edition, Subject.LINE, key, "points"))
    for sample in SampleSize.objects.filter(edition__in=rows):
        named = [name for name in ("least", "most") if getattr(sample, name) is not None] or ["least"]
        name = (sample.edition_id, Subject.SAMPLE, sample_key(sample), named[0])
        rows[sample.edition_id].count.add(_sure(sample.confidence, laid, *name))
