"""The table out, and back in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org.models import Unit
from weicheng.ground.ui.answers import refuse
from weicheng.ground.ui.numbers import whole
from weicheng.work.indicators.permissions import check_user_can_fill_some
from weicheng.work.indicators.selectors.reach import reach_of
from weicheng.work.indicators.selectors.workbook import lines_of, of_unit, table
from weicheng.work.indicators.services import importing
from weicheng.work.indicators.views.doors import board_and_years, campaign_of, campaign_page, face, xlsx


@campaign_page
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The table to fill, of everything within reach or of one unit."""
    board, _, year = board_and_years(request)
    check_user_can_fill_some(request.user, board.campaign)
    rows = board.judged(year, request.user)
    unit = Unit.objects.filter(pk=whole(request.GET.get("unit")) or 0).first()
    if unit is not None and reach_of(request.user).has(unit):
        rows = of_unit(rows, unit)
    title = f"{board.campaign}：{year}年数据指标填报表" + (f"（{unit}）" if unit else "")
    return xlsx(table(title, lines_of(board, rows)), f"指标填报表{year}{unit or ''}.xlsx")


@campaign_page
def upload(request: HttpRequest) -> HttpResponse:
    """Send the filled table; what each row would do is shown first."""
    campaign = campaign_of(request)
    check_user_can_fill_some(request.user, campaign)
    context = face(request, "import", "导入填报表")
    file = request.FILES.get("file") if request.method == "POST" else None
    if file is None:
        return render(request, "indicators/import.html", context)
    try:
        preview = importing.read_upload(
            by=request.user, campaign=campaign, content=file.read(importing.MAX_BYTES + 1), name=file.name or "表格"
        )
    except Refused as error:
        return render(request, "indicators/import.html", {**context, "problem": error}, status=422)
    return render(request, "indicators/import.html", {**context, "preview": preview})


@campaign_page
@require_POST
def apply(request: HttpRequest, token: UUID) -> HttpResponse:
    """Hand in what the preview showed."""
    try:
        done, failed = importing.apply_upload(by=request.user, token=token)
    except Refused as error:
        return refuse(request, str(error), back=reverse("indicators:import"))
    messages.success(request, f"已提交{done}个数，等另一个人审核。")
    for row in failed[:5]:
        messages.error(request, f"第{row.number}行{row.name}没有写入：{row.faults[0]}")
    return redirect("indicators:list")


@campaign_page
@require_GET
def errors(request: HttpRequest, token: UUID) -> HttpResponse:
    """The rows that were wrong, as typed, with what is wrong: put right, the sheet can be sent again."""
    try:
        name, lines = importing.wrong_lines(by=request.user, token=token)
    except Refused as error:
        raise Http404(str(error)) from error
    return xlsx(table(f"{name}：要改的{len(lines)}行", lines, with_faults=True), "指标填报表_要改的行.xlsx")
