"""The sheet and the type area (chapter 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import Paper
from weicheng.engines.papercheck.findings import Book, Deviation
from weicheng.engines.papercheck.rules.words import count, near, quoted

BOOK = Book()
PAGE = "页面设置"


@BOOK.rule("G01", "用A4纸", "5.1")
def sheet_is_a4(paper: Paper) -> Iterator[Deviation]:
    page = paper.page
    if not (near(page.width, 210, 1) and near(page.height, 297, 1)):
        yield PAGE, "A4，210×297毫米，竖放", f"{page.width:.0f}×{page.height:.0f}毫米"


@BOOK.rule("G02", "天头（上白边）", "5.2.1")
def upper_margin(paper: Paper) -> Iterator[Deviation]:
    if not near(paper.page.top, 37, 1.05):
        yield PAGE, "37毫米±1毫米", f"{count(paper.page.top)}毫米"


@BOOK.rule("G03", "订口（左白边）", "5.2.1")
def left_margin(paper: Paper) -> Iterator[Deviation]:
    if not near(paper.page.left, 28, 1.05):
        yield PAGE, "28毫米±1毫米", f"{count(paper.page.left)}毫米"


@BOOK.rule("G04", "版心宽度", "5.2.1")
def type_width(paper: Paper) -> Iterator[Deviation]:
    page = paper.page
    if near(page.width, 210, 1) and near(page.left, 28, 1.05) and not near(page.type_width, 156, 1.05):
        yield PAGE, "156毫米（右边距26毫米）", f"{count(page.type_width)}毫米（右边距{count(page.right)}毫米）"


@BOOK.rule("G05", "版心高度", "5.2.1")
def type_height(paper: Paper) -> Iterator[Deviation]:
    page = paper.page
    if near(page.height, 297, 1) and near(page.top, 37, 1.05) and not near(page.type_height, 225, 1.05):
        yield PAGE, "225毫米（下边距35毫米）", f"{count(page.type_height)}毫米（下边距{count(page.bottom)}毫米）"


@BOOK.rule("G06", "每面22行", "5.2.3")
def lines_on_a_page(paper: Paper) -> Iterator[Deviation]:
    pitches = Counter(line.pitch or paper.page.grid_line for line in paper.body if not line.in_table)
    if not pitches:
        return
    pitch = pitches.most_common(1)[0][0]
    if not pitch:
        yield "正文行距", "固定值28磅到28.95磅，一面22行", "没有设固定行距，行数随字体变"
    elif not 27.74 <= pitch <= 29.0:
        yield "正文行距", "固定值28磅到28.95磅，一面22行", f"{count(pitch)}磅，一面约{int(225 / 25.4 * 72 // pitch)}行"


@BOOK.rule("G07", "每行28字", "5.2.3", warn=True)
def characters_on_a_line(paper: Paper) -> Iterator[Deviation]:
    runs = [run for line in paper.body for run in line.runs if near(run.size, 16, 0.1) and len(run.text) > 5]
    if not runs or not near(paper.page.type_width, 156, 1.05):
        return
    spacing = Counter(run.spacing for run in runs).most_common(1)[0][0]
    advance = 16 + spacing + paper.page.grid_character
    held = int(paper.page.type_width / 25.4 * 72 / advance + 0.02)
    if held != 28:
        yield "正文字距", "一行28字（3号字字距缩0.25磅）", f"一行{held}字"


@BOOK.rule("G08", "文字颜色为黑色", "5.2.4")
def text_is_black(paper: Paper) -> Iterator[Deviation]:
    head = {id(line) for line in paper.mark}
    for line in paper.lines:
        if id(line) in head:
            continue
        odd = next((run for run in line.runs if run.text.strip() and not run.is_black), None)
        if odd is not None:
            yield quoted(line), "黑色", f"颜色{odd.colour}"
            return
