"""Page numbers of an official paper: — 1 —, size 4 Song, half width, 7 mm below the type area, outside (7.5)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.document import Document as DocxDocument
from docx.shared import Mm

from weicheng.engines.gongwen.fonts import SONGTI
from weicheng.engines.gongwen.footing import add_page_field
from weicheng.engines.gongwen.layouts import PAGE_NUMBER_SIZE
from weicheng.engines.gongwen.official.setting import Look, Words, dress

# The dash lies in the middle of an 18-point line whose upper edge is 3.8 mm below the type area.
FOOT = 35 - 3.8 - 18 / 72 * 25.4


def add_page_numbers(document: DocxDocument, first_is_bare: bool) -> None:
    """``first_is_bare``: the first page of a letter bears no number (10.1)."""
    section = document.sections[0]
    section.footer_distance = Mm(FOOT)
    document.settings.odd_and_even_pages_header_footer = True
    section.different_first_page_header_footer = first_is_bare
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _number(footer: Any, side: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    words = Words("— ", SONGTI, PAGE_NUMBER_SIZE, spacing=0, latin=SONGTI.name)
    look = Look(align=side, pitch=18, em=PAGE_NUMBER_SIZE, **{side: 1})  # type: ignore[arg-type]
    dress(paragraph, [words], look)
    first = paragraph.runs[0]
    for run in (*add_page_field(paragraph), paragraph.add_run(" —")):
        properties = run._r.get_or_add_rPr()
        for child in first._r.rPr:
            properties.append(deepcopy(child))
