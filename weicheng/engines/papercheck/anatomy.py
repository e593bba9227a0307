"""Which paragraph is which element of the paper: told by what stands in it and where, never by the name of a style."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from weicheng.engines.papercheck.feet import Foot, read_feet
from weicheng.engines.papercheck.findings import Shape
from weicheng.engines.papercheck.lines import ONE_LINE, Border, Line, read_lines
from weicheng.engines.papercheck.package import MAIN, Package, W, w
from weicheng.engines.papercheck.page import Page, read_page
from weicheng.engines.papercheck.properties import Formatting

NUMBER = re.compile(
    r"(?P<code>[\u4e00-\u9fffA-Za-z]{1,20})\s*(?P<open>[〔\[（(【［])\s*(?P<year>\d{1,4})\s*(?P<close>[〕\]）)】］])\s*"
    r"(?P<ordinal>第?)\s*(?P<serial>\d{1,5})\s*号"
)
_HAN = "〇○零一二三四五六七八九十"
DATE = re.compile(rf"^\s*([\d{_HAN}]{{2,4}})\s*年\s*([\d{_HAN}]{{1,3}})\s*月\s*([\d{_HAN}]{{1,3}})\s*日\s*$")
ATTACHED = re.compile(r"^附\s*件\s*(\d*)\s*[：:]?$")
NOTED = re.compile(r"^附\s*件\s*([：:\s\d])")
NEXT_NAME = re.compile(r"^\s*\d{1,2}\s*[.．、]")
COPIES = re.compile(r"^\s*(主\s*送|抄\s*送|抄\s*报)\s*[：:]")
PRINTED = re.compile(r"\d\s*日?\s*印发\s*$|年.*月.*日\s*印发\s*$")
DOUBLE = ("thickThin", "thinThick", "double", "triple", "thickBetweenThin")
KINDS = ("决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要",
         "方案", "办法", "规定", "细则", "要点", "规划", "计划", "总结")  # fmt: skip
# …的通知, …办法（试行）
_ENDING = re.compile(rf"(?:{'|'.join(KINDS)})\s*(?:[（(][^（）()]{{1,8}}[）)])?[。.！!，,；;：:]?$")
URGENT = ("特急", "加急", "急件", "紧急", "特提", "平急")


@dataclass(slots=True)
class Paper:
    """A paper taken apart. A list is empty, a line None, where the element was not found."""

    page: Page
    feet: list[Foot]
    lines: list[Line]
    shape: Shape = Shape.DOCUMENT
    mark: list[Line] = field(default_factory=list)
    copy_number: Line | None = None
    urgency: Line | None = None
    number: Line | None = None
    rules: list[tuple[Line, Border]] = field(default_factory=list)  # red or not: the rules above the title
    title: list[Line] = field(default_factory=list)
    addressees: Line | None = None
    body: list[Line] = field(default_factory=list)
    noted: list[Line] = field(default_factory=list)  # the note of the attachments after the body
    attendance: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    day: Line | None = None
    note: Line | None = None
    attached: list[Line] = field(default_factory=list)  # the word 附件 at the head of each attachment
    copies: Line | None = None
    printed: Line | None = None
    tracked: int = 0
    comments: int = 0

    def between(self, above: Line, below: Line) -> float:
        """Empty lines between two elements, blank paragraphs and spacing together."""
        room = above.after + below.before
        for line in self.lines:
            if above.number < line.number < below.number and line.is_blank and not line.framed:
                room += line.height
        return room / ONE_LINE

    def main_end(self) -> int:
        """The number of the first line that is no longer body, note or signature."""
        ends = [line.number for line in [*self.attached[:1], self.copies, self.printed] if line]
        return min(ends, default=len(self.lines) + 1)

    @property
    def title_text(self) -> str:
        return "".join(line.bare.replace("\n", "") for line in self.title)


def take_apart(content: bytes) -> Paper:
    """Open and recognise. Raises NotReadable."""
    package = Package(content)
    root = package.part(MAIN)
    formatting = Formatting(package)
    lines = read_lines(root.find(w("body")), formatting)
    paper = Paper(read_page(root), read_feet(root, package, formatting), lines)
    paper.tracked = sum(1 for _ in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"))
    comments = package.part("word/comments.xml")
    paper.comments = len(comments) if comments is not None else 0
    _head(paper)
    _tail(paper)
    _middle(paper)
    return paper


def _head(paper: Paper) -> None:
    top = [line for line in paper.lines[:40] if line.bare or line.borders or line.drawn]
    paper.number = next((line for line in top if _is_number(line)), None)
    before = [line for line in top if line.bare and (paper.number is None or line.number < paper.number.number)]
    paper.mark = _mark(before)
    paper.copy_number = next((line for line in before[:4] if re.fullmatch(r"\d{1,8}", line.bare)), None)
    paper.urgency = next((line for line in before[:5] if re.sub(r"\s", "", line.bare) in URGENT), None)
    paper.rules = _rules(paper)
    paper.shape = _shape(paper)
    paper.title = _title(paper)


def _is_number(line: Line) -> bool:
    found = NUMBER.search(line.text)
    return bool(found) and len(line.bare) <= 60 and not line.bare.endswith("。") and NUMBER.match(line.bare) is not None


def _mark(before: list[Line]) -> list[Line]:
    """The largest lines of the head; several where several bodies issue together."""
    sizes = [line.main().size for line in before if line.main()]  # type: ignore[union-attr]
    if not sizes or max(sizes) < 17:
        return []
    found = []
    for line in before:
        run = line.main()
        if run and (run.size >= max(sizes) * 0.7 or (run.is_red and run.size > 17)):
            found.append(line)
    if not any(line.main().is_red or line.bare.endswith(("文件", "纪要")) for line in found):  # type: ignore[union-attr]
        # Black and without the word: a mark only if it stands above a number.
        return found[:1] if max(sizes) >= 24 else []
    return found


def _rules(paper: Paper) -> list[tuple[Line, Border]]:
    """Rules of the head: those of paragraphs up to the title, and lines drawn with the mouse."""
    found: list[tuple[Line, Border]] = []
    last_mark = paper.mark[-1].number if paper.mark else 8
    for line in paper.lines[:40]:
        if line.in_table and line not in paper.mark:
            continue
        if paper.number is None and line.number > last_mark + 6:
            break
        for border in (*line.borders.values(), *line.drawn):
            found.append((line, border))
        run = line.main()
        past = paper.number is not None and line.number > paper.number.number + 4
        if past and run is not None:
            break
    return found


def _shape(paper: Paper) -> Shape:
    words = "".join(line.bare for line in paper.mark)
    if words.endswith("纪要"):
        return Shape.MINUTES
    if any(border.kind.startswith(DOUBLE) for _, border in paper.rules):
        return Shape.LETTER
    bare_name = bool(words) and not words.endswith("文件") and "文件" not in words
    if bare_name and paper.number is not None and paper.number.align == "right":
        return Shape.LETTER
    return Shape.DOCUMENT


def _title(paper: Paper) -> list[Line]:
    """The first lines under the head that are larger than the text or stand in the middle, up to a blank or smaller one."""
    start = max((line.number for line in [paper.number, *paper.mark] if line), default=0)
    if paper.shape is Shape.MINUTES:  # issuer and date stand between number and rule
        start = max(start, max((line.number for line, _ in paper.rules if line.bare), default=0))
    found: list[Line] = []
    for line in paper.lines:
        if line.number <= start or line.framed:
            continue
        run = line.main()
        if run is None:
            if found:
                break
            continue
        if run.size >= 17.5 or line.align == "center":
            found.append(line)
        else:
            break
    return found if _names_a_kind(found) else _plain_title(paper, start, found)


def _names_a_kind(lines: list[Line]) -> bool:
    return bool(lines) and _ENDING.search("".join(line.bare.replace("\n", "") for line in lines)) is not None


def _plain_title(paper: Paper, start: int, found: list[Line]) -> list[Line]:
    """A title that looks like the text, or whose last line does: the lines up to the one that ends with a kind of paper (…的通知).

    Nothing is taken for a title that ends like a sentence or an address, or comes after one.
    """
    lines = list(found)
    after = found[-1].number if found else start
    for line in paper.lines:
        if line.number <= after or line.framed or not line.bare:
            continue
        if line.in_table or len(line.bare) > 60 or line.bare[-1] in "。：:；" or len(lines) == len(found) + 3:
            break
        lines.append(line)
        if _names_a_kind([line]):
            return lines
    return found


def _tail(paper: Paper) -> None:
    start = paper.title[-1].number if paper.title else (paper.number.number if paper.number else 0)
    rest = [line for line in paper.lines if line.number > start and line.bare]
    paper.attached = [line for line in rest if ATTACHED.match(line.bare) and not line.in_table]
    paper.printed = next((line for line in reversed(rest) if PRINTED.search(line.bare)), None)
    paper.copies = next((line for line in reversed(rest) if COPIES.match(line.bare)), None)
    dated = [line for line in rest if DATE.match(line.bare) and not line.in_table]
    if paper.attached and any(line.number < paper.attached[0].number for line in dated):
        dated = [line for line in dated if line.number < paper.attached[0].number]
    paper.day = dated[-1] if dated else None
    if paper.day is not None:
        paper.signature = _signature(paper, paper.day)
        after = next((line for line in rest if line.number > paper.day.number), None)
        if after is not None and re.match(r"^[（(]|.*联系(人|电话)", after.bare) and not after.new_page:
            paper.note = after


def _signature(paper: Paper, day: Line) -> list[Line]:
    """Names over the date: short lines without a full stop that stand to the right."""
    found: list[Line] = []
    for line in reversed(paper.lines[: day.number - 1]):
        if line.is_blank:
            if found or day.number - line.number > 4:
                break
            continue
        stands_right = line.align in ("right", "center") or line.start >= 8
        if not stands_right or len(line.bare) > 40 or line.bare.endswith(("。", "：")) or len(found) == 10:
            break
        found.insert(0, line)
    return found


def _middle(paper: Paper) -> None:
    start = paper.title[-1].number if paper.title else (paper.number.number if paper.number else 0)
    closing = [line.number for line in [*paper.signature, paper.day] if line]
    end = min([*closing, paper.main_end()])
    rest = [line for line in paper.lines if start < line.number < end and line.bare and not line.framed]
    prose = [line for line in rest if not line.in_table]
    if prose and paper.shape is not Shape.MINUTES and _addresses(prose[0]):
        paper.addressees, prose = prose[0], prose[1:]
    noted_at = next(
        (place for place, line in enumerate(prose) if NOTED.match(line.bare) and not ATTACHED.match(line.bare)), None
    )
    if noted_at is not None:
        paper.noted = prose[noted_at : noted_at + 1]
        for line in prose[noted_at + 1 :]:
            if not NEXT_NAME.match(line.bare):
                break
            paper.noted.append(line)
        taken = {id(line) for line in paper.noted}
        prose = [line for line in prose if id(line) not in taken]
    paper.attendance = [line for line in prose if re.match(r"^(出席|请假|列席|参会)[：:]", line.bare)]
    held = {id(line) for line in paper.attendance}
    if paper.day is None:  # a name without a date is no text either
        prose = [line for line in prose if line.align != "right"]
    paper.body = [line for line in prose if id(line) not in held]


def _addresses(line: Line) -> bool:
    if line.bare.endswith(("：", ":")):
        return True
    if _names_a_kind([line]) or line.bare.startswith(
        ("（", "(")
    ):  # a title without its looks, or what stands under one
        return False
    return line.start < 0.7 and len(line.bare) <= 80 and line.bare[-1] not in "。；！？" and line.align != "center"
