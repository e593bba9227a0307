"""进展填报表 go out to the units and come back: one upload, one job, one sheet of errors."""

import io
from uuid import UUID

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.services import store_file
from weicheng.ground.kernel import jobs
from weicheng.ground.kernel.choices import JobState
from weicheng.ground.kernel.errors import Refused
from weicheng.ground.kernel.models import Job
from weicheng.work.plans import permissions
from weicheng.work.plans.selectors.progress_sheets import sheets_zip
from weicheng.work.plans.services.sheet_returns import MOST_FILES

JOB_KIND = "reminders.sheets"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (("文件", 28), ("工作表", 12), ("行", 6), ("列", 10), ("填的内容", 24), ("哪里不对", 60))


@campaign_page
def sheets(request: HttpRequest) -> HttpResponse:
    """Take the sheets out, hand the filled ones in."""
    campaign = campaign_of(request)
    permissions.check_user_can_import_ledger(request.user, campaign)  # type: ignore[arg-type]
    context = {
        "nav": "reminders",
        "tab": "sheets",
        "crumbs": [("催办", None), ("收回填报表", None)],
        "most": MOST_FILES,
    }
    if request.method != "POST":
        last = Job.objects.filter(kind=JOB_KIND, created_by_id=request.user.pk).order_by("-created_at").first()
        return render(request, "reminders/sheets.html", {**context, "last": last})
    try:
        job = _enqueue(request, campaign.pk)
    except Refused as error:
        return render(request, "reminders/sheets.html", {**context, "problem": error}, status=422)
    return redirect("reminders:sheets-job", job.pk)


@campaign_page
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """One workbook for each unit, in a zip."""
    campaign = campaign_of(request)
    permissions.check_user_can_import_ledger(request.user, campaign)  # type: ignore[arg-type]
    content = sheets_zip(request.user, campaign)  # type: ignore[arg-type]
    return _attachment(content, "application/zip", f"各单位进展填报表{timezone.localdate():%Y%m%d}.zip")


@campaign_page
@require_safe
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the job is, and what became of the files."""
    found = _job_or_404(request, pk)
    crumbs = [("催办", None), ("收回填报表", "/reminders/sheets/"), ("结果", None)]
    context = {"nav": "reminders", "tab": "sheets", "crumbs": crumbs, "job": found, "result": found.result or {}}
    template = "reminders/_sheets_job.html" if request.htmx else "reminders/sheets_job.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@campaign_page
@require_safe
def errors(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet of errors: file, sheet, row, column, what was typed, the reason."""
    found = _job_or_404(request, pk)
    if found.state != JobState.DONE or not (found.result or {}).get("errors"):
        raise Http404
    return _attachment(error_sheet(found), XLSX, f"填报表错误{timezone.localdate():%Y%m%d}.xlsx")


def error_sheet(found: Job) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("错误")
        bold = book.add_format({"bold": True, "bg_color": "#E3F1F0"})
        for place, (head, width) in enumerate(HEADS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, head, bold)
        for row, one in enumerate(found.result["errors"], 1):
            number = str(one["row"]) if one["row"] else "整份"
            cells = (one["file"], one["sheet"], number, one["column"], one["value"], one["reason"])
            for place, cell in enumerate(cells):
                sheet.write_string(row, place, cell)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _enqueue(request: HttpRequest, campaign_pk: int) -> Job:
    files = request.FILES.getlist("files")
    if not files:
        raise Refused("请选要收的填报表。", "files")
    if len(files) > MOST_FILES:
        raise Refused(f"一次最多收{MOST_FILES}份表，这次有{len(files)}份，请分两次传。", "files")
    try:
        stored = [
            (store_file(file, name=file.name or "表.xlsx", by=request.user).pk, file.name or "表.xlsx")
            for file in files
        ]
    except FileRefused as error:
        raise Refused(str(error), "files") from error
    label = f"收回{len(files)}份填报表"
    return jobs.enqueue(JOB_KIND, {"campaign": campaign_pk, "files": stored}, by=request.user, label=label)


def _job_or_404(request: HttpRequest, pk: UUID) -> Job:
    campaign = campaign_of(request)
    permissions.check_user_can_import_ledger(request.user, campaign)  # type: ignore[arg-type]
    found = Job.objects.filter(pk=pk, kind=JOB_KIND, args__campaign=campaign.pk).first()
    if found is None:
        raise Http404
    return found


def _attachment(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
