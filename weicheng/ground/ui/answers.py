"""How a page says what happened: a redirect with a message, or, to a partial request, an event that the shell shows."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


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
    return redirect(back or request.META.get("HTTP_REFERER") or "/")
