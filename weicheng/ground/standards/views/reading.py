"""Pages to read: the list, an edition by its kind, a clause, the limits of a day."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weicheng.ground.org.views.doors import Crumbs, Request
from weicheng.ground.standards.choices import CrossKind, EditionKind, Level
from weicheng.ground.standards.models import Edition
from weicheng.ground.standards.panels import panels_of, results_of
from weicheng.ground.standards.permissions import check_user_can_read_standards, user_can_verify_figures
from weicheng.ground.standards.selectors import pages
from weicheng.ground.standards.selectors.counting import counted_editions
from weicheng.ground.standards.selectors.overlay import (
    clauses_of,
    indicators_of,
    laid_over,
    limits_of,
    samples_of,
    sections_of,
)
from weicheng.ground.standards.selectors.sifting import Sieve
from weicheng.ground.standards.sources import legend_of
from weicheng.ground.standards.workbook import edition_xlsx
from weicheng.ground.ui.days import day_in
from weicheng.ground.ui.doors import page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAV = "standards"


def context_of(request: Request, *path: tuple[str, str | None], **values: Any) -> dict[str, Any]:
    check_user_can_read_standards(request.user)
    crumbs: Crumbs = [("标准", reverse("standards:list") if path else None), *path]
    return {"nav": NAV, "crumbs": crumbs, "may_verify": user_can_verify_figures(request.user), **values}


@page
@require_safe
def edition_list(request: Request) -> HttpResponse:
    check_user_can_read_standards(request.user)
    return render(request, "standards/list.html", context_of(request, kinds=pages.editions_by_kind()))


@page
@require_safe
def edition(request: Request, pk: int) -> HttpResponse:
    check_user_can_read_standards(request.user)
    found = get_object_or_404(Edition, pk=pk)
    show = {
        EditionKind.FORM: _form,
        EditionKind.LIMITS: _limits,
        EditionKind.CROSSWALK: _crosswalk,
    }.get(EditionKind(found.kind), _standard)
    return show(request, found)


def _standard(request: Request, found: Edition) -> HttpResponse:
    counted = counted_editions([found])[0]
    chapters = pages.chapters_of(found, counted)
    face = "indicators" if request.GET.get("face") == "indicators" else "clauses"
    sieve = Sieve(request.GET.get("state", ""))
    for view in chapters:
        setattr(view, face, sieve.kept(getattr(view, face)))
    context = context_of(
        request,
        (found.short_title, None),
        edition=found,
        counted=counted,
        chapters=[view for view in chapters if getattr(view, face) or (not sieve.state and face == "clauses")],
        levels=[Level(level) for level in found.levels],
        face=face,
        sieve=sieve,
        legend=legend_of(pages.sources_in(view for chapter in chapters for view in getattr(chapter, face))),
        log=pages.verifications_of(found)[:10],
    )
    return render(request, "standards/edition.html", context)


def _form(request: Request, found: Edition) -> HttpResponse:
    laid = laid_over([found.pk])
    sieve = Sieve(request.GET.get("state", ""))
    sections: list[Any] = list(sections_of(found, laid))
    for section in sections:
        section.has_lines = bool(section.all_lines)
        section.all_lines = sieve.kept(section.all_lines)
    samples = sieve.kept(samples_of(found, laid))
    shown = [*sections, *(line for section in sections for line in section.all_lines), *samples]
    context = context_of(
        request,
        (found.short_title, None),
        edition=found,
        counted=counted_editions([found])[0],
        sections=[section for section in sections if section.all_lines or not sieve.state],
        samples=samples,
        sieve=sieve,
        legend=legend_of(pages.sources_in(shown)),
        cited=pages.cited_by(found),
    )
    return render(request, "standards/form.html", context)


def _limits(request: Request, found: Edition) -> HttpResponse:
    sieve = Sieve(request.GET.get("state", ""))
    kept = sieve.kept(limits_of(found))
    context = context_of(
        request,
        (found.short_title, None),
        edition=found,
        counted=counted_editions([found])[0],
        editions=[(found, kept)],
        sieve=sieve,
        legend=legend_of(pages.sources_in(kept)),
    )
    return render(request, "standards/limits.html", context)


def _crosswalk(request: Request, found: Edition) -> HttpResponse:
    kind = request.GET.get("kind", "")
    what = "indicator" if request.GET.get("what") == "indicator" else "clause"
    kind = kind if kind in CrossKind.values else ""
    pairs = pages.pairs_of(found, kind, what)
    context = context_of(
        request,
        (found.short_title, None),
        edition=found,
        pairs=pairs,
        legend=legend_of(pages.sources_in(pairs.rows)),
        chosen=kind,
        what=what,
    )
    return render(request, "standards/crosswalk.html", context)


@page
@require_safe
def clause(request: Request, pk: int, key: str) -> HttpResponse:
    check_user_can_read_standards(request.user)
    found = get_object_or_404(Edition, pk=pk)
    laid = laid_over([found.pk])
    clauses: list[Any] = list(clauses_of(found, laid))
    at = next((place for place, one in enumerate(clauses) if one.key == key), None)
    if at is None:
        raise Http404
    one = clauses[at]
    indicators: list[Any] = list(indicators_of(found, laid, one))
    head, results = results_of(request, one)
    for item in indicators:
        item.result = results.get(item.pk, "")
    keys = [key, *(f"{item.key}/{target.level}" for item in indicators for target in item.dressed_targets)]
    keys += [reading.number for reading in one.readings]
    kin = pages.kin_of(one)
    context = context_of(
        request,
        (found.short_title, reverse("standards:edition", args=[found.pk])),
        (str(one), None),
        edition=found,
        clause=one,
        clauses=clauses,
        before=clauses[at - 1] if at else None,
        after=clauses[at + 1] if at + 1 < len(clauses) else None,
        indicators=indicators,
        results_head=head,
        kin=kin,
        was_veto=pages.was_veto(kin),
        lines=pages.lines_citing(one),
        legend=legend_of(pages.sources_in([one, *indicators])),
        log=pages.verifications_of(found, [*keys, *(item.key for item in indicators)]),
        panels=panels_of(request, one),
    )
    return render(request, "standards/clause.html", context)


@page
@require_safe
def limits(request: Request) -> HttpResponse:
    """The limits in force on a day: an inspection is judged by those of its own day."""
    check_user_can_read_standards(request.user)
    day = day_in(request.GET.get("on")) or timezone.localdate()
    editions = pages.limits_on(day)
    legend = legend_of(pages.sources_in(limit for _, rows in editions for limit in rows))
    context = context_of(request, ("限值", None), day=day, editions=editions, legend=legend)
    return render(request, "standards/limits.html", context)


@page
@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    check_user_can_read_standards(request.user)
    found = get_object_or_404(Edition, pk=pk)
    response = HttpResponse(edition_xlsx(found), content_type=XLSX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{found.short_title}.xlsx") or "attachment"  # fmt: skip
    return response
