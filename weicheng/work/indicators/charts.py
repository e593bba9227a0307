"""Pictures of a series, drawn on the server: no script, no colour that says anything alone, words beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weicheng.engines.judging.model import Outcome
from weicheng.engines.judging.wording import goal_words
from weicheng.ground.standards.choices import Judge
from weicheng.work.indicators.choices import OUTCOME_ICONS
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.saying import value_words
from weicheng.work.indicators.selectors.board import Judged

GRADES = {"A": 3, "B": 2, "C": 1, "D": 0}
SPARK = (92, 28)
CHART = (400, 190)
_EDGE = 6  # room for the dots


@dataclass(frozen=True, slots=True)
class Point:
    year: int
    value: float | None
    words: str


def points_of(row: Judged, years: int = 0) -> list[Point]:
    """The years of the judge, three at least, the oldest first; a missing one has no value."""
    length = years or (5 if row.target.judge == Judge.LE_OWN_MEAN5 else 3)
    return [_point(row, year) for year in range(row.year - length + 1, row.year + 1)]


def _point(row: Judged, year: int) -> Point:
    entry = row.by_year.get(year)
    if entry is None:
        return Point(year, None, "缺")
    return Point(year, _height(entry), value_words(entry, row.asked))


def _height(entry: ValueEntry) -> float | None:
    if entry.grade:
        return float(GRADES[entry.grade])
    return float(entry.value) if entry.value is not None else None


def said(points: Sequence[Point]) -> str:
    """The text in place of the picture."""
    return "，".join(f"{point.year}年{point.words}" for point in points)


def sparkline(row: Judged) -> SafeString:
    """Three or five years in the width of a word; a gap where a year is missing; the dashes are the target."""
    if row.asked.is_per_unit:
        return _unit_dots(row)
    points = points_of(row)
    if row.target.judge == Judge.EXISTS or all(point.value is None for point in points):
        return SafeString("")
    places = _places(points, _goal_height(row), SPARK, _EDGE)
    return format_html(
        '<svg class="wc-spark wc-{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        OUTCOME_ICONS[row.outcome][0],
        *SPARK,
        said(points),
        _dashes(places.goal, SPARK[0]),
        _lines(places.dots),
        _dots(places.dots, places.gaps),
    )


def _unit_dots(row: Judged) -> SafeString:
    """A dot for every town: filled where it reaches the target, a ring where not or not known."""
    target = row.goal.value
    marks = [
        (8 + 12 * n, "low" if entry and entry.value is not None and target and entry.value < target else "" if entry else "gap")
        for n, (_, entry) in enumerate(row.by_unit[:14])
    ]  # fmt: skip
    words = "，".join(f"{unit}{value_words(entry, row.asked) if entry else '缺'}" for unit, entry in row.by_unit)
    width = 16 + 12 * max(len(marks) - 1, 0)
    dots = format_html_join("", '<circle class="{}" cx="{}" cy="14" r="4"></circle>', ((css, x) for x, css in marks))
    return format_html(
        '<svg class="wc-spark wc-{}" viewBox="0 0 {} 28" width="{}" role="img" aria-label="{}">{}</svg>',
        OUTCOME_ICONS[row.outcome][0],
        max(width, 16),
        max(width, 16),
        words,
        dots,
    )


def history_chart(row: Judged) -> SafeString:
    """The same larger, with years, figures and the target in words."""
    first = min((year for year in row.by_year), default=row.year)
    points = points_of(row, min(max(3, row.year - first + 1), 8))
    if row.target.judge == Judge.EXISTS or row.asked.is_per_unit or all(point.value is None for point in points):
        return SafeString("")
    places = _places(points, _goal_height(row), (CHART[0], CHART[1] - 24), 34)
    labels = format_html_join(
        "",
        '<text class="value" x="{}" y="{}">{}</text>',
        ((round(x), round(y - 10), point.words) for (x, y), point in places.known),
    )
    years = format_html_join(
        "",
        '<text class="year" x="{}" y="{}">{}</text>',
        ((round(x), CHART[1] - 4, point.year) for x, point in zip(places.across, points, strict=True)),
    )
    goal = SafeString("")
    if places.goal is not None:
        goal = format_html('<text class="goal" x="2" y="{}">{}</text>', round(places.goal - 4), goal_words(row.goal))
    return format_html(
        '<svg class="wc-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}{}</svg>',
        *CHART, said(points), _dashes(places.goal, CHART[0]), goal, _lines(places.dots),
        _dots(places.dots, places.gaps), labels, years,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """Where the points stand: ``dots`` has None for a missing year, ``gaps`` where its mark goes."""

    across: list[float]
    dots: list[tuple[float, float] | None]
    gaps: list[tuple[float, float]]
    known: list[tuple[tuple[float, float], Point]]
    goal: float | None


def _places(points: Sequence[Point], goal: float | None, size: tuple[int, int], edge: int) -> Places:
    width, height = size
    heights = [point.value for point in points if point.value is not None]
    span = [*heights, goal] if goal is not None else heights
    low, high = min(span), max(span)
    room = (high - low) or 1.0
    step = (width - 2 * edge) / max(1, len(points) - 1)
    across = [round(edge + step * n, 1) for n in range(len(points))]

    def up(value: float) -> float:
        middle = height / 2 if high == low else height - edge - (value - low) / room * (height - 2 * edge)
        return round(middle, 1)

    dots = [(x, up(point.value)) if point.value is not None else None for x, point in zip(across, points, strict=True)]
    known = [(dot, point) for dot, point in zip(dots, points, strict=True) if dot is not None]
    gaps = [(x, float(height - edge)) for x, dot in zip(across, dots, strict=True) if dot is None]
    return Places(across, dots, gaps, known, up(goal) if goal is not None else None)


def _goal_height(row: Judged) -> float | None:
    if row.target.judge == Judge.LEVEL:
        return float(GRADES[row.goal.grade]) if row.goal.grade else None
    goal: Decimal | None = row.goal.value
    if row.asked.needs_yardstick:
        goal = row.entry.yardstick if row.entry else None
    return float(goal) if goal is not None else None


def _dashes(height: float | None, width: int) -> SafeString:
    if height is None:
        return SafeString("")
    return format_html('<line class="goal" x1="0" y1="{}" x2="{}" y2="{}"></line>', height, width, height)


def _lines(dots: Sequence[tuple[float, float] | None]) -> SafeString:
    """A stroke between neighbours that are both known: none across a missing year."""
    strokes = [(a, b) for a, b in pairwise(dots) if a is not None and b is not None]
    return format_html_join(
        "", '<line x1="{}" y1="{}" x2="{}" y2="{}"></line>', ((a[0], a[1], b[0], b[1]) for a, b in strokes)
    )


def _dots(dots: Sequence[tuple[float, float] | None], gaps: Sequence[tuple[float, float]]) -> SafeString:
    known = [dot for dot in dots if dot is not None]
    here = format_html_join("", '<circle cx="{}" cy="{}" r="2.6"></circle>', known)
    return here + format_html_join("", '<circle class="gap" cx="{}" cy="{}" r="2.6"></circle>', gaps)


def outcome_bar(counts: Sequence[tuple[Outcome, int]]) -> SafeString:
    """One bar, a part for every outcome; the words and numbers stand below it as links."""
    total = sum(number for _, number in counts) or 1
    parts, before = [], 0
    for outcome, number in counts:
        if number:
            parts.append((OUTCOME_ICONS[outcome][0], f"{100 * before / total:.2f}%", f"{100 * number / total:.2f}%"))
        before += number
    rects = format_html_join("", '<rect class="wc-{}" x="{}" y="0" width="{}" height="14"></rect>', parts)
    words = "，".join(f"{outcome.word}{number}个" for outcome, number in counts)
    return format_html(
        '<svg class="wc-outcomes" width="100%" height="14" role="img" aria-label="{}">{}</svg>', words, rects
    )
