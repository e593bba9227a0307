"""Word documents, read from their XML as a person sees them with all changes accepted."""

from weicheng.engines.reader.sources.docx.reading import read_docx

__all__ = ["read_docx"]
