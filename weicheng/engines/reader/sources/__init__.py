"""Files of any format become Documents: ``open_document`` for one, ``open_documents`` for a zip of papers."""

from weicheng.engines.reader.sources.opening import open_document, open_documents
from weicheng.engines.reader.sources.watch import DEFAULT_LIMITS, Limits, ReadingCancelled

__all__ = ["DEFAULT_LIMITS", "Limits", "ReadingCancelled", "open_document", "open_documents"]
