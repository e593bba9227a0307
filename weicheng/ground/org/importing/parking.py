"""A table between looking at the preview and confirming it: on the disk for a day, known only to the session that sent it."""

from __future__ import annotations

import re
import secrets
import time
from pathlib import Path

from django.conf import settings

KEEP_SECONDS = 24 * 3600
_TOKEN = re.compile(r"^[0-9a-f]{32}$")


def park(content: bytes) -> str:
    """Keep the bytes and return their token; what others left longer than a day ago is thrown away."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEEP_SECONDS:
            old.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    (folder / token).write_bytes(content)
    return token


def parked(token: str) -> bytes | None:
    """The bytes, or None when they are gone."""
    if not _TOKEN.match(token or ""):
        return None
    try:
        return (_folder() / token).read_bytes()
    except FileNotFoundError:
        return None


def unpark(token: str) -> None:
    if _TOKEN.match(token or ""):
        (_folder() / token).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
