"""Files come in once, under the hash of their bytes."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from weicheng.ground.evidence.errors import DiskFull, FileEmpty, FileMissing, FileTooLarge
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.sniffing import media_type_of
from weicheng.ground.kernel import audit

CHUNK = 1024 * 1024


def files_root() -> Path:
    return Path(settings.HOME) / "files"


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie (or would lie)."""
    return files_root() / sha256[:2] / sha256[2:4] / sha256


def store_file(source: BinaryIO | IO[bytes] | UploadedFile, *, name: str, by: Any) -> StoredFile:
    """Keep the bytes of ``source`` and return their row; bytes that are already kept give the row they have.

    Streams to a temporary file, checks size and disk on the way, then renames: another process sees the whole file or
    none. Raises FileTooLarge, FileEmpty or DiskFull (FileRefused) with a sentence for the user; nothing is left then.
    """
    incoming = files_root() / "incoming"
    temporary = incoming / uuid.uuid4().hex
    with _disk_errors_in_words():
        incoming.mkdir(parents=True, exist_ok=True)
        try:
            sha256, size = _copy(source, temporary)
            existing = StoredFile.objects.filter(sha256=sha256).first()
            if existing and path_of(sha256).exists():
                return existing
            media_type = media_type_of(temporary)
            placed = _place(temporary, path_of(sha256))
        finally:
            temporary.unlink(missing_ok=True)
    if existing:
        return existing
    try:
        # PostgreSQL keeps no NUL; names come from archives and mails, too, not only through the pages that drop it.
        return _record(sha256, size, media_type, name.replace("\x00", ""), by)
    except Exception:
        if placed:
            path_of(sha256).unlink(missing_ok=True)
        raise


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes for reading; FileMissing if they are not on the disk."""
    try:
        return path_of(stored.sha256).open("rb")
    except FileNotFoundError as error:
        raise FileMissing(f"文件“{stored.name}”的内容不在磁盘上，请从备份恢复。") from error


def _copy(source: Any, target: Path) -> tuple[str, int]:
    """Copy to ``target`` and make it durable; the hash and the size."""
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as out:
        for chunk in _chunks(source):
            size += len(chunk)
            if size > settings.MAX_UPLOAD_BYTES:
                limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
                raise FileTooLarge(f"文件超过{limit}MB，没有存入。请拆开后分别上传，或请管理员放宽限额。")
            digest.update(chunk)
            out.write(chunk)
        if not size:
            raise FileEmpty("这个文件是空的，没有存入。")
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _chunks(source: Any) -> Iterator[bytes]:
    if isinstance(source, UploadedFile):
        yield from source.chunks(CHUNK)
        return
    while chunk := source.read(CHUNK):
        yield chunk


def _place(temporary: Path, target: Path) -> bool:
    """Rename into place; whether the bytes are new on this disk."""
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    # The name itself must survive a power cut, not only the bytes.
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return True


@transaction.atomic
def _record(sha256: str, size: int, media_type: str, name: str, by: Any) -> StoredFile:
    stored, is_new = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": size,
            "media_type": media_type,
            "name": name[-255:],
            "created_by_id": getattr(by, "pk", None),
        },
    )
    if is_new:
        audit.record("evidence.file.stored", by=by, obj=stored, after={"sha256": sha256, "size": size, "name": name})
    return stored


@contextmanager
def _disk_errors_in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("服务器磁盘满了，文件没有存入。请通知系统管理员清理磁盘后再传。") from error
        raise
