"""Which format a stored file has, told by its content: what a receiving system takes may be PDF or OFD only."""

from __future__ import annotations

import zipfile
from typing import IO, Any

from weicheng.ground.evidence.models import StoredFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
WORDS = {"pdf": "PDF", "ofd": "OFD"}
_TYPES = {"pdf": PDF, "ofd": OFD}


def is_ofd(stream: IO[Any]) -> bool:
    """Whether the bytes are an OFD document: a zip with OFD.xml at its root."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return "OFD.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    finally:
        stream.seek(0)


def is_taken(stored: StoredFile, formats: tuple[str, ...]) -> bool:
    """Whether a receiving system that takes ``formats`` (none named: any) takes the file."""
    return not formats or stored.media_type in {_TYPES[one] for one in formats}


def format_words(formats: tuple[str, ...]) -> str:
    return "或".join(WORDS[one] for one in formats)


def ending_of(stored: StoredFile, name: str) -> str:
    """The ending a file goes out with: that of its content where a system asks for it, else its own."""
    own = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return {PDF: "pdf", OFD: "ofd", DOCX: "docx"}.get(stored.media_type, own[:8] or "bin")
