"""Slips with one-time codes: rendered straight from the answer to the POST, because no code is stored anywhere."""

import io
from collections.abc import Sequence
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from weicheng.ground.org.services import Slip
from weicheng.ground.org.views.doors import Request


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG to stand in the page."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", xmldecl=False, svgns=True, nl=False, border=2, omitsize=True)
    return mark_safe(out.getvalue().decode("ascii"))


def slips_page(request: Request, slips: Sequence[Slip | None], back: str) -> HttpResponse:
    """The printable page; shown once, kept by no cache."""
    address = request.build_absolute_uri(reverse("org:code"))
    shown: list[dict[str, Any]] = [
        # The code stands behind the #: it reaches no server log.
        {"slip": slip, "qr": qr_svg(f"{address}#{slip.code}")}
        for slip in slips
        if slip is not None
    ]
    context = {
        "slips": shown,
        "address": address,
        "back": back,
        "nav": "org",
        "crumbs": [("账号", back), ("登录码", None)],
    }
    response = render(request, "org/slips.html", context)
    response["Cache-Control"] = "no-store"
    return response
