"""Entries of random bytes for the tests of packing; also read by a process of its own that is killed."""

import hashlib
import os
from pathlib import Path

from weicheng.judgement.archive.exporting.plan import Entry


def make(folder: Path, count: int, size: int = 64 * 1024) -> None:
    (folder / "in").mkdir()
    for number in range(count):
        (folder / "in" / f"{number:03d}.bin").write_bytes(os.urandom(size))


def entries(folder: Path) -> list[Entry]:
    return [
        Entry(f"files/{path.name}", path, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted((folder / "in").iterdir())
    ]
