"""One paper: what it says, its signature, its versions; the specimen before it goes out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from weicheng.ground.evidence.links import download_url
from weicheng.ground.kernel.audit import history
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.papers.choices import PaperKind, PaperState
from weicheng.ground.papers.models import Paper
from weicheng.ground.papers.permissions import (
    check_user_can_record_signing,
    user_can_issue_papers,
    user_can_record_signing,
    user_can_void_paper,
)
from weicheng.ground.papers.services import issuing as papers_issuing
from weicheng.ground.papers.services import signing as papers_signing
from weicheng.work.letters.documents.letter import progress_words, quality_and_standard
from weicheng.work.letters.forms import ScanForm, SigningForm
from weicheng.work.letters.selectors.rows import rows_of_units
from weicheng.work.letters.selectors.signers import chiefs_of, top_of
from weicheng.work.letters.services.issuing import Batch, letter_bytes
from weicheng.work.letters.snapshot import Row, changes, digest_of
from weicheng.work.letters.views.doors import (
    Request,
    attachment,
    campaign_of,
    campaign_page,
    frame,
    paper_or_404,
    unit_or_404,
)


@campaign_page
@require_safe
def paper_page(request: Request, pk: int) -> HttpResponse:
    return _shown(request, paper_or_404(request, pk), SigningForm(initial=_first_values(request, pk)))


@campaign_page
@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    if paper.file is None:
        raise Http404
    return redirect(download_url(paper.file, user=request.user, name=paper.file_name()))


@campaign_page
@require_POST
def sign(request: Request, pk: int) -> HttpResponse:
    """Record the signature of one paper, with its scan if there is one."""
    paper = paper_or_404(request, pk)
    check_user_can_record_signing(request.user, paper)
    form = SigningForm(request.POST, request.FILES)
    if form.is_valid():
        scan = form.cleaned_data["scan"]
        try:
            papers_signing.record_signing(
                by=request.user,
                paper=paper,
                signer=form.cleaned_data["signer"],
                on=form.cleaned_data["on"],
                scan=scan,
                scan_name=scan.name if scan else "",
            )
        except Invalid as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, f"已登记{paper.unit_name}签订{paper.number}。")
            return redirect("letters:paper", pk)
    return _shown(request, paper, form, status=422)


@campaign_page
@require_POST
def scan(request: Request, pk: int) -> HttpResponse:
    """The scan of a signature that is recorded."""
    paper = paper_or_404(request, pk)
    check_user_can_record_signing(request.user, paper)
    form = ScanForm(request.POST, request.FILES)
    if paper.signing is None:
        raise Http404
    if not form.is_valid():
        raise Invalid("还没有选扫描件。", "scan")
    upload = form.cleaned_data["scan"]
    papers_signing.attach_scan(by=request.user, signing=paper.signing, upload=upload, name=upload.name)
    messages.success(request, "已存扫描件。")
    return redirect("letters:paper", pk)


@campaign_page
@require_POST
def retract(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    if paper.signing is None:
        raise Http404
    papers_signing.retract_signing(by=request.user, signing=paper.signing, reason=request.POST.get("reason", ""))
    messages.success(request, "已撤销签订登记。")
    return redirect("letters:paper", pk)


@campaign_page
@require_POST
def void(request: Request, pk: int) -> HttpResponse:
    paper = paper_or_404(request, pk)
    papers_issuing.void_paper(by=request.user, paper=paper, reason=request.POST.get("reason", ""))
    messages.success(request, f"{paper.number}已作废，编号留在登记簿里。")
    return redirect("letters:paper", pk)


@campaign_page
@require_safe
def preview(request: Request, unit_pk: int) -> HttpResponse:
    """What a unit's letter would say today, and what of 三定四包 its tasks still lack."""
    campaign, unit = campaign_of(request), unit_or_404(request, unit_pk)
    today = timezone.localdate()
    rows = rows_of_units(campaign, [unit.pk])[unit.pk]
    context = {
        **frame("letter", (f"{unit}责任书预览", None)),
        "unit": unit,
        "name": unit.name_on(today),
        "rows": [_row_shown(row) for row in rows],
        "missing": _missing(rows),
        "top": top_of(campaign, today),
        "chiefs": chiefs_of([unit.pk], today)[unit.pk],
        "standing": Paper.objects.current().filter(campaign=campaign, kind=PaperKind.LETTER, unit=unit).first(),
        "may_issue": user_can_issue_papers(request.user, campaign),
    }
    return render(request, "letters/preview.html", context)


