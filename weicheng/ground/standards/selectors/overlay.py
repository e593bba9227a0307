"""An edition as it holds today: its rows with the office's verifications laid over them. Constant numbers of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Prefetch

from weicheng.ground.standards.choices import WITHOUT_NUMBER, Subject, years_needed
from weicheng.ground.standards.figures import Figure, confidence_of, sample_key, target_field, target_key
from weicheng.ground.standards.formulas import formula_in
from weicheng.ground.standards.models import (
    Clause,
    Edition,
    FormLine,
    FormSection,
    Indicator,
    Interpretation,
    Limit,
    SampleSize,
    Target,
    Verification,
)

Laid = Mapping[tuple[int, str, str, str], Verification]  # edition, subject, key, field


def laid_over(editions: Iterable[int]) -> Laid:
    """The verification that stands for each figure. One query."""
    rows = Verification.objects.filter(edition__in=list(editions), withdrawn_at=None).select_related("by")
    return {(row.edition_id, row.subject, row.key, row.field): row for row in rows.order_by("pk")}


def figure(edition_id: int, subject: str, key: str, row: Any, field: str, laid: Laid) -> Figure:
    held = laid.get((edition_id, subject, key, field))
    return Figure(subject, key, field, getattr(row, field), confidence_of(row, field), held)


def clauses_of(edition: Edition, laid: Laid | None = None) -> list[Clause]:
    """In order, each with ``number_figure``, ``gist_figure``, ``veto_figure``, its dressed ``readings``, and ``shown_value``
    etc. of its number."""
    laid = laid_over([edition.pk]) if laid is None else laid
    rows = edition.clauses.select_related("chapter").prefetch_related(
        Prefetch("interpretations", Interpretation.objects.order_by("id"))
    )
    return [dress_clause(clause, laid) for clause in rows.order_by("chapter__number", "order")]


def dress_clause(clause: Clause, laid: Laid) -> Clause:
    for name, field in (("number_figure", "number"), ("gist_figure", "gist"), ("veto_figure", "is_veto")):
        setattr(clause, name, figure(clause.edition_id, Subject.CLAUSE, clause.key, clause, field, laid))
    _dress(clause, vars(clause)["number_figure"])
    readings: list[Any] = list(clause.interpretations.all())
    for one in readings:
        _dress(one, figure(clause.edition_id, Subject.INTERPRETATION, one.number, one, "gist", laid))
    vars(clause)["readings"] = readings
    return clause


def indicators_of(edition: Edition, laid: Laid | None = None, clause: Clause | None = None) -> list[Indicator]:
    """In order, each with ``number_figure``, ``formula_figure`` and ``dressed_targets``."""
    laid = laid_over([edition.pk]) if laid is None else laid
    rows = edition.indicators.filter(**({"clause": clause} if clause else {})).select_related("clause__chapter")
    targets = Prefetch("targets", Target.objects.order_by("id"), to_attr="dressed_targets")
    found: list[Any] = list(rows.prefetch_related(targets).order_by("order"))
    for one in found:
        dress_indicator(one, laid)
        for target in one.dressed_targets:
            target.indicator = one
            dress_target(target, edition.pk, laid)
    return found


def dress_indicator(indicator: Any, laid: Laid) -> Any:
    """The parts of the formula are from here on those that the office verified; the row is never saved."""
    edition_id, key = indicator.edition_id, indicator.key
    indicator.number_figure = figure(edition_id, Subject.INDICATOR, key, indicator, "number", laid)
    indicator.formula_figure = figure(edition_id, Subject.INDICATOR, key, indicator, "formula", laid)
    said = indicator.formula_figure.verification
    if said is not None and (parts := formula_in(str(said.value))) is not None:
        indicator.numerator, indicator.denominator, indicator.factor = parts.numerator, parts.denominator, parts.factor
    return _dress(indicator, indicator.number_figure)


def dress_target(target: Any, edition_id: int, laid: Laid) -> Any:
    """The judge is from here on the one that the office verified, and with it what is asked; the row is never saved."""
    key = target_key(target)
    target.judge_figure = figure(edition_id, Subject.TARGET, key, target, "judge", laid)
    target.veto_figure = figure(edition_id, Subject.TARGET, key, target, "is_veto", laid)
    target.judge = target.judge_figure.shown
    target.years = max(target.years, years_needed(target.judge))
    target.needs_number = target.judge not in WITHOUT_NUMBER
    held = target.judge_figure if not target.needs_number else figure(
        edition_id, Subject.TARGET, key, target, target_field(target), laid
    )  # fmt: skip
    return _dress(target, held)


def limits_of(edition: Edition, laid: Laid | None = None) -> list[Limit]:
    """Each with ``grades``: the figures of A, B and C."""
    laid = laid_over([edition.pk]) if laid is None else laid
    found: list[Any] = list(edition.limits.order_by("order"))
    for one in found:
        one.grades = [figure(edition.pk, Subject.LIMIT, one.key, one, letter, laid) for letter in "abc"]
    return found


def sections_of(edition: Edition, laid: Laid | None = None) -> list[FormSection]:
    """The sections of a form, each with its dressed ``all_lines``."""
    laid = laid_over([edition.pk]) if laid is None else laid
    lines = Prefetch("lines", FormLine.objects.order_by("order"), to_attr="all_lines")
    found: list[Any] = list(edition.sections.prefetch_related(lines).order_by("number"))
    for section in found:
        for line in section.all_lines:
            _dress(line, figure(edition.pk, Subject.LINE, line.key, line, "points", laid))
    return found


def samples_of(edition: Edition, laid: Laid | None = None) -> list[SampleSize]:
    laid = laid_over([edition.pk]) if laid is None else laid
    found: list[Any] = list(edition.samples.order_by("id"))
    for one in found:
        field = "least" if one.least is not None or one.most is None else "most"
        _dress(one, figure(edition.pk, Subject.SAMPLE, sample_key(one), one, field, laid))
        one.most_figure = figure(edition.pk, Subject.SAMPLE, sample_key(one), one, "most", laid)
    return found


def _dress(row: Any, held: Figure) -> Any:
    row.figure = held
    row.shown_value, row.is_confirmed, row.verification = held.shown, held.is_confirmed, held.verification
    return row
