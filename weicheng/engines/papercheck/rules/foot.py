"""The page number (7.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import Paper
from weicheng.engines.papercheck.feet import Foot
from weicheng.engines.papercheck.findings import Book, Deviation
from weicheng.engines.papercheck.lines import Line
from weicheng.engines.papercheck.rules.words import count, is_songti, near, size_of

BOOK = Book()
WHERE = "页码"


def numbered(paper: Paper) -> list[tuple[Foot, Line]]:
    return [(foot, foot.numbered) for foot in paper.feet if foot.numbered is not None]


def line_of(paper: Paper, kind: str) -> Line | None:
    return next((line for foot, line in numbered(paper) if foot.kind == kind), None)


@BOOK.rule("G80", "有页码", "7.5")
def has_page_number(paper: Paper) -> Iterator[Deviation]:
    if not numbered(paper):
        yield WHERE, "版心下边缘之下有页码", "没有页码"


@BOOK.rule("G81", "页码用4号字", "7.5")
def number_size(paper: Paper) -> Iterator[Deviation]:
    for _, line in numbered(paper):
        if not near(size_of(line), 14, 0.3):
            yield WHERE, "4号（14磅）", f"{count(size_of(line))}磅"
            return


@BOOK.rule("G82", "页码用半角宋体阿拉伯数字", "7.5")
def number_font(paper: Paper) -> Iterator[Deviation]:
    for _, line in numbered(paper):
        digits = next((run for run in line.runs if re.search(r"[0-9０-９]", run.text)), None)
        if digits is None:
            continue
        if not is_songti(digits.latin):
            yield WHERE, "宋体", digits.latin or "没有指定字体"
            return
        if re.search(r"[０-９]", digits.text):
            yield WHERE, "半角数字", "用了全角数字"
            return


@BOOK.rule("G83", "页码左右各一条一字线", "7.5")
def dashes(paper: Paper) -> Iterator[Deviation]:
    for _, line in numbered(paper):
        if not re.match(r"^—\s*\S+\s*—$", line.bare):
            yield WHERE, "— 1 —，左右各一条一字线", f"“{line.bare}”"
            return


@BOOK.rule("G84", "单页居右、双页居左", "7.5")
def outer_side(paper: Paper) -> Iterator[Deviation]:
    odd, even = line_of(paper, "default"), line_of(paper, "even")
    if odd is None:
        return
    if even is None:
        yield WHERE, "单页码居右、双页码居左", "没有分奇偶页"
    elif not (_is_right(odd) and _is_left(even)):
        yield WHERE, "单页码居右、双页码居左", "位置不对"


@BOOK.rule("G85", "页码空一字", "7.5")
def one_character_in(paper: Paper) -> Iterator[Deviation]:
    odd, even = line_of(paper, "default"), line_of(paper, "even")
    if odd is not None and even is not None and _is_right(odd) and _is_left(even):
        for line, gap, word in ((odd, odd.end, "单页码右"), (even, even.start, "双页码左")):
            if not near(gap, 1, 0.35) and not _is_framed(paper, line):
                yield WHERE, f"{word}空一字", f"空{count(gap)}字"
                return


@BOOK.rule("G86", "页码距版心下边缘7毫米", "7.5")
def below_type_area(paper: Paper) -> Iterator[Deviation]:
    odd = line_of(paper, "default")
    if odd is None or not near(paper.page.bottom, 35, 1.05):
        return
    foot = next(foot for foot, line in numbered(paper) if line is odd)
    last = [line for line in foot.lines if line.number >= odd.number]
    height = sum(line.height for line in last) - (odd.pitch or size_of(odd) * 1.3) / 2
    found = paper.page.bottom - paper.page.foot - height / 72 * 25.4
    if not foot.framed and not near(found, 7, 2.5):
        yield WHERE, "一字线距版心下边缘7毫米", f"约{found:.0f}毫米（估算）"


def _is_right(line: Line) -> bool:
    return line.align == "right"


def _is_left(line: Line) -> bool:
    return line.align in ("left", "both")


def _is_framed(paper: Paper, line: Line) -> bool:
    return any(foot.framed and own is line for foot, own in numbered(paper))
