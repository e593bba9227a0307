"""Styles and fonts of the Word file. A Chinese font is named in w:eastAsia; python-docx alone sets only the Latin one."""

from __future__ import annotations

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from weicheng.engines.gongwen import layouts
from weicheng.engines.gongwen.fonts import ALL, FANGSONG, HEITI, KAITI, LATIN, SONGTI, XIAOBIAOSONG, Font
from weicheng.engines.gongwen.layouts import Layout

TITLE, NUMBER, BODY, SMALL, CELL, HEAD, FORM, BAND, FOOT = (
    "GW Title",
    "GW Number",
    "GW Body",
    "GW Small",
    "GW Cell",
    "GW Head",
    "GW Form",
    "GW Band",
    "GW Foot",
)
CLAUSES = {
    1: ("GW Clause 1", HEITI),
    2: ("GW Clause 2", KAITI),
    3: ("GW Clause 3", FANGSONG),
    4: ("GW Clause 4", FANGSONG),
}


def set_font(run_properties: Any, font: Font) -> None:
    """Name the font for Chinese and Latin text; attributes of a theme, which would outrank it, go."""
    fonts = run_properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        run_properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), LATIN)
    fonts.set(qn("w:eastAsia"), font.name)
    fonts.set(qn("w:hint"), "eastAsia")  # or quotation marks and dashes take the Latin font


def add_styles(document: DocxDocument, layout: Layout) -> None:
    """All styles of a paper, each complete in itself."""
    normal = document.styles["Normal"]
    set_font(normal.element.get_or_add_rPr(), FANGSONG)
    normal.font.size = Pt(layout.body_size)
    _language(document)
    centre, pitch = WD_ALIGN_PARAGRAPH.CENTER, layout.line_pitch
    title = 30.0 if layout.body_size > 14 else 26.0
    _add(document, TITLE, XIAOBIAOSONG, layouts.TITLE_SIZE if layout.body_size > 14 else 18, title * 1.15, centre)
    _add(document, NUMBER, KAITI, min(layout.body_size, 14), pitch, centre)
    _add(document, BODY, FANGSONG, layout.body_size, pitch, WD_ALIGN_PARAGRAPH.JUSTIFY)
    _add(document, SMALL, FANGSONG, layouts.FORM_SIZE if layout.body_size > 14 else 10.5, 18, WD_ALIGN_PARAGRAPH.LEFT)
    _add(document, CELL, FANGSONG, layouts.TABLE_SIZE, 0, WD_ALIGN_PARAGRAPH.LEFT)
    _add(document, HEAD, HEITI, layouts.TABLE_SIZE, 0, centre)
    _add(document, FORM, FANGSONG, layouts.FORM_SIZE, 0, WD_ALIGN_PARAGRAPH.LEFT)
    _add(document, BAND, HEITI, layouts.BODY_SIZE, 0, centre)
    _add(document, FOOT, SONGTI, layouts.PAGE_NUMBER_SIZE if layout.body_size > 14 else 10.5, 0, centre)
    for level, (name, font) in CLAUSES.items():
        style = _add(document, name, font, layout.body_size, pitch, WD_ALIGN_PARAGRAPH.JUSTIFY)
        if level <= 2:
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            style.element.get_or_add_pPr().append(outline)


def _add(document: DocxDocument, name: str, font: Font, size: float, pitch: float, align: Any) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    set_font(style.element.get_or_add_rPr(), font)
    style.font.size = Pt(size)
    if name in (BODY, *(clause for clause, _ in CLAUSES.values())):
        _squeeze(style.element.get_or_add_rPr(), size)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.alignment = align
    if pitch:
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    else:
        spacing.line_spacing = 1.0
    return style


def _squeeze(run_properties: Any, size: float) -> None:
    if size == layouts.BODY_SIZE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round(layouts.CHARACTER_SPACING * 20)))
        # The schema wants w:spacing before w:sz.
        run_properties.find(qn("w:sz")).addprevious(spacing)


def _language(document: DocxDocument) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def font_table() -> bytes:
    """word/fontTable.xml: each font with a free one that may stand in for it."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    fonts = "".join(
        f'<w:font w:name="{font.name}"><w:altName w:val="{font.free}"/><w:panose1 w:val="{font.panose}"/>'
        f'<w:charset w:val="86"/><w:family w:val="{font.family}"/><w:pitch w:val="variable"/></w:font>'
        for font in ALL
    )
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()
