from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

FILES_AT_ONCE = 5  # as many of the largest size as one request may bring
STRANGERS_BYTES = 64 * 1024  # a login, a code and a password are less


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


class BodyLimit:
    """What is too large is refused before a byte of it is written to the disk; a stranger may send a form, no file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdecimal() else 0
        if size > FILES_AT_ONCE * settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            return HttpResponse(f"文件太大，没有收下。每份不超过{most}兆，请分几次上传。", status=413)
        if size > STRANGERS_BYTES and not request.user.is_authenticated:
            return HttpResponse("请先登录再上传。", status=401)
        return self.get_response(request)


class NoNul:
    """A zero byte in a field comes from no keyboard, and PostgreSQL cannot store it: such a request is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        fields = (value for form in (request.GET, request.POST) for _, values in form.lists() for value in values)
        if any("\0" in str(value) for value in fields):
            return HttpResponse("填的内容里有看不见的坏字符，没有收下。请重新输入，不要从别处粘贴。", status=400)
        return None


class BusyDatabase:
    """SQLite lets one write at a time; who waited in vain is told that nothing was written, not that something broke."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (isinstance(exception, OperationalError) and "locked" in str(exception)):
            return None
        if getattr(request, "htmx", False):
            return HttpResponse("现在写入的人多，这一步没有做。内容还在页面上，请过一会儿再点一次。", status=503)
        return render(request, "503.html", status=503)
