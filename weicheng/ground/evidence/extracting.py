"""The words of a stored file, or why there are none. Runs in the job's process, which has a limit of memory."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from weicheng.engines.fulltext import clean, slides_text
from weicheng.engines.reader.classified import classification_mark, mark_of
from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources import ReadingCancelled, open_documents
from weicheng.engines.reader.sources.ocr import ocr_available
from weicheng.engines.reader.sources.opening import NO_TEXT
from weicheng.ground.evidence.choices import TextState
from weicheng.ground.evidence.classified import margins
from weicheng.ground.evidence.errors import FileMissing
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services.storing import path_of

SECONDS = 90
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
MOST_BYTES = 100 * 1024 * 1024
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff5e\u3001-\u3011]"
_WRAPPED = re.compile(rf"(?<={_HAN})\n(?={_HAN})")
_WORDLESS = {
    "video": "视频里的话没有转成文字。",
    "powerpoint": "旧格式的演示文稿读不出文字，请另存为pptx再传；题名和说明可以搜到。",
    "opendocument": "OpenDocument文件的文字还不读取，题名和说明可以搜到。",
    "octet-stream": "认不出是什么文件，没有读取文字。",
}
_NO_OCR = "照片里的文字没有识别：服务器没有装文字识别组件。题名和说明可以搜到。"


@dataclass(frozen=True, slots=True)
class Extracted:
    """``state`` with the words (cleaned, as they read) or the reason; ``level`` if the paper is marked as classified."""

    state: TextState
    text: str = ""
    reason: str = ""
    format: str = ""
    level: str | None = None


def extract(file: StoredFile) -> Extracted:
    """Read the file; never raises for what is wrong with it, but lets MemoryError through."""
    for part, reason in _WORDLESS.items():
        if part in file.media_type:
            return Extracted(TextState.NONE, reason=reason)
    if file.media_type.startswith("image/") and not ocr_available():
        return Extracted(TextState.NONE, reason=_NO_OCR)
    if file.size > MOST_BYTES:
        return Extracted(TextState.FAILED, reason=f"文件超过{MOST_BYTES >> 20}MB，没有读取文字。")
    try:
        data = path_of(file.sha256).read_bytes()
        return _read_slides(data) if file.media_type == PPTX else _read(data, file.name)
    except FileNotFoundError:
        return Extracted(TextState.FAILED, reason=str(FileMissing("文件的内容不在磁盘上，请从备份恢复。")))
    except UnreadableDocument as error:
        state = TextState.NONE if str(error) == NO_TEXT else TextState.FAILED
        return Extracted(state, reason=str(error)[:300])
    except ReadingCancelled:
        return Extracted(TextState.FAILED, reason=f"读了{SECONDS}秒还没有读完，已停下。请拆成几份再传。")


def _read(data: bytes, name: str) -> Extracted:
    end = time.monotonic() + SECONDS
    documents = open_documents(data, name, cancelled=lambda: time.monotonic() > end)
    for document in documents:
        level = mark_of(document, margins(data))
        if level:
            return Extracted(TextState.FAILED, reason=f"文件标有“{level}”，没有读取。", level=level)
    text = clean("\n".join(map(_text_of, documents)))
    doubts = [warning for document in documents for warning in document.warnings]
    if not text.strip():
        return Extracted(TextState.NONE, reason=NO_TEXT)
    return Extracted(TextState.READ, text, " ".join(doubts)[:300], documents[0].format)


def _read_slides(data: bytes) -> Extracted:
    end = time.monotonic() + SECONDS
    text = clean(slides_text(data, cancelled=lambda: time.monotonic() > end))
    level = classification_mark(text)
    if level:
        return Extracted(TextState.FAILED, reason=f"文件标有“{level}”，没有读取。", level=level)
    return Extracted(TextState.READ, text, format="pptx") if text else Extracted(TextState.NONE, reason=NO_TEXT)


def _text_of(document: Document) -> str:
    """Lines that end in the middle of a sentence are joined, or a word across the end would not be found."""
    return _WRAPPED.sub("", document.text) if document.wrapped else document.text
