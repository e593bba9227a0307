"""Short-lived signed addresses of files: whoever may see a row makes one, and it works for that account only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

from weicheng.ground.evidence.models import StoredFile

SALT = "weicheng.evidence.file"
MAX_AGE = 15 * 60


@dataclass(frozen=True, slots=True)
class FileLink:
    file_id: int
    name: str


def download_url(stored: StoredFile, *, user: Any, name: str = "") -> str:
    """An address that works for ``user`` for a quarter of an hour; first ask whether the user may see the file."""
    token = signing.dumps({"f": stored.pk, "u": user.pk, "n": name or stored.name}, salt=SALT)
    return reverse("evidence:download", args=[token])


def read_link(token: str, *, user: Any) -> FileLink | None:
    """What the token stands for; None if it is altered, too old or made for another account."""
    try:
        value = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    if value["u"] != user.pk:
        return None
    return FileLink(value["f"], value["n"])
