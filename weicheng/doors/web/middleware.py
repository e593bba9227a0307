from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url


class PartialLoginMiddleware:
    """A partial request that would be sent to the login page gets a 401 instead: the page stays, and what was typed with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        partial = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
        if partial and response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponse("登录已过期。请在新窗口登录，再回到这里点一次，填的内容还在。", status=401)
        return response
