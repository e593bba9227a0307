"""The file of chain heads, outside the database: each line also holds the hash of the line before it."""

import fcntl
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

TAIL = 4096  # more than one line


@dataclass(frozen=True, slots=True)
class HeadLine:
    """After row ``number`` the chain had ``digest``; ``line`` is the hash of this line and of all before it."""

    number: int
    digest: str
    at: str
    line: str


def path() -> Path:
    return Path(settings.HOME) / "audit" / "heads.log"


def line_hash(before: str, number: int, digest: str, at: str) -> str:
    return hashlib.sha256(f"{before}|{number}|{digest}|{at}".encode()).hexdigest()


def append(number: int, digest: str, at: str) -> str:
    """Add a head and wait until it is on the disk; the hash of the new line."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab+") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        before = _last_hash(log)
        hashed = line_hash(before, number, digest, at)
        line = json.dumps({"number": number, "digest": digest, "at": at, "line": hashed})
        log.write(f"{line}\n".encode())
        log.flush()
        os.fsync(log.fileno())
    return hashed


def _last_hash(log: BinaryIO) -> str:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - TAIL))
    lines = log.read().splitlines()
    if not lines:
        return ""
    try:
        return str(json.loads(lines[-1])["line"])
    except (ValueError, KeyError, TypeError):
        return "broken"  # verify will say so: the chain of lines cannot be continued as if nothing were


def read() -> tuple[list[HeadLine], list[str]]:
    """All heads up to the first line that is not as it was written, and what is wrong with the file."""
    file = path()
    if not file.exists():
        return [], []
    heads: list[HeadLine] = []
    before = ""
    for place, text in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            head = HeadLine(**json.loads(text))
            sound = head.line == line_hash(before, head.number, head.digest, head.at)
        except (ValueError, TypeError):
            sound = False
        if not sound:
            return heads, [f"链头文件第{place}行被改动过，或它前面少了行。"]
        heads.append(head)
        before = head.line
    return heads, []
