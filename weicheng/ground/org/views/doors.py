"""What every page of this room goes through: login, refusals said in words, one way to show and send a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from weicheng.ground.kernel.errors import NotAllowed, Refused
from weicheng.ground.ui.doors import page

if TYPE_CHECKING:
    from weicheng.ground.org.models import User

    class Request(HttpRequest):
        """A request behind the login: its user is an account."""

        user: User  # type: ignore[assignment]
else:
    Request = HttpRequest

Crumbs = list[tuple[str, str | None]]
__all__ = ["Crumbs", "Request", "crumbs", "edit", "page"]


def edit(
    request: Request,
    *,
    form: Form,
    act: Callable[[dict[str, Any]], Any],
    title: str,
    submit: str,
    back: str,
    crumbs: Crumbs,
    done: str = "已保存。",
    lead: str = "",
    consequences: Callable[[dict[str, Any]], list[str]] | None = None,
    nav: str = "org",
) -> HttpResponse:
    """Show a form, or send it: ``act`` gets the cleaned values; a refusal is shown beside its field, nothing typed is lost.

    With ``consequences`` a second page says what will happen and asks once more.
    """
    context = {"form": form, "title": title, "submit": submit, "back": back, "crumbs": crumbs, "lead": lead, "nav": nav}
    if request.method == "POST" and form.is_valid():
        if consequences and not request.POST.get("confirmed"):
            return render(request, "org/confirm.html", context | {"consequences": consequences(form.cleaned_data)})
        try:
            with transaction.atomic():
                answer = act(form.cleaned_data)
        except (NotAllowed, Refused) as error:
            field = getattr(error, "field", "")
            form.add_error(field if field in form.fields else None, str(error))
        else:
            if isinstance(answer, HttpResponse):
                return answer
            messages.success(request, done)
            return redirect(back)
    return render(request, "org/form.html", context, status=422 if form.errors else 200)


def crumbs(*path: tuple[str, str | None]) -> Crumbs:
    return list(path)
