"""An edition as rows of one table, for the terminal and for xlsx."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from weicheng.ground.standards.figures import Figure
from weicheng.ground.standards.models import Edition
from weicheng.ground.standards.saying import limit_words, plain, population_words, sample_words, target_words
from weicheng.ground.standards.selectors.overlay import (
    Laid,
    clauses_of,
    indicators_of,
    laid_over,
    limits_of,
    samples_of,
    sections_of,
)
from weicheng.ground.standards.sources import position_words, source_words

Row = dict[str, Any]


def flat_rows(edition: Edition) -> list[Row]:
    laid = laid_over([edition.pk])
    parts = (_clauses, _readings, _targets, _limits, _form, _samples)
    return [row for part in parts for row in part(edition, laid)]


def _clauses(edition: Edition, laid: Laid) -> Iterator[Row]:
    clauses: list[Any] = list(clauses_of(edition, laid))
    for one in clauses:
        gist = one.gist_figure
        yield _row(one.shown_value or "待核", one.key, one.title, gist.shown, gist, one.source)


def _readings(edition: Edition, laid: Laid) -> Iterator[Row]:
    clauses: list[Any] = list(clauses_of(edition, laid))
    for clause in clauses:
        for one in clause.readings:
            yield _row(one.number, one.number, f"{clause.title}：{one}", one.figure.shown, one.figure, one.source)


def _targets(edition: Edition, laid: Laid) -> Iterator[Row]:
    indicators: list[Any] = list(indicators_of(edition, laid))
    for one in indicators:
        for target in one.dressed_targets:
            number = one.shown_value or position_words(one.position)
            row = _row(number, one.key, str(one), _asked(one, target), target.figure, target.source)
            yield {**row, "level": target.get_level_display()}


def _asked(one: Any, target: Any) -> str:
    if not one.formula:
        return target_words(target)
    return f"{target_words(target)}（{one.formula}{'' if one.formula_figure.is_confirmed else '，算法待核'}）"


def _limits(edition: Edition, laid: Laid) -> Iterator[Row]:
    limits: list[Any] = list(limits_of(edition, laid))
    for limit in limits:
        for letter, grade in zip("ABC", limit.grades, strict=True):
            title = f"{limit.subject} {limit.measure}"
            yield _row(letter, limit.key, title, limit_words(limit, grade), grade, limit.source)


def _form(edition: Edition, laid: Laid) -> Iterator[Row]:
    sections: list[Any] = list(sections_of(edition, laid))
    for section in sections:
        held = Figure("section", "", "points", section.points, section.confidence)
        yield _row(str(section.number), "", section.title, _points(section.points), held, section.source)
        for line in section.all_lines:
            yield _row("", line.key, line.title, _points(line.shown_value), line.figure, line.source)


def _samples(edition: Edition, laid: Laid) -> Iterator[Row]:
    samples: list[Any] = list(samples_of(edition, laid))
    for sample in samples:
        row = _row("", "", sample.place_type, sample_words(sample), sample.figure, sample.source)
        yield {**row, "level": population_words(sample)}


def _row(number: str, key: str, title: str, asked: str, figure: Figure, source: str) -> Row:
    source = source_words(source)
    if figure.verification is not None:
        source = f"{figure.verification.source}（核定）"
    state = "已核" if figure.is_confirmed else "待核"
    return {"number": number, "key": key, "title": title, "level": "", "asked": asked, "state": state, "source": source}


def _points(points: Decimal | None) -> str:
    return "待核" if points is None else f"{plain(points)}分"
