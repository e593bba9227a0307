"""All indicators at a glance, and the workbook to hand round."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from weicheng.engines.judging.model import Outcome
from weicheng.ground.org.heirs import heir_of
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.numbers import whole
from weicheng.work.indicators.choices import OUTCOMES
from weicheng.work.indicators.selectors.board import Judged
from weicheng.work.indicators.selectors.exports import export as workbook
from weicheng.work.indicators.views.doors import (
    board_and_years,
    campaign_of,
    campaign_page,
    face,
    xlsx,
    years_to_choose,
)


@dataclass(slots=True)
class ChapterRows:
    title: str
    rows: list[Judged] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How the list is narrowed."""

    outcome: str = ""
    unit: int | None = None
    words: str = ""

    def takes(self, row: Judged) -> bool:
        fits = self.outcome in ("", row.outcome) or (self.outcome == "unchecked" and row.is_provisional)
        owner = heir_of(row.owner.unit).pk if row.owner else None
        return fits and (self.unit is None or owner == self.unit) and self.words in str(row.indicator)

    def __bool__(self) -> bool:
        return bool(self.outcome or self.unit or self.words)


def chosen_of(request: HttpRequest) -> Chosen:
    outcome = request.GET.get("outcome", "")
    known = outcome in set(Outcome) or outcome == "unchecked"
    words = request.GET.get("q", "").strip()[:50]
    return Chosen(outcome if known else "", whole(request.GET.get("unit")), words)


@campaign_page
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Counts by outcome, and every indicator by chapter."""
    board, years, year = board_and_years(request)
    rows = board.judged(year, request.user)
    chosen = chosen_of(request)
    shown = [row for row in rows if chosen.takes(row)]
    context = face(request, "list") | {
        "edition": board.edition,
        "level": board.campaign.get_level_display(),
        "year": year,
        "years": years_to_choose(years, year),
        "due": next((one for one in years if one.year == year), None),
        "counts": _counts(rows),
        "total": len(rows),
        "legend": _legend(rows),
        "unchecked": sum(row.is_provisional for row in rows),
        "shown": len(shown),
        "chapters": _by_chapter(shown),
        "chosen": chosen,
        "units": _owners(rows),
        "today": timezone.localdate(),
    }
    return render(request, "indicators/list.html", context)


def _counts(rows: list[Judged]) -> list[tuple[Outcome, int]]:
    counted = Counter(row.outcome for row in rows)
    return [(outcome, counted[outcome]) for outcome in OUTCOMES]


def _legend(rows: list[Judged]) -> list[tuple[Outcome, int, int]]:
    """How many of each outcome are settled, and how many are only judged for now."""
    words = Counter(row.outcome for row in rows if row.outcome_words != row.outcome.word)
    return [(outcome, number - words[outcome], words[outcome]) for outcome, number in _counts(rows)]


def _by_chapter(rows: list[Judged]) -> list[ChapterRows]:
    """In the order of the edition; what belongs to no clause comes last."""
    chapters: dict[tuple[int, str], ChapterRows] = {}
    for row in rows:
        clause = row.indicator.clause
        key = (clause.chapter.number, clause.chapter.title) if clause else (999, "未归入条款")
        chapters.setdefault(key, ChapterRows(key[1])).rows.append(row)
    return [chapters[key] for key in sorted(chapters)]


def _owners(rows: list[Judged]) -> list[Unit]:
    found = {unit.pk: unit for row in rows if row.owner for unit in (heir_of(row.owner.unit),)}
    return sorted(found.values(), key=lambda unit: (unit.order, unit.pk))


@campaign_page
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a workbook."""
    board, _, year = board_and_years(request)
    chosen = chosen_of(request)
    rows = [row for row in board.judged(year, request.user) if chosen.takes(row)]
    title = f"{campaign_of(request)}数据指标（{year}年，{timezone.localdate():%Y年%-m月%-d日}导出）"
    return xlsx(workbook(title, rows), f"数据指标{year}.xlsx")
