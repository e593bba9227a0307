"""What a file is, found from its content: names lie, and a .doc is often a web page."""

import re

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.encoding import NOT_A_DOCUMENT

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHITE = b"\x00\t\n\r\f \xef\xbb\xbf\xfe\xff"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*")
_REFUSED = (
    (b"Rar!", "这是 RAR 压缩包，请解压后再上传，或改用 zip 格式打包。"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包，请解压后再上传，或改用 zip 格式打包。"),
    (b"\x1f\x8b", "这是 gzip 压缩包，请解压后再上传，或改用 zip 格式打包。"),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"GIF8",
    b"RIFF",
    b"SQLite format 3",
    b"ID3",
    b"OggS",
)
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|meta|table|div|p|h[1-6])[\s>]", re.IGNORECASE)
_MHTML = re.compile(rb"^MIME-Version:|^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)


def detect(data: bytes) -> str:
    """ "zip", "ole", "pdf", "image", "rtf", "mhtml", "html" or "text"; UnreadableDocument for what is none of them."""
    if not data.strip(_WHITE):
        raise UnreadableDocument("文件是空的，里面没有文字，请检查后重新上传。")
    for magic, message in _REFUSED:
        if data.startswith(magic):
            raise UnreadableDocument(message)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) and not (data.startswith(b"BM") and _is_prose(data)):
        return "image"
    if data.startswith(_PROGRAMS) and not _is_prose(data):
        raise UnreadableDocument(NOT_A_DOCUMENT)
    head = data[:4096].lstrip(_WHITE)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return _textual(head)


def _textual(head: bytes) -> str:
    plain = head.replace(b"\x00", b"")  # UTF-16
    if _MHTML.search(plain[:600]):
        return "mhtml"
    if plain[:5] == b"<?xml" and b"Word.Document" in plain[:600]:
        raise UnreadableDocument("这是旧式的 Word XML 文件，请用 Word 或 WPS 另存为 docx 再上传。")
    return "html" if _HTML.search(plain[:2048]) and plain[:1] == b"<" else "text"


def _is_prose(data: bytes) -> bool:
    """A text may begin with the letters MZ or BM; a program soon has zero bytes."""
    return b"\x00" not in data[:1024]
