"""Bytes: of files behind signed addresses, and their small pictures."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.evidence.links import read_link
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import open_file

# What a browser may show by itself; everything else is saved. HTML and SVG can carry scripts.
INLINE = {"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"}


@require_safe
@login_required
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes behind a signed address; ``?inline=1`` shows pictures and PDF in the browser."""
    link = read_link(token, user=request.user)
    if link is None:
        return render(request, "evidence/link_expired.html", status=410)
    stored = get_object_or_404(StoredFile, pk=link.file_id)
    try:
        stream = open_file(stored)
    except FileMissing as error:
        raise Http404(str(error)) from error
    inline = bool(request.GET.get("inline")) and stored.media_type in INLINE
    response = FileResponse(stream, as_attachment=not inline, filename=link.name, content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=900"
    return response
