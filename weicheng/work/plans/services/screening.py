"""What is looked at before a file is stored: size, kind, marks of a classified paper."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.files.base import File

from weicheng.engines.reader.classified import refusal
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.ground.evidence.classified import level_of
from weicheng.work.plans.errors import RefusedUpload

_MEGABYTE = 1024 * 1024


def check_size(size: int) -> None:
    limit = settings.MAX_UPLOAD_BYTES
    if size > limit:
        raise RefusedUpload(
            f"文件有{size // _MEGABYTE}MB，超过{limit // _MEGABYTE}MB的上限，没有保存。请压缩其中的图片或拆开再传。"
        )
    if size == 0:
        raise RefusedUpload("文件是空的，没有保存。")


def bytes_of(upload: File[Any] | IO[bytes]) -> bytes:
    """All of an upload; RefusedUpload for one that is too large, without reading it where its size is known before."""
    size = getattr(upload, "size", None)
    if size is not None:
        check_size(size)
    upload.seek(0)
    data: bytes = upload.read()
    check_size(len(data))
    return data


def screen(data: bytes, name: str) -> None:
    """Raise RefusedUpload if the bytes are no document, cannot be opened, or are marked as classified.

    The job looks at the full text again: here a request is waiting, so that of a heavy file only the head is seen.
    """
    try:
        level = level_of(data, name)
    except UnreadableDocument as error:
        raise RefusedUpload(str(error)) from error
    if level:
        raise RefusedUpload(refusal(level))
