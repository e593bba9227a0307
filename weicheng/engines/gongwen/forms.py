"""Forms and signatures: tables whose cells are labels and room to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from weicheng.engines.gongwen import model, styles
from weicheng.engines.gongwen.grid import fill, height, new_table
from weicheng.engines.gongwen.words import clean

LABEL = 26.0  # mm


def write_fields(document: DocxDocument, block: model.Fields, width: float) -> None:
    pair = width / block.across
    rows = new_table(document, [LABEL, pair - LABEL] * block.across, ruled=True)
    for start in range(0, len(block.fields), block.across):
        pairs = list(block.fields[start : start + block.across])
        row = rows.add_row()
        height(row, block.tall)
        if len(pairs) < block.across:
            row.cells[2 * len(pairs) - 1].merge(row.cells[-1])  # the last value takes the rest of the line
        for place, field in enumerate(pairs):
            fill(document, row.cells[2 * place], field.label, styles.FORM, WD_ALIGN_PARAGRAPH.CENTER)
            fill(document, row.cells[2 * place + 1], field.value, styles.FORM)


def write_signatures(document: DocxDocument, block: model.Signatures, width: float) -> None:
    """The sides beside each other, kept on one page; a hand finds room above each date."""
    document.add_paragraph(style=styles.FORM).paragraph_format.keep_with_next = True
    rows = new_table(document, [width / len(block.parties)] * len(block.parties), ruled=False)
    row = rows.add_row()
    for cell, party in zip(row.cells, block.parties, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
        _party(document, cell, party)


def _party(document: DocxDocument, cell: Any, party: model.Party) -> None:
    lines: Sequence[tuple[str, str, float]] = [
        (styles.HEAD, party.role, 0),
        (styles.FORM, f"{party.name}（盖章）", 6),
        *((styles.FORM, f"{line.label}：{line.value}" if line.label else line.value, 14) for line in party.lines),
    ]
    for place, (style, text, above) in enumerate(lines):
        paragraph = cell.paragraphs[0] if not place else cell.add_paragraph()
        paragraph.style, paragraph.alignment = document.styles[style], WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = Pt(above)
        run = paragraph.add_run(clean(text))
        if style == styles.HEAD:
            run.font.size = Pt(14)
