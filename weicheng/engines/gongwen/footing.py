"""Page numbers: — 1 —, size 4 Song, GB/T 9704-2012, 7.5: odd pages on the right, even ones on the left, a character from the edge."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from weicheng.engines.gongwen import styles


def add_page_numbers(document: DocxDocument, outer: bool) -> None:
    """Numbers in the foot of every section; later sections go on with those of the first."""
    section = document.sections[0]
    document.settings.odd_and_even_pages_header_footer = outer
    _number(document, section.footer, WD_ALIGN_PARAGRAPH.RIGHT if outer else WD_ALIGN_PARAGRAPH.CENTER, outer)
    if outer:
        _number(document, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, outer)


def _number(document: DocxDocument, footer: Any, align: Any, outer: bool) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style, paragraph.alignment = document.styles[styles.FOOT], align
    if outer:
        side = "right_indent" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
        setattr(paragraph.paragraph_format, side, Pt(14))
    paragraph.add_run("— ")
    add_page_field(paragraph)
    paragraph.add_run(" —")


def add_page_field(paragraph: Any) -> list[Any]:
    """The field that Word fills with the number of the page; its runs, for whoever dresses them."""
    runs = []
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == "1":
            run.text = text
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
        runs.append(run)
    return runs
