"""Check a Word file against GB/T 9704. The file is read and forgotten: nothing of it is stored."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from weicheng.engines.papercheck import RULES, Finding, NotReadable, Report, Shape
from weicheng.engines.papercheck import check as check_paper
from weicheng.ground.papers.forms import CheckForm
from weicheng.ground.papers.views.doors import Request, campaign_page, frame

SHAPES = {Shape.DOCUMENT: "文件格式", Shape.LETTER: "信函格式", Shape.MINUTES: "纪要格式"}


@campaign_page
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    form = CheckForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    if request.method == "POST" and form.is_valid():
        try:
            report = check_paper(form.cleaned_data["file"].read())
        except NotReadable as error:
            form.add_error("file", str(error))
    context = {
        **frame(request, "check", ("版式检查", None)),
        "form": form,
        "name": form.cleaned_data["file"].name if report else "",
        "report": report,
        "shape": SHAPES[report.shape] if report else "",
        "findings": _sorted(report) if report else [],
        "rules": RULES,
    }
    return render(
        request, "papers/check.html", context, status=422 if request.method == "POST" and report is None else 200
    )


def _sorted(report: Report) -> list[Finding]:
    return [*report.errors, *report.warnings]
