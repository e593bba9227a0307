"""PDF files with a text layer, and scans through the optional OCR extra."""
