"""Copying an entry while its hash is taken: what left the house wrong is worse than what did not leave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import IO

from weicheng.judgement.archive.exporting.plan import Entry

CHUNK = 1 << 20


class Spoiled(Exception):
    """The bytes on the disk are not those of the manifest, or are gone; the message is for the user."""


def copy_entry(entry: Entry, out: IO[bytes], moved: Callable[[int], None]) -> None:
    """Raises Spoiled; what was written to ``out`` until then must be thrown away."""
    digest, size = hashlib.sha256(), 0
    try:
        with entry.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                out.write(chunk)
                size += len(chunk)
                moved(len(chunk))
    except FileNotFoundError as error:
        raise Spoiled(f"“{entry.path}”的内容不在磁盘上，导出停下了。请从备份恢复这份文件后再导出。") from error
    if digest.hexdigest() != entry.sha256 or size != entry.size:
        raise Spoiled(f"“{entry.path}”的内容和清单上的不一样，导出停下了。请从备份恢复这份文件，并查看操作记录。")
