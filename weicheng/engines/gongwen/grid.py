"""Tables: fixed widths, thin black rules, a head that stands again on every page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from weicheng.engines.gongwen import model, styles
from weicheng.engines.gongwen.words import clean

ALIGN = {
    model.Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    model.Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    model.Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_table(document: DocxDocument, block: model.Table, width: float) -> None:
    table = new_table(document, _scaled([column.width for column in block.columns], width), ruled=True)
    head = table.add_row()
    mark(head, "w:tblHeader")
    for cell, column in zip(head.cells, block.columns, strict=True):
        fill(document, cell, column.head, styles.HEAD, WD_ALIGN_PARAGRAPH.CENTER)
    for values in block.rows:
        row = table.add_row()
        if block.tall:
            height(row, block.tall)
        for cell, column, value in zip(row.cells, block.columns, values, strict=True):
            fill(document, cell, value, styles.CELL, ALIGN[column.align])


def new_table(document: DocxDocument, widths: Sequence[float], *, ruled: bool) -> Any:
    """An empty table of these widths in mm; ``add_row`` gives rows that stay whole."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if ruled:
        _rules(table)
    _padding(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return _Rows(table, widths)


class _Rows:
    """A table whose new rows have the widths of its columns; Word looks at the cells, LibreOffice at the grid."""

    def __init__(self, table: Any, widths: Sequence[float]) -> None:
        self.table, self._widths = table, widths

    def add_row(self) -> Any:
        row = self.table.add_row()
        mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, self._widths, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return row


def fill(document: DocxDocument, cell: Any, text: str, style: str, align: Any = None) -> None:
    """Text into a cell, a paragraph for each line."""
    for place, line in enumerate(clean(text).split("\n")):
        paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
        paragraph.style = document.styles[style]
        if align is not None:
            paragraph.alignment = align
        paragraph.add_run(line)


def height(row: Any, mm: float) -> None:
    row.height, row.height_rule = Mm(mm), WD_ROW_HEIGHT_RULE.AT_LEAST


def mark(row: Any, name: str) -> None:
    """A switch of the row: w:cantSplit, w:tblHeader (in this order)."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def _scaled(widths: Sequence[float], total: float) -> list[float]:
    scale = total / sum(widths)
    return [width * scale for width in widths]


def _rules(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _padding(table: Any) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side, points in (("top", 3), ("left", 4), ("bottom", 3), ("right", 4)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(int(Pt(points).pt * 20)))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.addprevious(margins)
        for borders in properties.findall(qn("w:tblBorders")):
            properties.remove(borders)
            margins.addprevious(borders)
            layout = properties.find(qn("w:tblLayout"))
            if layout is not None:  # the schema wants borders, layout, margins
                properties.remove(layout)
                margins.addprevious(layout)
    else:
        properties.append(margins)
