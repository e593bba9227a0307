from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from weicheng import __version__
from weicheng.ground.ui.status import STATUS


def healthz(request: HttpRequest) -> JsonResponse:
    """For a monitor: 200 and the version when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html")


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its variants, on one page."""
    return render(request, "web/gallery.html", {"statuses": list(STATUS)})
