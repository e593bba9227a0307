"""From blocks to a Word file."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from weicheng.engines.gongwen import model, packing, styles
from weicheng.engines.gongwen.fonts import FANGSONG
from weicheng.engines.gongwen.footing import add_page_numbers
from weicheng.engines.gongwen.forms import write_fields, write_signatures
from weicheng.engines.gongwen.grid import write_table
from weicheng.engines.gongwen.layouts import Layout
from weicheng.engines.gongwen.numerals import Counter
from weicheng.engines.gongwen.words import clean

ALIGN = {
    model.Align.LEFT: None,
    model.Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    model.Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def write(document: model.Document) -> bytes:
    """The Word file. The same document gives the same bytes; text of any origin is escaped, what XML cannot hold left out."""
    out = docx.Document()
    styles.add_styles(out, document.layout)
    describe(out, document.name, document.author, document.on)
    set_page(out.sections[0], document.layout, document.across)
    add_page_numbers(out, document.layout.outer_numbers)
    writer = _Writer(out, document)
    for block in document.blocks:
        writer.add(block)
    return packed(out)


def packed(out: DocxDocument) -> bytes:
    """The file of a document: our table of fonts, nothing left of the template, nothing that changes from run to run."""
    buffer = io.BytesIO()
    out.save(buffer)
    parts = packing.unpack(buffer.getvalue())
    for name in packing.DROPPED:
        parts.pop(name, None)
    for index in (packing.FIRST, "_rels/.rels", "word/_rels/document.xml.rels"):
        parts[index] = _without_dropped(parts[index])
    parts["word/fontTable.xml"] = styles.font_table()
    return packing.pack(parts)


class _Writer:
    """Knows the number of the next clause and how the page lies."""

    def __init__(self, out: DocxDocument, document: model.Document) -> None:
        self._out, self._layout, self._across = out, document.layout, document.across
        self._clauses = Counter()
        self._last: DocxParagraph | None = None  # the paragraph before, unless a table stands between

    @property
    def _width(self) -> float:
        return self._layout.text_width(self._across)

    def add(self, block: model.Block) -> None:
        if isinstance(block, (model.Table, model.Fields)):
            self._make_room()
        self._write(block)
        if isinstance(block, (model.Table, model.Fields, model.Signatures, model.PageTurn)):
            self._last = None

    def _make_room(self) -> None:
        """Between a paragraph and the rule of a table."""
        if self._last is not None:
            after = self._last.paragraph_format.space_after
            self._last.paragraph_format.space_after = max(after or Pt(0), Pt(8))

    def _write(self, block: model.Block) -> None:
        if isinstance(block, model.Title):
            self._title(block)
        elif isinstance(block, model.Number):
            self._line(styles.NUMBER, block.text, block.align).paragraph_format.space_after = Pt(10)
        elif isinstance(block, model.Band):
            self._band(block)
        elif isinstance(block, model.Paragraph):
            self._paragraph(block)
        elif isinstance(block, model.Clause):
            self._clause(block)
        elif isinstance(block, model.Table):
            self._table(block)
        elif isinstance(block, model.Fields):
            write_fields(self._out, block, self._width)
        elif isinstance(block, model.Signatures):
            write_signatures(self._out, block, self._width)
        elif isinstance(block, model.Cut):
            self._cut(block)
        else:
            self._turn(block)

    def _line(self, style: str, text: str, align: model.Align | None = None) -> DocxParagraph:
        paragraph = self._out.add_paragraph(style=style)
        for place, line in enumerate(clean(text).split("\n")):
            run = paragraph.add_run(line)
            if place:
                run._r.insert(0, OxmlElement("w:br"))
        wanted = ALIGN[align] if align is not None else None
        if wanted is not None:
            paragraph.alignment = wanted
        if self._last is None and len(self._out.element.body) > 2:  # a table stands above
            paragraph.paragraph_format.space_before = Pt(10)
        self._last = paragraph
        return paragraph

    def _title(self, block: model.Title) -> None:
        spacing = self._line(styles.TITLE, block.text).paragraph_format
        spacing.space_before, spacing.space_after = Pt(6), Pt(12)
        spacing.keep_with_next = True

    def _paragraph(self, block: model.Paragraph) -> None:
        paragraph = self._line(styles.SMALL if block.small else styles.BODY, block.text, block.align)
        if block.indent:
            _indent(paragraph)

    def _clause(self, block: model.Clause) -> None:
        name, _ = styles.CLAUSES[block.level]
        paragraph = self._line(name, self._clauses.next(block.level) + block.lead)
        if block.text:
            run = paragraph.add_run(clean(block.text))
            styles.set_font(run._r.get_or_add_rPr(), FANGSONG)
        else:
            paragraph.paragraph_format.keep_with_next = True
        _indent(paragraph)

    def _band(self, block: model.Band) -> None:
        paragraph = self._line(styles.BAND, block.text)
        properties = paragraph._p.get_or_add_pPr()
        shade: Any = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", block.colour)):
            shade.set(qn(name), value)
        properties.insert_element_before(shade, "w:spacing", "w:ind", "w:jc", "w:rPr")
        paragraph.paragraph_format.space_after = Pt(10)
        for run in paragraph.runs:
            colour = OxmlElement("w:color")
            colour.set(qn("w:val"), "FFFFFF")
            run._r.get_or_add_rPr().append(colour)

    def _cut(self, block: model.Cut) -> None:
        paragraph = self._line(styles.FORM, f"✂ {block.text}", model.Align.CENTRE)
        border: Any = OxmlElement("w:pBdr")
        line: Any = OxmlElement("w:top")
        for name, value in (("w:val", "dashed"), ("w:sz", "6"), ("w:space", "6"), ("w:color", "666666")):
            line.set(qn(name), value)
        border.append(line)
        paragraph._p.get_or_add_pPr().insert_element_before(border, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")
        spacing = paragraph.paragraph_format
        spacing.space_before, spacing.space_after, spacing.keep_with_next = Pt(26), Pt(6), True

    def _table(self, block: model.Table) -> None:
        if block.caption:
            caption = self._line(styles.SMALL, block.caption)
            caption.paragraph_format.keep_with_next = True
            caption.paragraph_format.space_before = Pt(8)
        write_table(self._out, block, self._width)

    def _turn(self, block: model.PageTurn) -> None:
        self._across = block.across
        set_page(self._out.add_section(WD_SECTION.NEW_PAGE), self._layout, block.across)


def _indent(paragraph: DocxParagraph) -> None:
    """Two characters, whatever their size."""
    indent: Any = OxmlElement("w:ind")
    indent.set(qn("w:firstLineChars"), "200")
    # For programs that know no characters: two of the size of the style.
    indent.set(qn("w:firstLine"), str(round(paragraph.style.font.size.pt * 40)))  # type: ignore[union-attr]
    paragraph._p.get_or_add_pPr().insert_element_before(indent, "w:jc", "w:rPr")


def set_page(section: Any, layout: Layout, across: bool) -> None:
    """A4. A page across is the upright one turned: its head becomes the left."""
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    top, right, bottom, left = layout.top, layout.right, layout.bottom, layout.left
    if across:
        top, right, bottom, left = layout.right, layout.bottom, layout.left, layout.top
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance, section.footer_distance = Mm(12), Mm(max(8.0, bottom - 14))
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)


def describe(out: DocxDocument, name: str, author: str, on: date) -> None:
    """Properties of the file, fixed by the document itself: the clock of the machine leaves no trace."""
    moment = datetime.combine(on, time(0), UTC)
    properties = out.core_properties
    properties.title, properties.author = clean(name)[:250], clean(author)[:250]
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.comments, properties.revision = "", "", 1


def _without_dropped(index: bytes) -> bytes:
    """A list of parts, or of relations to them, without the parts that are dropped."""
    from lxml import etree

    root = etree.fromstring(index)
    for line in root:
        named = line.get("Target", "") or line.get("PartName", "")
        if named and any(name.endswith(named.lstrip("/")) for name in packing.DROPPED):
            root.remove(line)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
