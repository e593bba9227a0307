"""Changing one's password, and the duty to do so at the first login."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from weicheng.ground.kernel import audit

FREE_NAMES = frozenset({"password-change", "logout", "healthz"})


class MustChangePassword:
    """Who still has the password that somebody else knows gets the change page, whatever was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        must = getattr(request.user, "must_change_password", False)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not must or name in FREE_NAMES:
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(headers={"HX-Redirect": reverse("password-change")})
        return redirect("password-change")


class PasswordChange(auth.PasswordChangeView):
    success_url = reverse_lazy("home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponseRedirect:  # type: ignore[override]
        response = super().form_valid(form)
        user = form.user
        user.must_change_password = False  # type: ignore[attr-defined]
        user.save(update_fields=["must_change_password"])
        audit.record("web.password_changed", by=user, obj=user)
        messages.success(self.request, "密码已修改。")
        return response  # type: ignore[return-value]
