"""PDF files with a text layer, and scans through the optional OCR extra."""

from weicheng.engines.reader.sources.pdf.reading import read_pdf

__all__ = ["read_pdf"]
