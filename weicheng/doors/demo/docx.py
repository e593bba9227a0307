"""A sample paper as a real .docx: title, number, headings by style, body, signature."""

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt


def docx_of(text: str) -> bytes:
    """``# title``, ``@ number``, ``##`` and ``###`` headings, ``> signature``; every other line is a paragraph."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "FangSong", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    for line in filter(None, text.split("\n")):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            paragraph = document.add_paragraph(style="Title")
            paragraph.add_run(rest)
        elif mark in ("##", "###"):
            document.add_heading(rest, level=len(mark) - 1)
        elif mark in ("@", ">"):
            paragraph = document.add_paragraph(rest)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if mark == "@" else WD_ALIGN_PARAGRAPH.RIGHT
        else:
            paragraph = document.add_paragraph(line)
            paragraph.paragraph_format.first_line_indent = Pt(32)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
