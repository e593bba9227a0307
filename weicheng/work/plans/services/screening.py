"""What is looked at before a file is stored: size, kind, marks of a classified paper."""

from __future__ import annotations

from django.conf import settings

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