@campaign_page
@require_safe
def specimen(request: Request, unit_pk: int) -> HttpResponse:
    """The letter as a Word file without a number."""
    campaign, unit = campaign_of(request), unit_or_404(request, unit_pk)
    today = timezone.localdate()
    content = letter_bytes(Batch(campaign, PaperKind.LETTER, "", today, [unit.pk]), unit, "")
    return attachment(content, f"责任书样稿 {unit.name_on(today)}.docx")


def _shown(request: Request, paper: Paper, form: SigningForm, status: int = 200) -> HttpResponse:
    newer = getattr(paper, "newer", None)
    may_sign = user_can_record_signing(request.user, paper) and newer is None
    context = {
        **frame(paper.kind, (paper.number or "草稿", None)),
        "paper": paper,
        "newer": newer,
        "changes": _changes_now(paper) if newer is None else [],
        "rows": [_row_shown(row) for row in paper.made_from.get("rows", [])],
        "tasks": paper.made_from.get("tasks", []),
        "signing": paper.signing,
        "scan_url": _scan_url(request, paper),
        "form": form,
        "scan_form": ScanForm(),
        "may_sign": may_sign and paper.state == PaperState.ISSUED,
        "may_retract": may_sign and paper.signing is not None and paper.state != PaperState.VOID,
        "may_void": user_can_void_paper(request.user, paper),
        "may_issue": user_can_issue_papers(request.user, paper.campaign) and paper.kind == PaperKind.LETTER,
        "history": history(paper)[:12],
    }
    return render(request, "letters/paper.html", context, status=status)


def _changes_now(paper: Paper) -> list[str]:
    """Held against the ledger as it is now: the state may lag behind by some seconds."""
    if paper.kind != PaperKind.LETTER or paper.unit_id is None or paper.state == PaperState.VOID:
        return []
    rows = rows_of_units(paper.campaign, [paper.unit_id])[paper.unit_id]
    return [] if digest_of(rows) == paper.digest else changes(paper.made_from.get("rows", []), rows)


def _first_values(request: Request, pk: int) -> dict[str, str]:
    paper = paper_or_404(request, pk)
    if paper.unit_id is None:
        return {}
    first = chiefs_of([paper.unit_id], timezone.localdate())[paper.unit_id].first
    return {"signer": first.name} if first else {}


def _scan_url(request: Request, paper: Paper) -> str:
    signing = paper.signing
    if signing is None or signing.scan is None:
        return ""
    return download_url(signing.scan, user=request.user, name=signing.scan_name) + "?inline=1"


def _row_shown(row: Row) -> dict[str, str]:
    quality, standard = quality_and_standard(row)
    return {
        "number": row["number"],
        "title": row["title"],
        "role": row["role"],
        "leads": "、".join(name for _, name in row["leads"]),
        "coops": "、".join(name for _, name in row["coops"]),
        "person": row["person"][1] if row["person"] else "",
        "progress": progress_words(row).replace("\n", "，"),
        "due_on": row["due_on"] or "",
        "quality": quality.replace("\n", "；"),
        "standard": standard.replace("\n", "；"),
    }


def _missing(rows: list[Row]) -> list[tuple[str, list[str]]]:
    """Fields of 三定四包 that led tasks lack: (word, numbers of the tasks)."""
    led = [row for row in rows if row["role"] == "lead"]
    holes = {
        "没有时限也没有频次": [row["number"] for row in led if not row["due_on"] and not row["rhythm"]],
        "没有数量也没有指标": [row["number"] for row in led if not row["target"] and not row["measures"]],
        "没有指定到人": [row["number"] for row in led if not row["person"]],
    }
    return [(word, numbers) for word, numbers in holes.items() if numbers]
