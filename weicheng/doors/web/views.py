from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from weicheng import __version__
from weicheng.doors.demo.units import ACCOUNTS, SAMPLE_PASSWORD
from weicheng.doors.web.home import home_context
from weicheng.doors.web.search import search as search_everything
from weicheng.ground.campaigns.selectors import chosen_campaign
from weicheng.ground.org.models import User
from weicheng.ground.ui.status import STATUS
from weicheng.work.plans.selectors.home import home_numbers


def healthz(request: HttpRequest) -> JsonResponse:
    """For a monitor: 200 and the version when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": __version__})


class Login(auth.LoginView):
    """In demo mode the sample accounts stand beside the form; elsewhere they do not exist."""

    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not User.objects.exists():  # nobody could log in: say how to begin
            return redirect("org:first-run")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["sample_logins"] = [{"username": name, "who": who} for name, _, _, _, who in ACCOUNTS]
            context["sample_password"] = SAMPLE_PASSWORD
        return context


@login_required
def home(request: HttpRequest) -> HttpResponse:
    campaign = chosen_campaign(request)
    if campaign is None:
        return redirect("campaigns:start")
    numbers = home_numbers(campaign, request.user)  # type: ignore[arg-type]
    context = {"nav": "home", "crumbs": [("首页", None)], "n": numbers, **home_context(campaign, request.user, numbers)}  # type: ignore[arg-type]
    return render(request, "web/home.html", context)


@login_required
def search(request: HttpRequest) -> HttpResponse:
    campaign = chosen_campaign(request)
    if campaign is None:
        return redirect("campaigns:start")
    words = request.GET.get("q", "")
    found = search_everything(campaign, request.user, words)  # type: ignore[arg-type]
    return render(request, "web/search.html", {"crumbs": [("搜索", None)], "words": words, "found": found})


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its variants, on one page."""
    return render(request, "web/gallery.html", {"crumbs": [("组件", None)], "statuses": list(STATUS)})
