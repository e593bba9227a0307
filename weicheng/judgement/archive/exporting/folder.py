"""The export as a folder: each file appears under its name only when it is whole, so a second run copies what is missing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from weicheng.judgement.archive.exporting.copying import copy_entry
from weicheng.judgement.archive.exporting.plan import KIB, Entry, Tell


def lay_out(entries: Iterable[Entry], target: Path, *, tell: Tell) -> Path:
    """Write the files below ``target``. A file that is there with its size was whole when it got its name."""
    listed = list(entries)
    total = sum(entry.size for entry in listed) // KIB + 1
    moved = 0

    def count(size: int) -> None:
        nonlocal moved
        moved += size
        tell(min(moved // KIB, total), total, f"写入，共{len(listed)}个文件")

    for entry in listed:
        path = target / entry.path
        if path.exists() and path.stat().st_size == entry.size:
            count(entry.size)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}"[:80] + ".part")
        try:
            with partial.open("wb") as out:
                copy_entry(entry, out, count)
                out.flush()
                os.fsync(out.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return target
