"""Many files at once, each answered for by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from weicheng.ground.campaigns.doors import campaign_of
from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.forms import UploadForm
from weicheng.ground.evidence.permissions import check_user_can_add_evidence
from weicheng.ground.evidence.services import upload_evidence
from weicheng.ground.evidence.views.doors import Request, frame, library_page, wants_json
from weicheng.ground.kernel.errors import NotAllowed, Refused


@dataclass(slots=True)
class Result:
    """What became of one file."""

    name: str
    url: str = ""
    title: str = ""
    remarks: list[str] = field(default_factory=list)
    error: str = ""
    is_new: bool = False


@library_page
def upload(request: Request) -> HttpResponse:
    """The page; or files, from its script one at a time (answered as JSON), without it all together."""
    campaign = campaign_of(request)
    check_user_can_add_evidence(request.user, campaign)
    clause = request.GET.get("clause", "")
    sent = request.POST if request.method == "POST" else None
    form = UploadForm(sent, initial={"clause": clause}, campaign=campaign, user=request.user)
    results: list[Result] = []
    files = request.FILES.getlist("files")
    if request.method == "POST" and form.is_valid():
        results = [_keep(request, file, form.cleaned_data) for file in files]
    if request.method == "POST" and wants_json(request):
        return _as_json(form, results)
    missing = request.method == "POST" and not files
    context = {**frame(request, ("放材料", None)), "form": form, "results": results, "missing": missing}
    refused = missing or form.errors or any(one.error for one in results)
    return render(request, "evidence/upload.html", context, status=422 if refused else 200)


def _keep(request: Request, file: UploadedFile, values: dict[str, Any]) -> Result:
    name = file.name or "未命名"
    common = {key: values[key] for key in ("unit", "kind", "on", "year", "valid_until", "note")}
    clauses = [values["clause"]] if values["clause"] else []
    try:
        done = upload_evidence(by=request.user, campaign=campaign_of(request), upload=file, clauses=clauses, **common)
    except (FileRefused, Refused, NotAllowed) as error:
        return Result(name, error=str(error))
    url = reverse("library:file", args=[done.evidence.pk])
    return Result(name, url, done.evidence.title, done.remarks, is_new=done.is_new)


def _as_json(form: UploadForm, results: list[Result]) -> JsonResponse:
    if form.errors:
        words = "；".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": words, "fields": sorted(form.errors)}, status=422)
    if not results:
        return JsonResponse({"error": "没有收到文件，请再传一次。"}, status=422)
    one = results[0]
    answer = {"name": one.name, "url": one.url, "title": one.title, "remarks": one.remarks, "is_new": one.is_new}
    return JsonResponse(answer | {"error": one.error}, status=422 if one.error else 200)
