"""Names that every file system takes: titles are hostile until they have been through here."""

from __future__ import annotations

import re
import unicodedata

from weicheng.judgement.archive.things import FileRef

MOST_CHARS = 60
MOST_BYTES = 180  # with number and ending below the 255 bytes of Linux; 60 characters keep Windows below 240
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_ENDING = re.compile(r"\.([A-Za-z0-9]{1,8})$")
_OFFICE = "application/vnd.openxmlformats-officedocument."
# The ending says what the bytes are, not what the name claimed.
ENDINGS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/webp": "webp",
    "image/heic": "heic",
    "video/mp4": "mp4",
    f"{_OFFICE}wordprocessingml.document": "docx",
    f"{_OFFICE}spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}presentationml.presentation": "pptx",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/rtf": "rtf",
    "application/zip": "zip",
    "text/plain": "txt",
    "text/html": "html.txt",  # a page from outside must not run beside our index
    "image/svg+xml": "svg.txt",
    "application/x-dosexec": "exe.bin",
    "application/x-elf": "bin",
}
_RUNS = frozenset(
    {
        *("exe", "com", "bat", "cmd", "msi", "scr", "ps1", "vbs", "js", "jse", "wsf", "hta", "lnk", "jar", "sh"),
        *("html", "htm", "xhtml", "svg", "svgz", "xml", "mht"),
    }
)


def safe_name(text: str, fallback: str = "未命名") -> str:
    """``text`` without what Windows, Linux or a zip cannot hold: separators, control and direction marks, trailing dots."""
    text = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    # Cf hides direction marks that turn a name round; Cs and Co and Cn are nobody's letters.
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn"))
    text = " ".join(_FORBIDDEN.sub("_", text).split())[:MOST_CHARS]
    while len(text.encode()) > MOST_BYTES:
        text = text[:-1]
    return text.strip(" .") or fallback


def ending_of(file: FileRef) -> str:
    """The ending for the bytes of a file; that of its name only where the bytes tell nothing, and never one that runs."""
    known = ENDINGS.get(file.media_type)
    if known:
        return known
    match = _ENDING.search(file.name)
    claimed = match.group(1).lower() if match else ""
    return f"{claimed}.bin" if claimed in _RUNS else claimed or "bin"


def title_without_ending(title: str) -> str:
    """A title is often the name of its file."""
    match = _ENDING.search(title)
    return title[: match.start()] if match and match.group(1).isascii() and not match.group(1).isdigit() else title


def path_of_file(number: int, title: str, file: FileRef, place: int = 1, digits: int = 3) -> str:
    """files/007 题名.docx; the second file of an item is files/007-2 题名.jpg."""
    mark = f"{number:0{digits}d}" + (f"-{place}" if place > 1 else "")
    return f"files/{mark} {safe_name(title_without_ending(title))}.{ending_of(file)}"
