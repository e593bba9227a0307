"""What leaves: zip and PDF made in the background, the catalogue, and the pages to print."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from weicheng.ground.campaigns.doors import campaign_of, campaign_page
from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.kernel.errors import NotPossible
from weicheng.judgement.archive import permissions
from weicheng.judgement.archive.exporting.catalogue import catalogue_xlsx
from weicheng.judgement.archive.manifests import manifest_of
from weicheng.judgement.archive.models import Volume, VolumeExport
from weicheng.judgement.archive.naming import safe_name
from weicheng.judgement.archive.selectors.contents import contents_of
from weicheng.judgement.archive.selectors.lacking import as_rows, lacking_of
from weicheng.judgement.archive.services import exports
from weicheng.judgement.archive.services.sealing import sealed_manifest
from weicheng.judgement.archive.views.doors import frame, sent, volume_or_404

SHEETS = {"cover": "封面", "contents": "卷内目录", "spine": "脊背", "notes": "备考表"}


@campaign_page
@require_POST
def export(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    made = exports.request_export(by=request.user, volume=found, form=request.POST.get("form", ""))  # type: ignore[arg-type]
    messages.success(request, f"正在做{made.get_form_display()}，进度在下面，做好了可以下载；可以先去做别的。")
    return redirect(f"/archive/{pk}/#exports")


@campaign_page
@require_GET
def fetch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The finished file; one that is still being made, or went after its fortnight, is not there."""
    permissions.check_user_can_fetch_export(request.user)  # type: ignore[arg-type]
    rows = VolumeExport.objects.filter(uid=uid, volume__campaign=campaign_of(request)).exclude(path="")
    found = rows.select_related("volume__campaign").first()
    if found is None:
        raise Http404
    path = exports.exports_root() / found.path
    if not path.is_file() or path.stat().st_size != found.size:
        raise NotPossible("这个导出文件已经清理了，请重新导出。")
    kind = "application/zip" if found.form == "zip" else "application/pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=exports.download_name(found), content_type=kind)  # type: ignore[return-value]


@campaign_page
@require_GET
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    found = volume_or_404(request, pk)
    return sent(catalogue_xlsx(_manifest(found)), f"{safe_name(f'{found.code} {found.title}')} 目录.xlsx")


@campaign_page
@require_GET
def sheet(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A page to print: A4 cover, contents, 备考表, or the label for the spine of the box."""
    if name not in SHEETS:
        raise Http404
    found = volume_or_404(request, pk)
    context = {
        **frame((found.code, f"/archive/{pk}/"), (SHEETS[name], None)),
        "volume": found,
        "name": name,
        "word": SHEETS[name],
        "sheets": SHEETS.items(),
        "manifest": _manifest(found),
        "thicknesses": (20, 30, 40, 50),
    }
    return render(request, "archive/sheet.html", context)


def _manifest(volume: Volume) -> dict[str, Any]:
    if volume.is_sealed:
        try:
            found: dict[str, Any] = json.loads(sealed_manifest(volume))
        except FileMissing as error:
            raise NotPossible(str(error)) from error
        return found
    things = contents_of(volume)
    lacking = as_rows(lacking_of(volume, things, timezone.localdate()))
    return manifest_of(volume, things, at=timezone.localtime(), by="", sealed=False, lacking=lacking)
