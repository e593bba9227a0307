"""The PDF of an issued paper, made in the background: LibreOffice takes seconds, and a page does not wait for it."""

from __future__ import annotations

import io
from typing import Any

from django.db import transaction

from weicheng.ground.evidence.services import open_file, store_file
from weicheng.ground.kernel import audit, jobs
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.kernel.models import Job
from weicheng.ground.org.models import User
from weicheng.ground.org.permissions import check_office
from weicheng.ground.papers import rendering
from weicheng.ground.papers.models import OfficialPaper

JOB_KIND = "papers.pdf"
STEPS = 3


@transaction.atomic
def request_pdf(*, by: User, paper: OfficialPaper) -> Job:
    """Have the PDF made from the Word file that went out. While one is being made it is that one's job: a second press makes no second."""
    current = _locked(paper)
    check_office(by, "生成PDF")
    if current.docx_id is None:
        raise NotPossible("印发以后才有定稿的PDF；草稿的PDF可以直接下载。")
    if current.pdf_job is not None and not current.pdf_job.is_finished:
        return current.pdf_job
    current.pdf_job = jobs.enqueue(JOB_KIND, {"paper": current.pk}, by=by, label=f"生成PDF：{current}"[:200])
    current.save(update_fields=["pdf_job"])
    return current.pdf_job


def make_pdf(job: Job) -> dict[str, Any]:
    """The job. Run again after a crash it makes the same file once more; nothing is kept twice."""
    paper = OfficialPaper.objects.select_related("campaign", "series", "entry", "docx").get(pk=job.args["paper"])
    if paper.docx is None:
        raise jobs.JobFailed("这份公文没有Word文件，不能转PDF。")
    jobs.progress(job, 0, STEPS, "读取Word文件")
    with open_file(paper.docx) as stream:
        docx = stream.read()
    jobs.progress(job, 1, STEPS, "LibreOffice正在转换" if rendering.office() else "typst正在排版")
    try:
        content, made_by = rendering.pdf_of(paper, docx)
    except rendering.NoFonts as error:
        raise jobs.JobFailed(str(error)) from error
    jobs.progress(job, 2, STEPS, "保存")
    by = User.objects.filter(pk=job.created_by_id).first() if job.created_by_id else None
    keep_pdf(by=by, paper=paper, content=content, made_by=made_by)
    return {"by": made_by}


@transaction.atomic
def keep_pdf(*, by: User | None, paper: OfficialPaper, content: bytes, made_by: str) -> OfficialPaper:
    """The PDF of an issued paper, beside its Word file. It may be made again; the Word file is what went out."""
    current = _locked(paper)
    current.pdf = store_file(io.BytesIO(content), name=paper.file_name("pdf")[-255:], by=by)
    current.save(update_fields=["pdf"])
    audit.record("papers.official.pdf_made", by=by, obj=current, after={"by": made_by})
    return current


def _locked(paper: OfficialPaper) -> OfficialPaper:
    found = OfficialPaper.objects.select_for_update(of=("self",)).select_related("campaign", "entry", "pdf_job")
    return found.get(pk=paper.pk)
