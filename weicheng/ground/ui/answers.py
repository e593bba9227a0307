"""How a page says what happened: a redirect with a message, or, to a partial request, an event that the shell shows."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


def say(response: HttpResponse, text: str, level: str = "success") -> HttpResponse:
    """Add a message to the answer of a partial request; static/js/app.js shows it."""
    events: dict[str, Any] = json.loads(response.headers.get("HX-Trigger", "{}"))
    events["wcSay"] = {"text": text, "level": level}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def refuse(request: HttpRequest, text: str, status: int = 422, back: str = "") -> HttpResponse:
    """Nothing was done; the reason in words. A partial request keeps its page as it is, a full one goes back to ``back``."""
    if getattr(request, "htmx", False):
        response = HttpResponse(status=status, headers={"HX-Reswap": "none"})
        return say(response, text, "error")
    messages.error(request, text)
    return redirect(back or _came_from(request) or "/")


def bad_request(request: HttpRequest, text: str) -> HttpResponse:
    """What no page of ours sends; said in words all the same, for it may be an old page."""
    if getattr(request, "htmx", False):
        return refuse(request, text, 400)
    return render(request, "400.html", {"said": text}, status=400)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The page of ours that the form names, else ``otherwise``."""
    back = request.POST.get("back", "")
    # A bare word would be taken for the name of a page.
    return back if _is_ours(request, back) and back.startswith("/") else otherwise


def _came_from(request: HttpRequest) -> str:
    """The page of ours that sent the request; empty where another site did, which must not get its visitor back from us."""
    page = request.META.get("HTTP_REFERER", "")
    return page if _is_ours(request, page) else ""


def _is_ours(request: HttpRequest, page: str) -> bool:
    return url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
