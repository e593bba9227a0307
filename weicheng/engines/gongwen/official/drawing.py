"""The typst source of an official paper. Text goes in as string literals only: nothing that a person types is read as markup."""

from __future__ import annotations

from collections.abc import Iterator

from weicheng.engines.gongwen.fonts import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG, Font
from weicheng.engines.gongwen.official import titles
from weicheng.engines.gongwen.official.markup import Part, Rows, read_body
from weicheng.engines.gongwen.official.model import Form, Official, day_words
from weicheng.engines.gongwen.official.places import closing, is_held, mark_of
from weicheng.engines.gongwen.words import clean

FONTS = {0: FANGSONG, 1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
PITCH = "28.95pt"
# A line is one em high (0.86 above, 0.14 below the base line) and the leading makes up the pitch; tracking of -0.21 pt puts 28
# characters into 156 mm.
HEAD = """#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm),
  footer-descent: 0pt, footer: context {{
    let n = counter(page).get().first()
    if {bare} and n == 1 [] else {{
      v(4.5mm)
      set text(font: {song}, size: 14pt, tracking: 0pt)
      align(if calc.odd(n) {{ right }} else {{ left }}, pad(left: 14pt, right: 14pt, "— " + str(n) + " —"))
    }}
  }})
#set text(font: {fang}, size: 16pt, lang: "zh", region: "cn", tracking: -0.21pt, top-edge: 0.86em, bottom-edge: -0.14em,
  cjk-latin-spacing: none, costs: (widow: 0%, orphan: 0%))
#set par(leading: 12.95pt, spacing: 12.95pt, justify: true)
#let em = 15.79pt
#let ink = rgb("#ff0000")
#let p(first: 2, body) = par(first-line-indent: (amount: first * em, all: true), body)
#let blank(n) = for i in range(n) {{ block(height: 16pt) }}
#let right-line(gap, body) = align(right, block(inset: (right: gap * em), body))
"""


def source(paper: Official) -> str:
    """The whole document."""
    return "\n".join(_pieces(paper))


def _pieces(paper: Official) -> Iterator[str]:
    bare = "true" if paper.form is Form.LETTER else "false"
    yield HEAD.format(bare=bare, song=_family(SONGTI), fang=_family(FANGSONG))
    yield from _letter_head(paper) if paper.form is Form.LETTER else _head(paper)
    yield _title(paper.title)
    yield "#blank(1)"
    if paper.addressees.strip():
        yield _par(_text(paper.addressees.strip().rstrip("：:。") + "："), first=0)
    *before, last = [*_body(paper.body)] or [""]
    yield from before
    yield from _ending(paper, last)
    if paper.note.strip():
        yield _par(_text(f"（{paper.note.strip().strip('（）()')}）"))
    for number, attachment in enumerate(paper.attachments, 1):
        if attachment.text.strip():
            yield "#pagebreak()"
            yield _par(_text(f"附件{number if len(paper.attachments) > 1 else ''}", HEITI), first=0)
            yield "#blank(1)" + _title(attachment.name.strip().rstrip("。；，;,")) + "#blank(1)"
            yield from _body(attachment.text)
    yield from _imprint(paper)


def _head(paper: Official) -> Iterator[str]:
    left = [text for text in (paper.copy_number, paper.urgency) if text]
    lines = [_text(text, FANGSONG if text.isdigit() else HEITI) for text in left]
    yield f"#place(top + left, stack(spacing: 12.95pt, {', '.join(lines) or '[]'}))"
    yield "#v(35mm)"
    if paper.form is Form.DOCUMENT and len(paper.issuers) > 1 and not paper.mark:
        size = mark_of(max(paper.issuers, key=len), 330).size
        words = ", ".join(_mark(name, 330, size) for name in paper.issuers)
        both = _text("文件", XIAOBIAOSONG, size, red=True)
        yield f"#grid(columns: (1fr, 34mm), align: (center, center + horizon), stack(spacing: 10pt, {words}), {both})"
    else:
        yield f"#align(center, {_mark(paper.red_mark)})"
    yield "#blank(2)"
    yield _number(paper)
    yield "#v(-1.5pt)#line(length: 100%, stroke: 1.5pt + ink)"
    yield "#blank(2)"


def _number(paper: Official) -> str:
    if paper.form is Form.MINUTES:
        row = _ends(_text(paper.issuers[0]), _text(day_words(paper.printed_on or paper.on)))
        return (f"#align(center, {_text(paper.number)})\n" if paper.number else "") + row
    if paper.is_upward:
        signers = _text("签发人：") + " + " + _text("　".join(paper.signers), KAITI)
        return _ends(_text(paper.number), signers)
    return f"#align(center, {_text(paper.number)})"


def _ends(left: str, right: str) -> str:
    return f"#block(width: 100%, inset: (left: em, right: em), {left} + h(1fr) + {right})"


def _letter_head(paper: Official) -> Iterator[str]:
    rule = "line(length: 170mm, stroke: {}pt + ink)"
    # A line of typst has no height: its stroke lies half above and half below, so the gap is added to both halves.
    double = "stack(spacing: 2.4pt, " + rule.format(2) + ", " + rule.format(0.75) + ")"
    lower = "stack(spacing: 2.4pt, " + rule.format(0.75) + ", " + rule.format(2) + ")"
    mark = mark_of(paper.red_mark)
    yield f"#place(top + left, dx: -8mm, dy: -7mm, block(width: 170mm, align(center, {_mark(paper.red_mark)})))"
    yield f"#place(top + left, dx: -8mm, dy: {mark.size}pt - 3.4mm, {double})"
    yield f"#place(top + left, dx: -8mm, dy: 240mm - 1.8pt, {lower})"
    yield f"#v({mark.size}pt + 14pt - 2.1mm)"
    for text in (paper.copy_number, paper.urgency):
        if text:
            yield _par(_text(text, FANGSONG if text.isdigit() else HEITI), first=0)
    yield f"#align(right, {_text(paper.number)})"
    yield "#blank(2)"


def _mark(text: str, room: float = 442.2, size: float = 0) -> str:
    mark = mark_of(text, room)
    words = _text(text, XIAOBIAOSONG, size or mark.size, red=True)
    return f"scale(x: {mark.scale * 100:.0f}%, reflow: true, box({words}))"


def _title(title: str) -> str:
    lines = " + linebreak() + ".join(_text(line, XIAOBIAOSONG, 22) for line in titles.broken(title))
    return f"#align(center, par(justify: false, leading: 6.95pt, {lines}))"


def _body(text: str) -> Iterator[str]:
    for part in read_body(text):
        yield _table(part) if isinstance(part, Rows) else _part(part)


def _part(part: Part) -> str:
    lead = _text(part.mark + part.lead, FONTS[part.level])
    words = f"{lead} + {_text(part.text)}" if part.text else lead
    alone = 0 < part.level <= 2 and not part.text
    return f"#block(sticky: true, {_bare(words)})" if alone else _par(words)


def _table(rows: Rows) -> str:
    widths = [max(2.0, *(min(titles.width(row[place]), 18) for row in rows.rows)) for place in range(len(rows.rows[0]))]
    columns = ", ".join(f"{width}fr" for width in widths)
    head, *body = rows.rows
    heads = ", ".join(f"align(center, {_text(cell, HEITI, 10.5)})" for cell in head)
    cells = "".join(f"{_text(cell, size=10.5)}, " for row in body for cell in row)
    return (
        f"#[#set par(leading: 4pt, justify: false)\n#table(columns: ({columns},), stroke: 0.5pt, inset: 4pt,"
        f" table.header({heads}), {cells})]"
    )


def _ending(paper: Official, last: str) -> Iterator[str]:
    """The last words of the text, what is attached, signature and date: a signature never stands on a page alone (7.3.5)."""
    noted = list(_note_of_attachments(paper))
    if not is_held(read_body(paper.body)):
        yield last
        last = ""
    if paper.form is Form.MINUTES or not paper.signature:
        yield from (last, *noted)
        yield from _attendance(paper) if paper.form is Form.MINUTES else ()
        return
    held = "\n".join((last, *noted))
    yield f"#block(sticky: true, width: 100%)[\n{held}\n]"
    yield from _closing(paper)


def _note_of_attachments(paper: Official) -> Iterator[str]:
    many = len(paper.attachments) > 1
    for number, attachment in enumerate(paper.attachments, 1):
        if number == 1:
            yield "#blank(1)"
        mark = f"{number}." if many else ""
        head = "附件：" if number == 1 else "　　　"
        name = attachment.name.strip().rstrip("。；，;,")
        hang = 3 + (titles.width(mark) if many else 0)
        yield (
            f"#block(inset: (left: {2 + hang} * em), par(hanging-indent: 0pt, justify: false,"
            f" h(-{hang} * em) + {_text(head + mark + name)}))"
        )


def _attendance(paper: Official) -> Iterator[str]:
    for place, (word, names) in enumerate(paper.attendance.lines()):
        if not place:
            yield "#blank(1)"
        words = f"h(-3 * em) + {_text(word + '：', HEITI)} + {_text(names)}"
        yield f"#block(inset: (left: 5 * em), par(justify: false, {words}))"


def _closing(paper: Official) -> Iterator[str]:
    if not paper.signature:
        return
    places = closing(paper)
    lines = [f"blank({2 if paper.sealed else 1})"]
    lines += [f"right-line({right:.2f}, {_text(name)})" for name, right in places.names]
    lines.append(f"right-line({places.day_right:.2f}, {_text(places.day)})")
    yield f"#block(breakable: false, width: 100%, {{ {'; '.join(lines)} }})"


def _imprint(paper: Official) -> Iterator[str]:
    copies, printed = paper.copies.strip().rstrip("。.；;"), paper.printed_by.strip()
    letter = paper.form is Form.LETTER
    rows = []
    if copies:
        said = f"h(-3 * 14pt) + {_text(f'抄送：{copies}。', size=14)}"
        rows.append(f"block(inset: (left: 56pt, right: 14pt), par(justify: false, {said}))")
    if printed and not letter:
        day = day_words(paper.printed_on or paper.on)
        ends = f"{_text(printed, size=14)} + h(1fr) + {_text(f'{day}印发', size=14)}"
        rows.append(f"block(width: 100%, inset: (left: 14pt, right: 14pt), {ends})")
    if not rows:
        return
    thick, thin = "line(length: 100%, stroke: 0.35mm)", "line(length: 100%, stroke: 0.25mm)"
    pieces = rows if letter else [thick, f", {thin}, ".join(rows), thick]
    body = f"stack(spacing: 5pt, {', '.join(pieces)})"
    yield f"#place(bottom, float: true, clearance: 12pt, [#set text(tracking: 0pt)\n#{body}])"


def _par(words: str, first: int = 2) -> str:
    return f"#p(first: {first}, {words})"


def _bare(words: str, first: int = 2) -> str:
    return f"p(first: {first}, {words})"


def _text(text: str, font: Font = FANGSONG, size: float = 0, red: bool = False) -> str:
    options = [_string(clean(text).replace("\n", " "))]
    if font is not FANGSONG:
        options.append(f"font: {_family(font)}")
        if font.bold:
            options.append('weight: "bold"')
    if size:
        options.append(f"size: {size}pt, tracking: 0pt")
    if red:
        options.append("fill: ink")
    return f"text({', '.join(reversed(options[1:]))}{', ' if options[1:] else ''}{options[0]})"


def _family(font: Font) -> str:
    return f'("{font.stand_in}",)'


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
