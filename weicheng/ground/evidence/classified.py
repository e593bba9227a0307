"""Whether a paper is marked as classified, asked before it is stored: a request is waiting, so that of a heavy file only
the head is looked at. The job that reads the whole text looks again."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable

from weicheng.engines.reader.classified import classification_mark, mark_of
from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources import ReadingCancelled, open_documents
from weicheng.engines.reader.sources.detect import detect

SECONDS = 10  # a request does not wait longer for the text
HEAVY, HEAVY_PART = 30 * 1024 * 1024, 12 * 1024 * 1024  # bytes of a file, of one XML part unpacked
_HEAD_PAGES = 3
_HEAD_BYTES = 200_000
_HEADERS = re.compile(r"word/(?:header|footer)\d*\.xml")
_TAGS = re.compile(r"<[^>]+>")
_PARAGRAPH_END = re.compile(r"</w:p>|<w:br/>")
_MEGABYTE = 1024 * 1024


def level_of(data: bytes, name: str) -> str | None:
    """秘密, 机密 or 绝密 if the paper is marked so, else None. Raises UnreadableDocument for what is no document."""
    kind = detect(data)
    if kind == "image":
        return None
    if kind == "pdf":
        return classification_mark(_pdf_head(data, name))
    if _is_heavy(data):
        return classification_mark(_docx_head(data)) if kind == "zip" else None
    documents = _within(SECONDS, lambda cancelled: open_documents(data, name, cancelled=cancelled))
    if len(documents) > 1:
        raise UnreadableDocument(f"这个压缩包里有{len(documents)}份文件，请解压后分别上传。")
    return mark_of(documents[0], margins(data)) if documents else None


def _is_heavy(data: bytes) -> bool:
    """Whether opening it would cost a web process too much memory."""
    if len(data) > HEAVY:
        return True
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(info.file_size > HEAVY_PART for info in archive.infolist() if info.filename.endswith(".xml"))
    except zipfile.BadZipFile:
        return False


def _docx_head(data: bytes) -> str:
    """The beginning of a heavy .docx, with its headers."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("word/document.xml") as part:
            return "\n".join([*margins(data), _plain(part.read(_HEAD_BYTES))])
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError):
        return ""


def margins(data: bytes) -> list[str]:
    """The text of headers and footers of a .docx, where a mark of classification may stand too."""
    if not data.startswith(b"PK"):
        return []
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if _HEADERS.fullmatch(info.filename) and info.file_size < _MEGABYTE:
                texts.append(_plain(archive.read(info)))
    return texts


def _plain(xml: bytes) -> str:
    return _TAGS.sub("", _PARAGRAPH_END.sub("\n", xml.decode("utf-8", "replace")))


def _within(seconds: float, read: Callable[[Callable[[], bool]], list]) -> list:  # type: ignore[type-arg]
    """What is read in time; nothing if it takes longer."""
    end = time.monotonic() + seconds
    try:
        return read(lambda: time.monotonic() > end)
    except ReadingCancelled:
        return []


def _pdf_head(data: bytes, name: str) -> str:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        # The reader knows why it does not open, and says it in words.
        _within(SECONDS, lambda cancelled: open_documents(data, name, cancelled=cancelled))
        return ""
    try:
        pages = [pdf[number].get_textpage() for number in range(min(_HEAD_PAGES, len(pdf)))]
        return "\n".join(str(page.get_text_bounded()).replace("\r\n", "\n") for page in pages)
    finally:
        pdf.close()
