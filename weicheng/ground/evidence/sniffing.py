"""What a file is, by its content; its name is not believed."""

import re
import zipfile
from pathlib import Path

import olefile

HEAD = 4096
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
)
_OFFICE_XML = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OLE_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
    "EncryptedPackage": "application/x-encrypted-office",
}
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")
_NAMED = re.compile(r"application/[\w.+-]{1,80}", re.ASCII)  # what a zip says of itself goes into a header
_TEXT_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "big5")


def media_type_of(path: Path) -> str:
    """The media type of the file at ``path``; application/octet-stream when nothing is recognised."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIF_BRANDS else "video/mp4"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(path)
    if head.startswith(olefile.MAGIC):
        return _ole_type(path)
    return _text_type(head)


def _zip_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            for part, media_type in _OFFICE_XML.items():
                if part in names:
                    return media_type
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                named = archive.read("mimetype").decode("ascii", "replace").strip()
                return named if _NAMED.fullmatch(named) else "application/zip"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return "application/octet-stream"
    return "application/zip"


def _ole_type(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as document:
            for stream, media_type in _OLE_STREAMS.items():
                if document.exists(stream):
                    return media_type
    except (OSError, ValueError, IndexError):
        return "application/octet-stream"
    return "application/x-ole-storage"


def _text_type(head: bytes) -> str:
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "text/html" if b"<html" in start else "application/xml"
    if start.startswith(b"<svg"):
        return "image/svg+xml"
    for encoding in _TEXT_ENCODINGS:
        for cut in range(4):  # the head may end in the middle of a character
            try:
                head[: len(head) - cut].decode(encoding)
            except (UnicodeDecodeError, UnicodeError):
                continue
            return "text/plain"
    return "application/octet-stream"
