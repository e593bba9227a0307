"""The reader: a plan document becomes rows. Pure Python, no Django.

from weicheng.engines.reader import read_document, open_document
reading = read_document(open_document(path), year=2026)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weicheng.engines.reader.reading import read_document, read_text
    from weicheng.engines.reader.sources import open_document, open_documents

__all__ = ["open_document", "open_documents", "read_document", "read_text"]


def __getattr__(name: str) -> Any:
    """Imported on first use: whoever needs only the row types does not load the model."""
    if name in ("read_document", "read_text"):
        from weicheng.engines.reader import reading

        return getattr(reading, name)
    if name in ("open_document", "open_documents"):
        from weicheng.engines.reader import sources

        return getattr(sources, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
