"""The imprint (7.4): copies, printer and day, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import Paper
from weicheng.engines.papercheck.findings import WITH_RULE, Book, Deviation
from weicheng.engines.papercheck.lines import Border, Line
from weicheng.engines.papercheck.rules.words import count, font_of, is_fangsong, near, quoted, size_of

BOOK = Book()
THICK, THIN = 0.35 / 25.4 * 72, 0.25 / 25.4 * 72  # points


def rows(paper: Paper) -> list[Line]:
    return [line for line in (paper.copies, paper.printed) if line is not None]


def rule_over(paper: Paper, line: Line) -> Border | None:
    above = next((one for one in reversed(paper.lines[: line.number - 1]) if not one.is_blank or one.borders), None)
    own = (
        line.borders.get("top")
        or line.cell_borders.get("top")
        or (line.cell_borders.get("insideH") if above in rows(paper) else None)
    )
    return own or (above.borders.get("bottom") if above else None)


def rule_under(paper: Paper, line: Line) -> Border | None:
    below = next((one for one in paper.lines[line.number :] if one.borders), None)
    return (
        line.borders.get("bottom") or line.cell_borders.get("bottom") or (below.borders.get("top") if below else None)
    )


@BOOK.rule("G71", "版记用4号仿宋", "7.4.2")
def imprint_font(paper: Paper) -> Iterator[Deviation]:
    for line in rows(paper):
        if not (is_fangsong(font_of(line)) and near(size_of(line), 14, 0.3)):
            yield f"版记{quoted(line)}", "4号仿宋", f"{count(size_of(line))}磅{font_of(line)}"
            return


@BOOK.rule("G72", "抄送机关后标句号", "7.4.2")
def copies_end_with_stop(paper: Paper) -> Iterator[Deviation]:
    if paper.copies is not None and not paper.copies.bare.endswith("。"):
        yield f"抄送{quoted(paper.copies)}", "最后一个抄送机关后标句号", f"以“{paper.copies.bare[-1]}”收尾"


@BOOK.rule("G73", "抄送机关左空一字", "7.4.2")
def copies_indent(paper: Paper) -> Iterator[Deviation]:
    if paper.copies is not None and not near(paper.copies.start, 1, 0.35):
        yield f"抄送{quoted(paper.copies)}", "左空一字", f"空{count(paper.copies.start)}字"


@BOOK.rule("G74", "抄送后用全角冒号", "7.4.2")
def copies_colon(paper: Paper) -> Iterator[Deviation]:
    if paper.copies is not None and not re.match(r"^(主送|抄送|抄报)：", paper.copies.bare):
        yield f"抄送{quoted(paper.copies)}", "“抄送：”，全角冒号", f"写成“{paper.copies.bare[:4]}”"


@BOOK.rule("G75", "印发日期用阿拉伯数字", "7.4.3")
def printed_on(paper: Paper) -> Iterator[Deviation]:
    line = paper.printed
    if line is None:
        return
    if not re.search(r"\d{4}年(?!0)\d{1,2}月(?!0)\d{1,2}日印发$", re.sub(r"\s", "", line.bare)):
        yield (
            f"印发日期{quoted(line)}",
            "年、月、日标全，不编虚位，后加“印发”",
            f"写成“{re.sub(chr(9), ' ', line.bare)[-14:]}”",
        )


@BOOK.rule("G76", "印发机关左空一字", "7.4.3")
def printed_indent(paper: Paper) -> Iterator[Deviation]:
    if paper.printed is not None and not near(paper.printed.start, 1, 0.35):
        yield f"印发机关{quoted(paper.printed)}", "左空一字", f"空{count(paper.printed.start)}字"


@BOOK.rule("G77", "版记首条和末条分隔线为粗线", "7.4.1", shapes=WITH_RULE)
def outer_rules(paper: Paper) -> Iterator[Deviation]:
    found = rows(paper)
    if not found:
        return
    for word, border in (("首条", rule_over(paper, found[0])), ("末条", rule_under(paper, found[-1]))):
        if border is None:
            yield f"版记{word}分隔线", "0.35毫米的粗线", "没有这条线"
            return
        if not near(border.width, THICK, 0.3):
            yield f"版记{word}分隔线", "0.35毫米（约1磅）", f"{count(border.width)}磅"
            return


@BOOK.rule("G78", "版记中间分隔线为细线", "7.4.1", shapes=WITH_RULE)
def inner_rule(paper: Paper) -> Iterator[Deviation]:
    if paper.copies is None or paper.printed is None:
        return
    border = rule_over(paper, paper.printed)
    if border is None:
        yield "版记中间分隔线", "0.25毫米的细线", "没有这条线"
    elif not near(border.width, THIN, 0.2):
        yield "版记中间分隔线", "0.25毫米（约0.75磅）", f"{count(border.width)}磅"


@BOOK.rule("G79", "版记分隔线与版心等宽", "7.4.1", shapes=WITH_RULE)
def rules_width(paper: Paper) -> Iterator[Deviation]:
    wanted = paper.page.type_width / 25.4 * 72
    for line in rows(paper):
        if not line.borders or not near(paper.page.type_width, 156, 1.05):
            continue
        framed = float(line.framed.get("w", 0)) / 20
        room = framed or wanted
        length = room - (max(0.0, line.left + min(0.0, line.first)) + max(0.0, line.right)) * size_of(line)
        if not near(length, wanted, 8):
            yield (
                f"版记{quoted(line)}",
                f"分隔线{paper.page.type_width:.0f}毫米，与版心等宽",
                f"{length / 72 * 25.4:.0f}毫米",
            )
            return
