"""The head of the first page: the red mark, the number, who signs, the red rule; of a document, a letter, or minutes."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from weicheng.engines.gongwen.fonts import HEITI, KAITI, XIAOBIAOSONG
from weicheng.engines.gongwen.official.model import Form, Official, day_words
from weicheng.engines.gongwen.official.places import LETTER_MARK_TOP, TYPE_WIDTH, mark_of
from weicheng.engines.gongwen.official.setting import EM, RED, Look, Words, add, blank, border, dress, framed

MM = 72 / 25.4  # points
GLYPH = 0.99  # of its size is a character of the mark high
LETTER_WIDTH = 170 * MM  # the two rules of a letter are longer than the type area (10.1)
PITCH = 28.95


def write(out: Any, paper: Official) -> None:
    if paper.form is Form.LETTER:
        _letter(out, paper)
    else:
        _document(out, paper)


def _document(out: Any, paper: Official) -> None:
    """Three lines for copy number and urgency, then the mark 35 mm below the edge of the type area (7.2)."""
    left = [text for text in (paper.copy_number,) if text] + ([paper.urgency] if paper.urgency else [])
    for place in range(3):
        text = left[place] if place < len(left) else ""
        black = bool(text) and not text.isdigit()
        add(out, [Words(text, HEITI) if black else Words(text)], Look(align="left"))
    _mark(out, paper)
    blank(out, 2)
    rule = _number(out, paper)
    border(rule, "bottom", eighths=12, space=7, colour=RED)  # 4 mm under the characters of the number (7.2.7)
    blank(out, 2)


def _mark(out: Any, paper: Official) -> None:
    if paper.form is Form.DOCUMENT and len(paper.issuers) > 1 and not paper.mark:
        _joint_mark(out, paper)
        return
    text = paper.red_mark
    mark = mark_of(text)
    words = Words(text, XIAOBIAOSONG, mark.size, RED, spacing=0, scale=mark.scale)
    add(out, [words], Look(align="center", above=10, pitch=round(mark.size * 1.2, 1)))


def _joint_mark(out: Any, paper: Official) -> None:
    """Several issuers one below the other, spread to one width, with 文件 in the middle on the right (7.2.4)."""
    longest = max(paper.issuers, key=len)
    mark = mark_of(longest, TYPE_WIDTH - 110)
    table = out.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(156 - 34), Mm(34)
    for column, width in zip(table.columns, (156 - 34, 34), strict=True):
        column.width = Mm(width)
    look = Look(align="distribute", pitch=round(mark.size * 1.25, 1))
    for place, issuer in enumerate(paper.issuers):
        words = [Words(issuer, XIAOBIAOSONG, mark.size, RED, spacing=0, scale=mark.scale)]
        if place:
            add(left, words, look)
        else:
            dress(left.paragraphs[0], words, look)
    word = [Words("文件", XIAOBIAOSONG, mark.size, RED, spacing=0)]
    dress(right.paragraphs[0], word, Look(align="center", pitch=round(mark.size * 1.25, 1)))
    align: Any = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "center")
    right._tc.get_or_add_tcPr().append(align)


def _number(out: Any, paper: Official) -> Any:
    """The line above the red rule."""
    if paper.form is Form.MINUTES:
        if paper.number:
            add(out, [Words(paper.number)], Look(align="center"))
        issuer = Words(f"　{paper.issuers[0]}\t{day_words(paper.printed_on or paper.on)}")
        return add(out, [issuer], Look(align="left", tab_at=TYPE_WIDTH - EM))
    if paper.is_upward:
        signers = "　".join(paper.signers)
        words = [Words(f"　{paper.number}\t签发人："), Words(signers, KAITI)]
        return add(out, words, Look(align="left", tab_at=TYPE_WIDTH - EM))
    return add(out, [Words(paper.number)], Look(align="center"))


def _letter(out: Any, paper: Official) -> None:
    """The bare name 30 mm below the edge of the sheet, a double rule 4 mm under it, the number on the right below (10.1)."""
    mark = mark_of(paper.red_mark, TYPE_WIDTH)
    words = Words(paper.red_mark, XIAOBIAOSONG, mark.size, RED, spacing=0, scale=mark.scale)
    head = add(out, [words], Look(align="center", pitch=round(mark.size * 1.2, 1)))
    _stand(head, LETTER_MARK_TOP * MM - 4.5, "notBeside")
    # A rule of its own paragraph, not a border of the mark: word processors reckon the distance of a border differently.
    _double_rule(out, "thickThinSmallGap", (LETTER_MARK_TOP + 4) * MM + mark.size * GLYPH - 1.5, "notBeside")
    _double_rule(out, "thinThickSmallGap", (297 - 20) * MM - 2, "around")
    above = (
        14.0 - 9.5
    )  # seven eighths of a character from the rule to the characters, less what the line leaves above them
    if paper.copy_number:
        add(out, [Words(paper.copy_number)], Look(align="left", above=above))
    if paper.urgency:
        add(out, [Words(paper.urgency, HEITI)], Look(align="left", above=0 if paper.copy_number else above))
    add(out, [Words(paper.number)], Look(align="right", above=0 if paper.copy_number or paper.urgency else above))
    blank(out, 2)


def _double_rule(out: Any, kind: str, upper_edge: float, wrap: str) -> None:
    """Of 170 mm, with its upper edge so many points below the edge of the sheet."""
    rule = add(out, [Words("", size=2, spacing=0)], Look(align="center", pitch=2))
    border(rule, "bottom", kind=kind, eighths=24, space=0, colour=RED)
    _stand(rule, upper_edge - 2, wrap)


def _stand(paragraph: Any, y: float, wrap: str) -> None:
    """In the middle of the sheet, ``y`` points below its edge."""
    framed(
        paragraph, w=round(LETTER_WIDTH * 20), hSpace=0, wrap=wrap, vAnchor="page", hAnchor="page", xAlign="center",
        y=round(y * 20),
    )  # fmt: skip
