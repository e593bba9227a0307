"""The text (7.3.3) and its punctuation (chapter 9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from weicheng.engines.papercheck.anatomy import Paper
from weicheng.engines.papercheck.findings import Book, Deviation
from weicheng.engines.papercheck.lines import Line
from weicheng.engines.papercheck.rules.words import (
    count,
    font_of,
    is_fangsong,
    is_heiti,
    is_kaiti,
    near,
    quoted,
    size_of,
)

BOOK = Book()
_HAN = "〇零一二三四五六七八九十百"
# Level -> how its number looks; the last group of each catches what people write instead.
LEVELS = (
    (1, re.compile(rf"^([{_HAN}]{{1,5}})([、.．,，])")),
    (2, re.compile(rf"^[（(]([{_HAN}]{{1,5}})[）)]([、.．]?)")),
    (3, re.compile(r"^(\d{1,3})([.．、])(?!\d)")),
    (4, re.compile(r"^[（(](\d{1,3})[）)]([、.．]?)")),
)
_SHAPES = {1: re.compile(rf"^[{_HAN}]+、"), 2: re.compile(rf"^（[{_HAN}]+）(?![、.．])"),
           3: re.compile(r"^\d+[.．]"), 4: re.compile(r"^（\d+）(?![、.．])")}  # fmt: skip
_WANTED = {1: "“一、”", 2: "“（一）”，后面不加顿号", 3: "“1.”", 4: "“（1）”，后面不加顿号"}
_CHINESE = r"[\u4e00-\u9fff]"
_HALF = re.compile(rf"{_CHINESE}[,;:?!]|[,;:?!]{_CHINESE}|{_CHINESE}\.(?={_CHINESE}|$)|{_CHINESE}\(|\){_CHINESE}")
_STRAIGHT = re.compile(rf"[\"']{_CHINESE}|{_CHINESE}[\"']")


def level_of(line: Line) -> int:
    """1 to 4 for a numbered paragraph, 0 for running text."""
    return next((level for level, pattern in LEVELS if pattern.match(line.bare)), 0)


def headings(paper: Paper) -> list[tuple[int, int, Line]]:
    """(level, number, line) in order."""
    found = []
    for line in paper.body:
        for level, pattern in LEVELS:
            match = pattern.match(line.bare)
            if match:
                found.append((level, _value(match[1]), line))
                break
    return found


@BOOK.rule("G41", "正文用仿宋", "5.2.2")
def body_font(paper: Paper) -> Iterator[Deviation]:
    for line in paper.body:
        if level_of(line) == 0 and not line.numbered and not is_fangsong(font_of(line)):
            yield f"正文{quoted(line)}", "3号仿宋", font_of(line) or "没有指定字体"
            return


@BOOK.rule("G42", "正文用3号字", "5.2.2")
def body_size(paper: Paper) -> Iterator[Deviation]:
    for line in paper.body:
        if not near(size_of(line), 16, 0.3):
            yield f"正文{quoted(line)}", "3号（16磅）", f"{count(size_of(line))}磅"
            return


@BOOK.rule("G43", "每个自然段左空二字", "7.3.3")
def first_line_indent(paper: Paper) -> Iterator[Deviation]:
    for line in paper.body:
        if not near(line.start, 2, 0.35):
            yield f"正文{quoted(line)}", "左空二字，回行顶格", f"空{count(line.start)}字"
            return


@BOOK.rule("G44", "第一层标题用黑体", "7.3.3")
def first_level_font(paper: Paper) -> Iterator[Deviation]:
    yield from _heading_font(paper, 1, is_heiti, "3号黑体")


@BOOK.rule("G45", "第二层标题用楷体", "7.3.3")
def second_level_font(paper: Paper) -> Iterator[Deviation]:
    yield from _heading_font(paper, 2, is_kaiti, "3号楷体")


@BOOK.rule("G46", "第三、四层标题用仿宋", "7.3.3")
def lower_level_font(paper: Paper) -> Iterator[Deviation]:
    for level in (3, 4):
        found = list(_heading_font(paper, level, is_fangsong, "3号仿宋"))
        if found:
            yield found[0]
            return


@BOOK.rule("G47", "层次序数依次使用", "7.3.3")
def levels_in_order(paper: Paper) -> Iterator[Deviation]:
    """一、 → （一） → 1. → （1）; with fewer levels 一、 may be followed by 1. or （一）."""
    before = 0
    used = {level for level, _, _ in headings(paper)}
    for level, _, line in headings(paper):
        skips = (
            level > before + 1
            and not (level == 3 and before == 1 and 2 not in used)
            and not (before == 0 and level == min(used))
        )
        if skips:
            yield f"标题{quoted(line)}", "“一、”“（一）”“1.”“（1）”依次用，不跳层", f"第{before}层后直接用了第{level}层"
            return
        before = level


@BOOK.rule("G48", "层次序数的写法", "7.3.3")
def shape_of_marks(paper: Paper) -> Iterator[Deviation]:
    for level, _, line in headings(paper):
        if not _SHAPES[level].match(line.bare):
            yield f"标题{quoted(line)}", _WANTED[level], f"写成“{line.bare[:4]}”"
            return


@BOOK.rule("G49", "序数连续", "办文习惯")
def numbers_run_on(paper: Paper) -> Iterator[Deviation]:
    at = [0, 0, 0, 0, 0]
    for level, number, line in headings(paper):
        if number != at[level] + 1:
            after = f"第{at[level]}项之后" if at[level] else "这一层开头"
            yield f"标题{quoted(line)}", f"{after}应是第{at[level] + 1}项", f"写成第{number}项"
            return
        at[level] = number
        at[level + 1 :] = [0] * (4 - level)


@BOOK.rule("G50", "中文里用全角标点", "9")
def full_width_punctuation(paper: Paper) -> Iterator[Deviation]:
    for line in [*paper.title, *paper.body]:
        found = _HALF.search(line.bare)
        if found:
            yield quoted(line), "全角标点", f"“{line.bare[max(0, found.start() - 3) : found.end() + 3]}”里用了半角标点"
            return


@BOOK.rule("G51", "用中文引号", "9")
def chinese_quotation_marks(paper: Paper) -> Iterator[Deviation]:
    for line in [*paper.title, *paper.body]:
        found = _STRAIGHT.search(line.bare)
        if found:
            yield quoted(line), "“ ”", f"“{line.bare[max(0, found.start() - 3) : found.end() + 3]}”里用了直引号"
            return


def _heading_font(paper: Paper, level: int, fits: Callable[[str], bool], wanted: str) -> Iterator[Deviation]:
    """The font of the number and of what follows it at once: the rest of the paragraph may be running text."""
    for line in paper.body:
        if level_of(line) != level:
            continue
        run = next((run for run in line.runs if re.search(r"[\u4e00-\u9fff]", run.text)), None)
        if run is not None and not fits(run.font):
            yield f"第{level}层标题{quoted(line)}", wanted, run.font or "没有指定字体"
            return


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    total = digit = 0
    for char in text:
        place = "〇一二三四五六七八九".find(char)
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = max(place, 0)
    return total + digit
