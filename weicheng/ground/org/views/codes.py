"""First login and reset with a one-time code; public, so nothing here says which accounts exist."""

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from weicheng.ground.kernel.errors import Refused
from weicheng.ground.org import services
from weicheng.ground.org.errors import CodeRefused
from weicheng.ground.org.forms import CodeForm, CodePasswordForm
from weicheng.ground.org.selectors import has_administrator
from weicheng.ground.org.services.codes import find_code


@never_cache
def first_run(request: HttpRequest) -> HttpResponse:
    """On a fresh installation: how to make the first administrator. Later it only leads to the login."""
    if has_administrator():
        return redirect("login")
    return render(request, "org/first_run.html")


@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """First the code, then a password: one page, two steps."""
    address = get_client_ip_address(request) or "unknown"
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "org/code.html", {"form": form}, status=422 if form.errors else 200)
    try:
        found = find_code(form.cleaned_data["code"], address=address)
    except CodeRefused as refusal:
        form.add_error("code", str(refusal))
        return render(request, "org/code.html", {"form": form}, status=422)
    if "password" not in request.POST:
        step = CodePasswordForm(initial={"code": form.cleaned_data["code"]})
        return render(request, "org/code_password.html", {"form": step, "account": found.user})
    step = CodePasswordForm(request.POST)
    if step.is_valid():
        try:
            user = services.redeem_code(
                code=step.cleaned_data["code"], password=step.cleaned_data["password"], address=address
            )
        except Refused as refusal:
            step.add_error("password" if refusal.field == "password" else None, str(refusal))
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
            messages.success(request, f"密码设好了。以后用账号“{user.username}”和这个密码登录。")
            return redirect("home")
    return render(request, "org/code_password.html", {"form": step, "account": found.user}, status=422)
