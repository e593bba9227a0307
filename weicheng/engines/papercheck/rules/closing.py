"""Attachments, signature, date, note (7.3.4 to 7.3.7)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import ATTACHED, DATE, Paper
from weicheng.engines.papercheck.findings import SEALED, Book, Deviation
from weicheng.engines.papercheck.lines import Line
from weicheng.engines.papercheck.rules.words import count, font_of, is_heiti, near, quoted, size_of

BOOK = Book()


@BOOK.rule("G52", "附件说明在正文下空一行", "7.3.4")
def room_over_attachment_note(paper: Paper) -> Iterator[Deviation]:
    if paper.noted and paper.body:
        above = max(
            (line for line in paper.body if line.number < paper.noted[0].number),
            key=lambda line: line.number,
            default=None,
        )
        room = paper.between(above, paper.noted[0]) if above else 1
        if not near(room, 1, 0.45):
            yield f"附件说明{quoted(paper.noted[0])}", "与正文之间空一行", f"空{count(room)}行"


@BOOK.rule("G53", "附件说明左空二字", "7.3.4")
def attachment_note_indent(paper: Paper) -> Iterator[Deviation]:
    if paper.noted and not near(paper.noted[0].start, 2, 0.35):
        yield f"附件说明{quoted(paper.noted[0])}", "左空二字", f"空{count(paper.noted[0].start)}字"


@BOOK.rule("G54", "“附件”后用全角冒号", "7.3.4")
def attachment_note_colon(paper: Paper) -> Iterator[Deviation]:
    if paper.noted and not re.match(r"^附\s*件：", paper.noted[0].bare):
        yield f"附件说明{quoted(paper.noted[0])}", "“附件：”，全角冒号", f"写成“{paper.noted[0].bare[:4]}”"


@BOOK.rule("G55", "附件名称后不加标点", "7.3.4")
def attachment_names_without_stop(paper: Paper) -> Iterator[Deviation]:
    for line in paper.noted:
        if line.bare[-1] in "。；，、;.,":
            yield f"附件说明{quoted(line)}", "名称后不加标点", f"以“{line.bare[-1]}”收尾"
            return


@BOOK.rule("G56", "几个附件用“1.”编号", "7.3.4")
def attachment_names_numbered(paper: Paper) -> Iterator[Deviation]:
    if len(paper.noted) > 1:
        for wanted, line in enumerate(paper.noted, 1):
            text = re.sub(r"^附\s*件\s*[：:]?\s*", "", line.bare)
            if not re.match(rf"^{wanted}\s*[.．]", text):
                yield f"附件说明{quoted(line)}", f"“{wanted}.”起头", f"写成“{text[:4]}”"
                return


@BOOK.rule("G57", "有发文机关署名", "7.3.5", shapes=SEALED)
def has_signature(paper: Paper) -> Iterator[Deviation]:
    if paper.day is not None and not paper.signature:
        yield "落款", "成文日期上一行署发文机关", "没有署名"


@BOOK.rule("G58", "有成文日期", "7.3.5", shapes=SEALED)
def has_day(paper: Paper) -> Iterator[Deviation]:
    if paper.day is None:
        yield "落款", "成文日期，如“2026年5月6日”", "没有找到"


@BOOK.rule("G59", "成文日期用阿拉伯数字", "7.3.5.4")
def day_in_figures(paper: Paper) -> Iterator[Deviation]:
    if paper.day is not None and re.search(r"[〇○零一二三四五六七八九十]", paper.day.bare):
        yield f"成文日期{quoted(paper.day)}", "阿拉伯数字", "用了汉字数字"


@BOOK.rule("G60", "成文日期不编虚位", "7.3.5.4")
def day_without_zero(paper: Paper) -> Iterator[Deviation]:
    if paper.day is not None and re.search(r"[年月]\s*0\d", paper.day.bare):
        yield f"成文日期{quoted(paper.day)}", "月、日不写“0”，1不写作01", "写了01这样的虚位"


@BOOK.rule("G61", "成文日期年份标全称", "7.3.5.4")
def day_full_year(paper: Paper) -> Iterator[Deviation]:
    found = DATE.match(paper.day.bare) if paper.day else None
    if paper.day is not None and found and len(found[1]) != 4:
        yield f"成文日期{quoted(paper.day)}", "四位年份", f"写成{found[1]}年"


@BOOK.rule("G62", "成文日期的位置", "7.3.5.1", shapes=SEALED)
def day_place(paper: Paper) -> Iterator[Deviation]:
    """Four characters from the right over a seal; without one two, or as far as the name leaves it. A long name moves it in."""
    if paper.day is None or paper.day.in_table:
        return
    name = max((_width(line.bare) for line in paper.signature), default=0.0)
    day = _width(paper.day.bare)
    allowed = {4.0, 2.0, max(4.0, (name - day) / 2), max(2.0, name - day)}
    if paper.day.align != "right" or not any(near(paper.day.end, wanted, 0.6) for wanted in allowed):
        found = f"右空{count(paper.day.end)}字" if paper.day.align == "right" else "没有靠右"
        yield f"成文日期{quoted(paper.day)}", "右空四字（加盖印章）；不盖章的比署名首字右移二字", found


@BOOK.rule("G63", "署名紧接在成文日期上一行", "7.3.5.1", shapes=SEALED)
def signature_next_to_day(paper: Paper) -> Iterator[Deviation]:
    if paper.day is not None and paper.signature and paper.between(paper.signature[-1], paper.day) > 0.5:
        room = paper.between(paper.signature[-1], paper.day)
        yield f"署名{quoted(paper.signature[-1])}", "与成文日期相邻，中间不空行", f"空{count(room)}行"


@BOOK.rule("G64", "附注加圆括号", "7.3.6")
def note_in_brackets(paper: Paper) -> Iterator[Deviation]:
    if paper.note is not None and not (paper.note.bare.startswith("（") and paper.note.bare.endswith("）")):
        yield f"附注{quoted(paper.note)}", "加全角圆括号", "没有加，或用了半角括号"


@BOOK.rule("G65", "附注左空二字", "7.3.6")
def note_indent(paper: Paper) -> Iterator[Deviation]:
    if paper.note is not None and not near(paper.note.start, 2, 0.35):
        yield f"附注{quoted(paper.note)}", "左空二字", f"空{count(paper.note.start)}字"


@BOOK.rule("G66", "附件另面编排", "7.3.7")
def attachment_on_a_page_of_its_own(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attached:
        if not _turns_page(paper, line):
            yield quoted(line), "另起一面", "接在前文后面"
            return


@BOOK.rule("G67", "“附件”二字用3号黑体顶格", "7.3.7")
def word_of_attachment(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attached:
        if not (is_heiti(font_of(line)) and near(size_of(line), 16, 0.3)):
            yield quoted(line), "3号黑体", f"{count(size_of(line))}磅{font_of(line)}"
            return
        if line.start > 0.3 or line.align in ("center", "right"):
            yield quoted(line), "左上角顶格", "没有顶格"
            return


@BOOK.rule("G68", "“附件”二字后不加冒号", "7.3.7", unsure=True)
def word_of_attachment_without_colon(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attached:
        if line.bare[-1] in "：:":
            yield quoted(line), "“附件1”，不加冒号", "后面有冒号"
            return


@BOOK.rule("G69", "附件顺序号与附件说明一致", "7.3.7")
def attachments_as_noted(paper: Paper) -> Iterator[Deviation]:
    if len(paper.noted) < 2:
        return
    found = [int(match[1]) for line in paper.attached if (match := ATTACHED.match(line.bare)) and match[1]]
    wrong = [number for number in found if number > len(paper.noted)]
    if wrong or sorted(set(found)) != found:
        yield (
            "附件",
            f"顺序号在1到{len(paper.noted)}之间，依次排",
            f"出现附件{'、'.join(str(one) for one in wrong or found)}",
        )


@BOOK.rule("G70", "附件标题居中", "7.3.7")
def attachment_title_is_centred(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attached:
        title = next((one for one in paper.lines if one.number > line.number and one.bare), None)
        if title is not None and title.align != "center" and not title.in_table:
            yield f"附件标题{quoted(title)}", "居中，在第三行", "没有居中"
            return


@BOOK.rule("G99", "署名和成文日期与正文同处一面", "7.3.5", unsure=True, warn=True, shapes=SEALED)
def signature_with_text(paper: Paper) -> Iterator[Deviation]:
    """Pages are reckoned, not drawn: a break between the last words and the date is allowed nowhere, so it is not looked for where
    every paragraph is kept with the next."""
    if paper.day is None or not paper.body or paper.day.in_table:
        return
    last = max((line for line in [*paper.body, *paper.noted]), key=lambda line: line.number)
    between = [line for line in paper.lines if last.number <= line.number < paper.day.number and not line.framed]
    if all(line.kept for line in between):
        return
    pages = pages_of(paper)
    first = min((line.number for line in paper.signature), default=paper.day.number)
    if pages[last.number] < pages[first] or pages[first] < pages[paper.day.number]:
        yield (
            "落款",
            "与正文末尾同处一面，可调整行距、字距",
            f"落到第{pages[paper.day.number]}面，那一面没有正文（估算）",
        )


def pages_of(paper: Paper) -> dict[int, int]:
    """On which page each paragraph ends, reckoned by its height; what is kept with the next is not moved."""
    room, per_line = paper.page.type_height / 25.4 * 72, paper.page.type_width / 25.4 * 72
    used, page = 0.0, 1
    found: dict[int, int] = {}
    for line in paper.lines:
        if line.framed:
            continue
        size = size_of(line) or line.size
        taken = max(
            1, math.ceil(_width(line.text) * size / max(1.0, per_line - (line.left + line.right) * size) - 0.02)
        )
        for _ in range(1 if line.in_table else taken):
            if used + line.height > room + 1 or (line.new_page and used):
                used, page = 0.0, page + 1
            used += line.height
        found[line.number] = page
    return found


def _turns_page(paper: Paper, line: Line) -> bool:
    before = [one for one in paper.lines if one.number < line.number]
    for one in reversed([*before, line]):
        if one.new_page or any("\f" in run.text for run in one.runs):
            return True
        if one is not line and not one.is_blank:
            return False
    return False


def _width(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)
