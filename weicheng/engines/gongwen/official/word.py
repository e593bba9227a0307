"""An official paper as a Word file."""

from __future__ import annotations

from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from weicheng.engines.gongwen import model as blocks
from weicheng.engines.gongwen.fonts import FANGSONG, HEITI, KAITI, XIAOBIAOSONG
from weicheng.engines.gongwen.grid import write_table
from weicheng.engines.gongwen.layouts import OFFICIAL, TITLE_SIZE
from weicheng.engines.gongwen.official import footer, heads, imprint, titles
from weicheng.engines.gongwen.official.markup import Part, Rows, read_body
from weicheng.engines.gongwen.official.model import Form, Official
from weicheng.engines.gongwen.official.places import closing, is_held
from weicheng.engines.gongwen.official.setting import Look, Words, add, blank, start
from weicheng.engines.gongwen.writing import describe, packed, set_page

LEVEL_FONTS = {0: FANGSONG, 1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}


def word_file(paper: Official) -> bytes:
    """The .docx. The same paper gives the same bytes; text of any origin is escaped, what XML cannot hold left out."""
    out = docx.Document()
    start(out)
    describe(out, paper.title.replace("\n", ""), "、".join(paper.issuers), paper.on)
    set_page(out.sections[0], OFFICIAL, across=False)
    footer.add_page_numbers(out, first_is_bare=paper.form is Form.LETTER)
    heads.write(out, paper)
    _main(out, paper)
    for number, attachment in enumerate(paper.attachments, 1):
        if attachment.text.strip():
            _attachment(out, number if len(paper.attachments) > 1 else 0, attachment.name, attachment.text)
    imprint.write(out, paper)
    return packed(out)


def _main(out: Any, paper: Official) -> None:
    _title(out, paper.title)
    if paper.addressees.strip():
        blank(out)
        add(out, [Words(paper.addressees.strip().rstrip("：:。") + "：")])
    else:
        blank(out)
    write_body(out, paper.body)
    _attachment_note(out, paper)
    if paper.form is Form.MINUTES:
        _attendance(out, paper)
    else:
        last = _last_words(out)
        _closing(out, paper)
        if paper.signature:
            _hold(last, out, is_held(read_body(paper.body)))
    if paper.note.strip():
        add(out, [Words(f"（{paper.note.strip().strip('（）()')}）")], Look(first=2))


def _title(out: Any, title: str) -> None:
    lines = titles.broken(title)
    words = Words("\n".join(lines), XIAOBIAOSONG, TITLE_SIZE, spacing=0)
    add(out, [words], Look(align="center", keep_next=True))


def write_body(out: Any, text: str) -> None:
    for part in read_body(text):
        if isinstance(part, Rows):
            _table(out, part)
        else:
            _part(out, part)


def _part(out: Any, part: Part) -> None:
    font = LEVEL_FONTS[part.level]
    runs = [Words(part.mark + part.lead, font)] if part.level else [Words(part.lead)]
    if part.text:
        runs.append(Words(part.text))
    alone = 0 < part.level <= 2 and not part.text
    add(out, runs, Look(first=2, keep_next=alone))


def _table(out: Any, rows: Rows) -> None:
    head, *body = rows.rows
    if out.paragraphs:
        out.paragraphs[-1].paragraph_format.space_after = Pt(6)
    widths = [max(2.0, *(min(titles.width(row[place]), 18) for row in rows.rows)) for place in range(len(head))]
    columns = [blocks.Column(word, width) for word, width in zip(head, widths, strict=True)]
    write_table(out, blocks.Table(columns, body), OFFICIAL.text_width(False))


def _attachment_note(out: Any, paper: Official) -> None:
    """附件：1. … one line below the body, two characters in; names without a mark at their end (7.3.4)."""
    if not paper.attachments:
        return
    blank(out)
    many = len(paper.attachments) > 1
    for number, attachment in enumerate(paper.attachments, 1):
        name = attachment.name.strip().rstrip("。；，;,")
        mark = f"{number}." if many else ""
        head = "附件：" if number == 1 else "　　　"
        hanging = 3 + (titles.width(mark) if many else 0)
        add(out, [Words(f"{head}{mark}{name}")], Look(left=2 + hanging, hanging=hanging, align="left"))


def _attendance(out: Any, paper: Official) -> None:
    lines = paper.attendance.lines()
    if lines:
        blank(out)
    for word, names in lines:
        add(out, [Words(f"{word}：", HEITI), Words(names)], Look(left=5, hanging=3, align="left"))


def _closing(out: Any, paper: Official) -> None:
    if not paper.signature:
        return
    blank(out, 2 if paper.sealed else 1, keep_next=True)
    places = closing(paper)
    for name, right in places.names:
        add(out, [Words(name)], Look(align="right", right=right, keep_next=True))
    add(out, [Words(places.day)], Look(align="right", right=places.day_right, keep_next=bool(paper.note.strip())))


def _last_words(out: Any) -> Any:
    """The last paragraph or table of the text: what the signature must not leave (7.3.5)."""
    found = [child for child in out.element.body if child.tag != qn("w:sectPr")]
    noted = next((n for n, child in enumerate(found) if _says(child).startswith("附件：")), len(found))
    return next((child for child in reversed(found[:noted]) if child.tag == qn("w:tbl") or _says(child)), found[-1])


def _says(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t"))).strip()


def _hold(last: Any, out: Any, with_text: bool) -> None:
    """From the last words of the text down to the date nothing is left behind: signature and seal never stand on a page alone."""
    chain = [child for child in [last, *last.itersiblings()] if child.tag != qn("w:sectPr")]
    for child in chain[0 if with_text else 1 : -1]:
        # Of a table its last rows: a long one has to be divided.
        rows = list(child.iter(qn("w:tr")))[-2:]
        for paragraph in [one for row in rows for one in row.iter(qn("w:p"))] or [child]:
            Paragraph(paragraph, out).paragraph_format.keep_with_next = True
    if with_text and last.tag == qn("w:p"):
        Paragraph(last, out).paragraph_format.keep_together = True


def _attachment(out: Any, number: int, name: str, text: str) -> None:
    """On a page of its own: the word in black letters at the edge, its title on the third line (7.3.7)."""
    word = Words(f"附件{number or ''}", HEITI, latin=HEITI.name)
    add(out, [word], Look(new_page=True, align="left"))
    blank(out)
    _title(out, name.strip().rstrip("。；，;,"))
    blank(out)
    write_body(out, text)
