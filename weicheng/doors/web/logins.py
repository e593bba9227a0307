"""Logins, failed ones too, go into the audit trail."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from weicheng.ground.kernel import audit
from weicheng.ground.org.models import User


@receiver(user_logged_in)
def logged_in(request: HttpRequest | None, user: User, **_: Any) -> None:
    audit.record("web.login", by=user, obj=user, after={"address": _address(request)})


@receiver(user_logged_out)
def logged_out(request: HttpRequest | None, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record("web.logout", by=user, obj=user)


@receiver(user_login_failed)
def login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    name = str(credentials.get("username") or "")[:100]
    audit.record("web.login_failed", label=name, after={"address": _address(request)})


def _address(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
