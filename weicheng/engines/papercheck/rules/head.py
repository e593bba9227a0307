"""The head (7.2): copy number, urgency, red mark, number, who signs, red rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import NUMBER, Paper
from weicheng.engines.papercheck.findings import SEALED, WITH_RULE, Book, Deviation, Shape
from weicheng.engines.papercheck.lines import Border, Line
from weicheng.engines.papercheck.rules.words import (
    count,
    font_of,
    is_fangsong,
    is_heiti,
    is_kaiti,
    is_xiaobiaosong,
    near,
    quoted,
    size_of,
)

BOOK = Book()
DOCUMENT = frozenset({Shape.DOCUMENT})
UPWARD = ("报告", "请示")


def red_rule(paper: Paper) -> tuple[Line, Border] | None:
    """The rule under the number: red if there is a red one, else any that lies there."""
    start = paper.number.number if paper.number else 0
    below = [(line, border) for line, border in paper.rules if line.number >= start]
    return next((found for found in below if found[1].is_red), below[0] if below else None)


@BOOK.rule("G10", "份号为6位阿拉伯数字", "7.2.1")
def copy_number(paper: Paper) -> Iterator[Deviation]:
    line = paper.copy_number
    if line is not None and len(line.bare) != 6:
        yield f"份号{quoted(line)}", "6位阿拉伯数字，如000012", f"{len(line.bare)}位"


@BOOK.rule("G11", "紧急程度用3号黑体", "7.2.3")
def urgency(paper: Paper) -> Iterator[Deviation]:
    line = paper.urgency
    if line is not None and not (is_heiti(font_of(line)) and near(size_of(line), 16, 0.3)):
        yield f"紧急程度{quoted(line)}", "3号黑体", f"{count(size_of(line))}磅{font_of(line)}"


@BOOK.rule("G12", "有发文机关标志", "7.2.4")
def has_mark(paper: Paper) -> Iterator[Deviation]:
    if not paper.mark:
        yield "版头", "红色大字的发文机关标志，如“××办公室文件”", "没有找到"


@BOOK.rule("G13", "发文机关标志为红色", "7.2.4")
def mark_is_red(paper: Paper) -> Iterator[Deviation]:
    for line in paper.mark[:1]:
        run = line.main()
        if run and not run.is_red:
            yield f"发文机关标志{quoted(line)}", "红色", f"颜色{run.colour}" if run.colour else "黑色（自动）"


@BOOK.rule("G14", "发文机关标志居中", "7.2.4")
def mark_is_centred(paper: Paper) -> Iterator[Deviation]:
    for line in paper.mark[:1]:
        if line.align not in ("center", "distribute") and not line.in_table:
            yield f"发文机关标志{quoted(line)}", "居中", "没有居中"


@BOOK.rule("G15", "发文机关标志用小标宋体", "7.2.4")
def mark_font(paper: Paper) -> Iterator[Deviation]:
    for line in paper.mark[:1]:
        if not is_xiaobiaosong(font_of(line)):
            yield f"发文机关标志{quoted(line)}", "小标宋体（如方正小标宋简体）", font_of(line) or "没有指定字体"


@BOOK.rule("G16", "发文机关标志的位置", "7.2.4", warn=True, shapes=WITH_RULE)
def mark_place(paper: Paper) -> Iterator[Deviation]:
    if not paper.mark or paper.mark[0].in_table or paper.mark[0].framed:
        return
    mark = paper.mark[0]
    above = sum(line.height for line in paper.lines if line.number < mark.number and not line.framed) + mark.before
    slack = max(0.0, (mark.pitch or size_of(mark) * 1.3) - size_of(mark)) / 2
    found = (above + slack) / 72 * 25.4
    if not near(found, 35, 7):
        yield f"发文机关标志{quoted(mark)}", "上边缘距版心上边缘35毫米", f"约{found:.0f}毫米（估算）"


@BOOK.rule("G18", "有发文字号", "7.2.5", shapes=SEALED)
def has_number(paper: Paper) -> Iterator[Deviation]:
    if paper.number is None:
        yield "版头", "发文字号，如“青创卫办〔2026〕12号”", "没有找到"


@BOOK.rule("G19", "年份用六角括号〔〕", "7.2.5")
def number_brackets(paper: Paper) -> Iterator[Deviation]:
    found = _number(paper)
    if found and (found["open"], found["close"]) != ("〔", "〕"):
        yield f"发文字号“{found[0]}”", "六角括号〔〕", f"用了{found['open']}{found['close']}"


@BOOK.rule("G20", "序号前不加“第”", "7.2.5")
def number_without_ordinal(paper: Paper) -> Iterator[Deviation]:
    found = _number(paper)
    if found and found["ordinal"]:
        yield f"发文字号“{found[0]}”", "不加“第”字", "序号前有“第”"


@BOOK.rule("G21", "序号不编虚位", "7.2.5")
def number_without_zero(paper: Paper) -> Iterator[Deviation]:
    found = _number(paper)
    if found and found["serial"].startswith("0"):
        yield f"发文字号“{found[0]}”", f"{found['serial'].lstrip('0') or '0'}号", f"{found['serial']}号"


@BOOK.rule("G22", "年份标全称", "7.2.5")
def number_full_year(paper: Paper) -> Iterator[Deviation]:
    found = _number(paper)
    if found and len(found["year"]) != 4:
        yield f"发文字号“{found[0]}”", "四位年份", f"写成{found['year']}"


@BOOK.rule("G23", "发文字号用3号仿宋", "5.2.2")
def number_font(paper: Paper) -> Iterator[Deviation]:
    line = paper.number
    if line is not None and not (is_fangsong(font_of(line)) and near(size_of(line), 16, 0.3)):
        yield f"发文字号{quoted(line)}", "3号仿宋", f"{count(size_of(line))}磅{font_of(line)}"


@BOOK.rule("G24", "发文字号的位置", "7.2.5", shapes=DOCUMENT)
def number_place(paper: Paper) -> Iterator[Deviation]:
    line = paper.number
    if line is None or line.in_table:
        return
    if _signers(paper) is not None:
        if line.align == "center" or not near(line.start, 1, 0.4):
            yield f"发文字号{quoted(line)}", "上行文居左空一字", "没有居左空一字"
    elif line.align != "center":
        yield f"发文字号{quoted(line)}", "居中", "没有居中"


@BOOK.rule("G25", "发文字号在发文机关标志下空二行", "7.2.5", shapes=WITH_RULE)
def room_over_number(paper: Paper) -> Iterator[Deviation]:
    if paper.number is None or not paper.mark:
        return
    room = paper.between(paper.mark[-1], paper.number)
    if not near(room, 2, 0.45):
        yield f"发文字号{quoted(paper.number)}", "与发文机关标志之间空二行", f"空{count(room)}行"


@BOOK.rule("G26", "上行文标注签发人", "7.2.6", shapes=DOCUMENT)
def signer_on_upward_paper(paper: Paper) -> Iterator[Deviation]:
    if paper.title_text.endswith(UPWARD) and paper.number is not None and _signers(paper) is None:
        yield "版头", "报告、请示在发文字号右边标“签发人：姓名”", "没有签发人"


@BOOK.rule("G27", "签发人姓名用3号楷体", "7.2.6", shapes=DOCUMENT)
def signer_font(paper: Paper) -> Iterator[Deviation]:
    line = _signers(paper)
    if line is None:
        return
    text = ""
    for run in line.runs:
        if "签发人" in text and run.text.strip(" \u3000：:") and not is_kaiti(run.font):
            yield f"签发人“{run.text.strip()[:10]}”", "3号楷体", run.font or "没有指定字体"
            return
        text += run.text


@BOOK.rule("G28", "有红色分隔线", "7.2.7", shapes=WITH_RULE)
def has_rule(paper: Paper) -> Iterator[Deviation]:
    if paper.number is not None and red_rule(paper) is None:
        yield "发文字号下", "一条与版心等宽的红色分隔线", "没有分隔线"


@BOOK.rule("G29", "版头分隔线为红色", "7.2.7", shapes=WITH_RULE)
def rule_is_red(paper: Paper) -> Iterator[Deviation]:
    found = red_rule(paper)
    if found and not found[1].is_red:
        yield "版头分隔线", "红色", f"颜色{found[1].colour or '自动'}"


@BOOK.rule("G30", "版头分隔线与版心等宽", "7.2.7", shapes=WITH_RULE)
def rule_width(paper: Paper) -> Iterator[Deviation]:
    found = red_rule(paper)
    if not found or not found[1].is_red:
        return
    line, wanted = found[0], paper.page.type_width / 25.4 * 72
    size = size_of(line)
    length = line.drawn_length or wanted - (max(0.0, line.left + min(0.0, line.first)) + max(0.0, line.right)) * size
    if not near(length, wanted, 8):
        yield "版头分隔线", f"{paper.page.type_width:.0f}毫米", f"{length / 72 * 25.4:.0f}毫米"


def _number(paper: Paper) -> re.Match[str] | None:
    return NUMBER.search(paper.number.text) if paper.number else None


def _signers(paper: Paper) -> Line | None:
    if paper.number is None:
        return None
    near_number = [line for line in paper.lines if abs(line.number - paper.number.number) <= 3]
    return next((line for line in near_number if "签发人" in line.text), None)
