from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ClientAddress:
    """Behind our own reverse proxy the client's address is the last one that X-Forwarded-For names: the proxy wrote it.

    Earlier ones are whatever the client claimed. Without this everybody would seem to come from the proxy, and five wrong
    passwords of one person would lock that account for all. Installed only with WEICHENG_BEHIND_PROXY=1.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if named:
            request.META["REMOTE_ADDR"] = named
        return self.get_response(request)
