"""Official papers after GB/T 9704-2012: one model, written as a Word file and as pages (PDF, pictures).

``read_body(text)`` understands plain text with heading marks, ``word_file(paper)`` gives the .docx, ``pdf_file(paper)`` and
``page_pictures(paper)`` need no word processor. Places in the standard are quoted from memory; see docs/reference/papers.md.
"""

from weicheng.engines.gongwen.official.markup import Part, Rows, read_body
from weicheng.engines.gongwen.official.model import Attachment, Attendance, Form, Official
from weicheng.engines.gongwen.official.sheets import NoFonts, page_pictures, pdf_file
from weicheng.engines.gongwen.official.word import word_file

__all__ = [
    "Attachment",
    "Attendance",
    "Form",
    "NoFonts",
    "Official",
    "Part",
    "Rows",
    "page_pictures",
    "pdf_file",
    "read_body",
    "word_file",
]
