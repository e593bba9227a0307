"""Letters (10.1), minutes (10.3), and what no fair copy should hold."""

from __future__ import annotations

from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import DOUBLE, Paper
from weicheng.engines.papercheck.findings import Book, Deviation, Shape
from weicheng.engines.papercheck.lines import Border, Line
from weicheng.engines.papercheck.rules.imprint import rows
from weicheng.engines.papercheck.rules.words import count, is_heiti, near, quoted, size_of

BOOK = Book()
LETTER = frozenset({Shape.LETTER})
MINUTES = frozenset({Shape.MINUTES})


def double_rules(paper: Paper) -> list[tuple[Line, Border]]:
    return [(line, border) for line, border in paper.rules if border.kind.startswith(DOUBLE)]


@BOOK.rule("G87", "信函有上下两条红色双线", "10.1", shapes=LETTER)
def two_double_rules(paper: Paper) -> Iterator[Deviation]:
    found = double_rules(paper)
    if len(found) < 2:
        yield "首页", "标志下一条、距下页边20毫米处一条红色双线", f"找到{len(found)}条"
    elif not all(border.is_red for _, border in found):
        yield "首页双线", "红色", "不是红色"


@BOOK.rule("G88", "信函双线长170毫米", "10.1", shapes=LETTER)
def double_rules_length(paper: Paper) -> Iterator[Deviation]:
    for line, _ in double_rules(paper):
        framed = float(line.framed.get("w", 0)) / 20
        length = (
            line.drawn_length
            or framed
            or (paper.page.type_width / 25.4 * 72 - (line.left + line.right) * size_of(line))
        )
        if not near(length / 72 * 25.4, 170, 3):
            yield "首页双线", "170毫米", f"{length / 72 * 25.4:.0f}毫米"
            return


@BOOK.rule("G89", "信函发文字号顶格居右", "10.1", shapes=LETTER)
def letter_number_place(paper: Paper) -> Iterator[Deviation]:
    if paper.number is not None and (paper.number.align != "right" or paper.number.end > 0.3):
        yield f"发文字号{quoted(paper.number)}", "第一条双线下，顶格居版心右边缘", "位置不对"


@BOOK.rule("G90", "信函标志只用机关名称", "10.1", shapes=LETTER)
def letter_mark(paper: Paper) -> Iterator[Deviation]:
    if paper.mark and paper.mark[0].bare.endswith("文件"):
        yield f"发文机关标志{quoted(paper.mark[0])}", "机关全称或规范化简称，不加“文件”", "加了“文件”"


@BOOK.rule("G91", "信函标志距上页边30毫米", "10.1", warn=True, shapes=LETTER)
def letter_mark_place(paper: Paper) -> Iterator[Deviation]:
    for mark in paper.mark[:1]:
        at = mark.framed.get("y") if mark.framed.get("vAnchor") == "page" else None
        if at is not None:
            slack = max(0.0, (mark.pitch or size_of(mark) * 1.3) - size_of(mark)) / 2
            found = (float(at) / 20 + slack) / 72 * 25.4
            if not near(found, 30, 4):
                yield f"发文机关标志{quoted(mark)}", "上边缘距上页边30毫米", f"约{found:.0f}毫米（估算）"


@BOOK.rule("G92", "信函首页不显示页码", "10.1", shapes=LETTER)
def letter_first_page(paper: Paper) -> Iterator[Deviation]:
    first = next((foot for foot in paper.feet if foot.kind == "first"), None)
    if paper.feet and (not paper.page.bare_first or (first is not None and first.numbered is not None)):
        yield "页码", "首页不显示", "首页也有页码"


@BOOK.rule("G93", "信函版记不加印发机关、日期和分隔线", "10.1", shapes=LETTER)
def letter_imprint(paper: Paper) -> Iterator[Deviation]:
    if paper.printed is not None:
        yield f"版记{quoted(paper.printed)}", "不加印发机关和印发日期", "加了"
    elif any(line.borders or line.cell_borders for line in rows(paper)):
        yield "版记", "不加分隔线", "加了分隔线"


@BOOK.rule("G94", "纪要“出席”等字用3号黑体", "10.3", shapes=MINUTES)
def attendance_font(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attendance:
        run = next((run for run in line.runs if run.text.strip()), None)
        if run is not None and not (is_heiti(run.font) and near(run.size, 16, 0.3)):
            yield f"{quoted(line)}", "“出席”“请假”“列席”用3号黑体", f"{count(run.size)}磅{run.font}"
            return


@BOOK.rule("G95", "纪要“出席”等左空二字", "10.3", shapes=MINUTES)
def attendance_indent(paper: Paper) -> Iterator[Deviation]:
    for line in paper.attendance:
        if not near(line.start, 2, 0.35):
            yield f"{quoted(line)}", "左空二字", f"空{count(line.start)}字"
            return


@BOOK.rule("G96", "定稿没有修订痕迹", "办文习惯")
def no_tracked_changes(paper: Paper) -> Iterator[Deviation]:
    if paper.tracked:
        yield "全文", "接受或拒绝全部修订后再印", f"还有{paper.tracked}处修订痕迹"


@BOOK.rule("G97", "定稿没有批注", "办文习惯")
def no_comments(paper: Paper) -> Iterator[Deviation]:
    if paper.comments:
        yield "全文", "删去批注后再印", f"还有{paper.comments}条批注"
