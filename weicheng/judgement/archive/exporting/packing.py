"""A zip that is written in stretches, so that a killed job goes on where it was.

Every stretch ends with a whole zip, closed and on the disk; then the journal is replaced: how many entries are in, where the
central directory begins, and its bytes. The next stretch writes over that directory. If it is killed, the file is cut at the
journal's place, the kept directory is put back, and it is a whole zip again. Nothing is offered before the last rename.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from weicheng.judgement.archive.exporting.copying import copy_entry
from weicheng.judgement.archive.exporting.plan import KIB, Entry, Tell

STRETCH_BYTES = 64 << 20
STRETCH_ENTRIES = 100
_ZIP64_FROM = 1 << 30


def pack(entries: Iterable[Entry], target: Path, *, top: str, at: datetime, tell: Tell) -> Path:
    """Write ``target``; everything in it lies under the folder ``top``. Files go in as they are (ZIP_STORED): photos and
    office papers are compressed already, and flat memory and speed matter more."""
    if target.exists():
        return target
    listed = list(entries)
    total = sum(entry.size for entry in listed) // KIB + 1
    part, journal = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.journal")
    done = _take_up(part, journal)
    moved = sum(entry.size for entry in listed[:done])
    stamp = at.timetuple()[:6] if at.year >= 1980 else (1980, 1, 1, 0, 0, 0)

    def count(size: int) -> None:
        nonlocal moved
        moved += size
        tell(min(moved // KIB, total), total, f"写入第{done + 1}个文件，共{len(listed)}个")

    while done < len(listed):
        with zipfile.ZipFile(part, "a" if done else "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            stretch, first = 0, done
            while done < len(listed) and stretch < STRETCH_BYTES and done - first < STRETCH_ENTRIES:
                entry = listed[done]
                info = zipfile.ZipInfo(f"{top}/{entry.path}", stamp)  # type: ignore[arg-type]
                info.external_attr = 0o644 << 16
                with archive.open(info, "w", force_zip64=entry.size >= _ZIP64_FROM) as out:
                    copy_entry(entry, out, count)
                stretch += entry.size
                done += 1
        _keep(part, journal, done, archive.start_dir)
    os.replace(part, target)  # noqa: PTH105  (the same as Path.replace; named beside fsync)
    _sync_folder(target.parent)
    journal.unlink(missing_ok=True)
    return target


def _take_up(part: Path, journal: Path) -> int:
    """How many entries are safely in; the file is put back to that state."""
    if not (part.exists() and journal.exists()):
        part.unlink(missing_ok=True)
        journal.unlink(missing_ok=True)
        return 0
    head, _, tail = journal.read_bytes().partition(b"\n")
    kept = json.loads(head)
    with part.open("r+b") as stream:
        stream.truncate(kept["start"])
        stream.seek(kept["start"])
        stream.write(tail)
        stream.flush()
        os.fsync(stream.fileno())
    return int(kept["done"])


def _keep(part: Path, journal: Path, done: int, start: int) -> None:
    """The journal of a stretch, whole or not at all; only after the zip itself is on the disk."""
    with part.open("rb") as stream:
        os.fsync(stream.fileno())
        stream.seek(start)
        tail = stream.read()
    fresh = journal.with_name(f"{journal.name}.new")
    with fresh.open("wb") as stream:
        stream.write(json.dumps({"done": done, "start": start}).encode() + b"\n" + tail)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(journal)
    _sync_folder(journal.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
