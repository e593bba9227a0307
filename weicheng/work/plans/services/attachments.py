"""What may hang on a progress report: photos, PDF, office files, video. Told by content; the name is not believed."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.screening import kind_of, name_of, why_unfit
from weicheng.ground.evidence.services import store_file
from weicheng.ground.org.models import User
from weicheng.work.plans.errors import RefusedUpload

MOST_FILES = 20


def store_attachments(files: Any, by: User) -> list[tuple[StoredFile, str]]:
    """Look at every file before any is kept. Raises RefusedUpload with the name and the reason."""
    files = list(files)
    if len(files) > MOST_FILES:
        raise RefusedUpload(f"一次最多交{MOST_FILES}份照片或文件，这次有{len(files)}份，请分两次报。", "files")
    for file in files:
        if not isinstance(file, tuple):
            check_attachment(file, name_of(file))
    return [file if isinstance(file, tuple) else _stored(file, by) for file in files]


def check_attachment(file: File[Any], name: str) -> None:
    """Raises RefusedUpload for what is empty, no photo, document or video, or would run when it is opened."""
    if not file.size:
        raise RefusedUpload(f"“{name}”是空的，里面没有内容，请重新拍或重新选。", "files")
    said = why_unfit(kind_of(file), name)
    if said:
        raise RefusedUpload(f"“{name}”{said}，没有收。请交照片、视频、PDF或者Word、Excel、PPT文件。", "files")


def _stored(file: File[Any], by: User) -> tuple[StoredFile, str]:
    name = name_of(file)
    try:
        file.seek(0)
        return store_file(file, name=name, by=by), name
    except FileRefused as error:
        raise RefusedUpload(f"“{name}”没有存入：{error}", "files") from error
