"""The completeness matrix: by clause or by unit, the things behind a cell, a task for a hole."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import Unit
from weicheng.ground.standards.models import Clause
from weicheng.ground.ui.numbers import whole
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.choices import WorkPart
from weicheng.judgement.archive.selectors.matrix import (
    PARTS,
    Matrix,
    cell_things,
    chapters_of,
    clause_matrix,
    span_of,
    unit_matrix,
)
from weicheng.judgement.archive.selectors.matrix_export import matrix_xlsx
from weicheng.judgement.archive.services.holes import hole_title, task_for_hole
from weicheng.judgement.archive.services.volumes import FIRST_YEAR, LAST_YEAR
from weicheng.judgement.archive.views.doors import day_of, frame, sent, unit_of, with_links, year_of
from weicheng.work.plans.permissions import user_can_create_task


@campaign_page
@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    found, context = _asked(request)
    return render(request, "archive/matrix.html", {**context, "matrix": found, "parts": PARTS})


@campaign_page
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    found, context = _asked(request)
    day = timezone.localdate()
    words = "　".join(filter(None, (context["chapter_word"], str(context["unit"] or ""))))
    return sent(matrix_xlsx(campaign_of(request), found, day, words), f"档案完整度{day:%Y%m%d}.xlsx")


def _asked(request: HttpRequest) -> tuple[Matrix, dict[str, Any]]:
    """The matrix that the address asks for. A unit's liaison sees her unit only, whatever it asks."""
    user: Any = request.user
    permissions.check_user_can_see_archive(user)
    campaign, today = campaign_of(request), timezone.localdate()
    own = permissions.units_shown(user)
    chapter = whole(request.GET.get("chapter"))
    unit = _unit(request, own)
    by_unit = request.GET.get("by") == "unit" and own is None
    years = span_of(today, year_of(request.GET.get("to"), today.year))
    if by_unit:
        found = unit_matrix(campaign, years, today, chapter=chapter)
    else:
        found = clause_matrix(campaign, years, today, units=_reach(unit, own), chapter=chapter)
    chapters = chapters_of(campaign)
    context = {
        **frame(("完整度", None)),
        "chapters": chapters,
        "chapter": chapter,
        "chapter_word": next((str(one) for one in chapters if one.number == chapter), ""),
        "unit": unit,
        "own": own,
        "by_unit": by_unit,
        "may_create": user_can_create_task(user, campaign),
        "last": years[-1],
        "has_edition": campaign.edition_id is not None,
    }
    return found, context


@campaign_page
@require_GET
def cell(request: HttpRequest, clause_pk: int, year: int, part: str) -> HttpResponse:
    permissions.check_user_can_see_archive(request.user)  # type: ignore[arg-type]
    campaign = campaign_of(request)
    clause = _clause_or_404(request, clause_pk, year, part)
    own = permissions.units_shown(request.user)  # type: ignore[arg-type]
    unit = _unit(request, own)
    things = cell_things(campaign, clause, year, part, _reach(unit, own))
    context = {
        **frame(("完整度", "/archive/matrix/"), (f"{year}年{WorkPart(part).label}", None)),
        "clause": clause,
        "year": year,
        "part": part,
        "part_word": WorkPart(part).label,
        "unit": unit,
        "rows": with_links(things, request.user),
        "title": hole_title(clause, year, part),
        "may_create": user_can_create_task(request.user, campaign),  # type: ignore[arg-type]
        "today": timezone.localdate(),
    }
    return render(request, "archive/cell.html", context)


@campaign_page
@require_POST
def cell_task(request: HttpRequest, clause_pk: int, year: int, part: str) -> HttpResponse:
    clause, unit = _clause_or_404(request, clause_pk, year, part), unit_of(request)
    if unit is None:
        raise Invalid("请选由哪个单位来补。", "unit")
    task = task_for_hole(
        by=request.user,  # type: ignore[arg-type]
        campaign=campaign_of(request),
        clause=clause,
        year=year,
        part=part,
        unit=unit,
        due_on=day_of(request, "due_on", "时限"),
        title=request.POST.get("title", ""),
    )
    messages.success(request, f"已建任务{task.number}，牵头单位是{unit}。")
    return redirect("ledger:task", task.uid)


def _clause_or_404(request: HttpRequest, pk: int, year: int, part: str) -> Clause:
    rows = Clause.objects.filter(pk=pk, edition=campaign_of(request).edition_id).select_related("chapter")
    found = rows.first()
    if found is None or part not in WorkPart.values or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return found


def _unit(request: HttpRequest, own: list[Unit] | None) -> Unit | None:
    asked = whole(request.GET.get("unit"))
    if asked is None:
        return None
    rows = Unit.objects.filter(pk=asked)
    return rows.first() if own is None else next((unit for unit in own if unit.pk == asked), None)


def _reach(unit: Unit | None, own: list[Unit] | None) -> set[int] | None:
    """The keys of the units that count: one with those below it, or those of the user, or all."""
    if unit is not None:
        return set(Unit.objects.filter(path__startswith=unit.path).values_list("pk", flat=True))
    return None if own is None else {one.pk for one in own}
