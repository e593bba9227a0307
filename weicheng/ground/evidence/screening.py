"""What may come in as evidence, told by its bytes: a name that says something else is put right, a program is refused."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File

from weicheng.engines.reader.classified import refusal
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.ground.evidence.classified import level_of
from weicheng.ground.evidence.errors import FileUnfit
from weicheng.ground.evidence.sniffing import media_type_of

_OFFICE = "application/vnd.openxmlformats-officedocument."
# Media type: how its files are named, the usual ending first.
ENDINGS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/bmp": ("bmp",),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    "image/heic": ("heic", "heif", "hif"),
    "application/pdf": ("pdf",),
    "application/rtf": ("rtf", "doc"),
    "video/mp4": ("mp4", "mov", "m4v", "3gp", "qt"),
    "video/webm": ("webm", "mkv"),
    "video/x-msvideo": ("avi",),
    "application/msword": ("doc", "wps", "dot", "wpt"),
    "application/vnd.ms-excel": ("xls", "et", "xlt"),
    "application/vnd.ms-powerpoint": ("ppt", "dps", "pps"),
    f"{_OFFICE}wordprocessingml.document": ("docx", "docm", "dotx", "wps"),
    f"{_OFFICE}spreadsheetml.sheet": ("xlsx", "xlsm", "xltx", "et"),
    f"{_OFFICE}presentationml.presentation": ("pptx", "pptm", "ppsx", "dps"),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/vnd.oasis.opendocument.presentation": ("odp",),
}
ATTACHMENTS = frozenset(ENDINGS)
# Plain text and saved pages are evidence too; they are never shown by the browser, only saved.
PLAIN: dict[str, tuple[str, ...]] = {"text/plain": ("txt", "md", "csv", "log"), "text/html": ("html", "htm")}
# Names under which a computer would run a file, whatever its bytes are.
RUNS = frozenset(
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
_WORDS = {
    "image": "图片",
    "video": "视频",
    "application/pdf": "PDF文件",
    "text/html": "网页",
    "text/plain": "纯文本",
}
_PAPERS = ("application/pdf", "application/rtf", "application/msword", "text/plain", "text/html")


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


def why_unfit(kind: str, name: str, *, allowed: frozenset[str] = ATTACHMENTS) -> str:
    """What a file of this kind and name is that cannot be taken, as the end of a sentence; "" if it can."""
    ending = ending_of(name)
    runs = ending in RUNS and ending not in ENDINGS.get(kind, ()) + (PLAIN.get(kind, ()) if kind in allowed else ())
    if kind in allowed and not runs:
        return ""
    return _SAID.get(kind, "可以当程序运行" if ending in RUNS else "认不出是照片、文档还是视频")


def ending_of(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def check_evidence_file(file: File[Any], name: str) -> tuple[str, str]:
    """(the name by what the file is, what to tell the user or ""). Raises FileUnfit with the name and the reason."""
    if not file.size:
        raise FileUnfit(f"“{name}”是空的，里面没有内容，请重新选。")
    kind = kind_of(file)
    said = why_unfit(kind, _without_double(name), allowed=ATTACHMENTS | frozenset(PLAIN))
    if said:
        more = "请解压后把里面的文件直接拖进来，一次可以拖很多份。" if said == "是压缩包" else _TAKEN
        raise FileUnfit(f"“{name}”{said}，没有收。{more}")
    _check_not_classified(file, kind, name)
    return corrected(name, kind)


_TAKEN = "请交照片、视频、PDF、纯文本或者Word、Excel、PPT文件。"


def corrected(name: str, kind: str) -> tuple[str, str]:
    """The name with an ending that fits its kind, and a sentence about it where it had another."""
    endings = ENDINGS.get(kind) or PLAIN.get(kind) or ()
    ending = ending_of(name)
    if not endings or ending in endings:
        return name, ""
    known = {one for group in (*ENDINGS.values(), *PLAIN.values()) for one in group}
    stem = name[: -len(ending) - 1] if ending in known and "." in name else name
    better = f"{stem[:250]}.{endings[0]}"
    return better, f"“{name}”其实是{word_of(kind)}，已改名为“{better}”。"


def word_of(kind: str) -> str:
    """What a person calls a file of this media type."""
    if kind in _WORDS:
        return _WORDS[kind]
    if kind.split("/")[0] in _WORDS:
        return _WORDS[kind.split("/")[0]]
    for part, word in (("word", "Word文档"), ("sheet", "表格"), ("excel", "表格"), ("presentation", "演示文稿")):
        if part in kind:
            return word
    return {"application/vnd.ms-powerpoint": "演示文稿", "application/rtf": "文档"}.get(kind, "文件")


def _without_double(name: str) -> str:
    """A page saved as 通报.pdf.html is a page; 照片.jpg.exe is a program whatever stands before."""
    return name.strip().rstrip(".")


def _check_not_classified(file: File[Any], kind: str, name: str) -> None:
    if kind not in _PAPERS and "wordprocessingml" not in kind:
        return
    file.seek(0)
    try:
        level = level_of(file.read(), name)
    except UnreadableDocument:
        return  # kept as it is; the job says why no text is found in it
    finally:
        file.seek(0)
    if level:
        raise FileUnfit(f"“{name}”：{refusal(level)}")
