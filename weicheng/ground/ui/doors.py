"""What every view goes through: login, and refusals of the services said in words on the page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.kernel.keys import BadKey
from weicheng.ground.ui.answers import bad_request, refuse

View = Callable[..., HttpResponse]


def page(view: View) -> View:
    """Logged in; a refusal of a service becomes a sentence on the page the user came from."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            if request.method == "GET" and not request.htmx:  # type: ignore[attr-defined]
                raise
            return refuse(request, str(error), 403)
        except BadKey as error:
            return bad_request(request, str(error))
        except Refused as error:
            return refuse(request, str(error), back=way_out(request))

    return inner


def way_out(request: HttpRequest) -> str:
    """Where a refused page sends its reader: never to a page that refuses again, which would send her round in circles."""
    if request.method != "GET":
        return ""  # to the page with the form
    came_from = urlsplit(request.META.get("HTTP_REFERER", "")).path
    return "/" if came_from == request.path else ""
