"""What may hang on a progress report: photos, PDF, office files, video. Told by content; the name is not believed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File

from weicheng.ground.evidence.errors import FileRefused
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import store_file
from weicheng.ground.evidence.sniffing import media_type_of
from weicheng.ground.org.models import User
from weicheng.work.plans.errors import RefusedUpload

MOST_FILES = 20
_OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = frozenset(
    {
        *(f"image/{kind}" for kind in ("jpeg", "png", "gif", "bmp", "tiff", "webp", "heic")),
        *("application/pdf", "application/rtf", "video/mp4", "video/webm", "video/x-msvideo"),
        *("application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"),
        *(f"{_OFFICE}{kind}" for kind in ("wordprocessingml.document", "spreadsheetml.sheet")),
        f"{_OFFICE}presentationml.presentation",
        *(f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")),
    }
)
# Names under which a computer would run a file, whatever its bytes are.
_RUNS = frozenset(
    {
        *("exe", "com", "bat", "cmd", "msi", "scr", "ps1", "vbs", "js", "jse", "wsf", "hta", "lnk", "jar", "apk", "sh"),
        *("html", "htm", "xhtml", "svg", "svgz", "xml", "mht", "swf"),
    }
)
_SAID = {
    "application/x-dosexec": "是程序",
    "application/x-elf": "是程序",
    "text/html": "是网页",
    "image/svg+xml": "是网页图形，里面可以藏程序",
    "application/zip": "是压缩包",
    "application/vnd.rar": "是压缩包",
    "application/x-7z-compressed": "是压缩包",
    "application/gzip": "是压缩包",
    "application/x-encrypted-office": "加了密码，别人打不开",
}


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
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if not file.size:
        raise RefusedUpload(f"“{name}”是空的，里面没有内容，请重新拍或重新选。", "files")
    kind = kind_of(file)
    if kind in ALLOWED and ending not in _RUNS:
        return
    said = _SAID.get(kind, "可以当程序运行" if ending in _RUNS else "认不出是照片、文档还是视频")
    raise RefusedUpload(f"“{name}”{said}，没有收。请交照片、视频、PDF或者Word、Excel、PPT文件。", "files")


def kind_of(file: File[Any]) -> str:
    """The media type by content."""
    file.seek(0)
    head = file.read(64)
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "video/x-msvideo"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm"
    # A zip or an OLE file shows what it is only as a whole; the store looks at paths.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "attachment"
        with path.open("wb") as out:
            file.seek(0)
            for chunk in iter(lambda: file.read(1 << 20), b""):
                out.write(chunk)
        return media_type_of(path)


def name_of(file: File[Any]) -> str:
    """The name it came with, without a path."""
    return (file.name or "未命名").replace("\\", "/").rsplit("/", 1)[-1][-255:]


def _stored(file: File[Any], by: User) -> tuple[StoredFile, str]:
    name = name_of(file)
    try:
        file.seek(0)
        return store_file(file, name=name, by=by), name
    except FileRefused as error:
        raise RefusedUpload(f"“{name}”没有存入：{error}", "files") from error
