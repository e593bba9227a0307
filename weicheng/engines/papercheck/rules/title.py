"""Title and addressees (7.3.1, 7.3.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from weicheng.engines.papercheck.anatomy import KINDS, Paper
from weicheng.engines.papercheck.findings import SEALED, WITH_RULE, Book, Deviation
from weicheng.engines.papercheck.rules.head import red_rule
from weicheng.engines.papercheck.rules.words import count, font_of, is_xiaobiaosong, near, quoted, size_of

BOOK = Book()
# Goes to somebody: a paper of these kinds without addressees reaches nobody.
ADDRESSED = ("报告", "请示", "通知", "函", "批复", "议案")


@BOOK.rule("G31", "有标题", "7.3.1")
def has_title(paper: Paper) -> Iterator[Deviation]:
    if not paper.title:
        yield "主体", "2号小标宋、居中的标题", "没有找到"


@BOOK.rule("G32", "标题用小标宋体", "7.3.1")
def title_font(paper: Paper) -> Iterator[Deviation]:
    for line in paper.title:
        if not is_xiaobiaosong(font_of(line)):
            yield f"标题{quoted(line)}", "小标宋体（如方正小标宋简体）", font_of(line) or "没有指定字体"
            return


@BOOK.rule("G33", "标题用2号字", "7.3.1")
def title_size(paper: Paper) -> Iterator[Deviation]:
    for line in paper.title:
        if not near(size_of(line), 22, 0.3):
            yield f"标题{quoted(line)}", "2号（22磅）", f"{count(size_of(line))}磅"
            return


@BOOK.rule("G34", "标题居中", "7.3.1")
def title_is_centred(paper: Paper) -> Iterator[Deviation]:
    for line in paper.title:
        if line.align != "center":
            yield f"标题{quoted(line)}", "居中", "没有居中"
            return


@BOOK.rule("G35", "标题在分隔线下空二行", "7.3.1", shapes=WITH_RULE)
def room_over_title(paper: Paper) -> Iterator[Deviation]:
    found = red_rule(paper)
    if not found or not paper.title:
        return
    room = paper.between(found[0], paper.title[0])
    if found[0].is_blank:  # a paragraph that only carries the rule takes a part of the room
        room += found[0].height / 28.95 if found[1] is found[0].borders.get("top") else 0
    if not near(room, 2, 0.45):
        yield f"标题{quoted(paper.title[0])}", "在红色分隔线下空二行", f"空{count(room)}行"


@BOOK.rule("G36", "标题写明文种", "公文处理工作条例第九条")
def title_names_its_kind(paper: Paper) -> Iterator[Deviation]:
    text = paper.title_text.rstrip("。，、；：！？.,;:!?（）() ")
    text = text.removesuffix("试行").removesuffix("征求意见稿").rstrip("（(")
    if paper.title and not text.endswith(KINDS):
        yield f"标题{quoted(paper.title[-1])}", "以文种收尾，如通知、通报、报告、函、纪要", "没有写文种"


@BOOK.rule("G37", "标题末尾不加标点", "办文习惯")
def title_without_stop(paper: Paper) -> Iterator[Deviation]:
    if paper.title_text.endswith(("。", "，", "；", "、", "：", ".", ",", "！")):
        yield f"标题{quoted(paper.title[-1])}", "末尾不加标点", f"以“{paper.title_text[-1]}”收尾"


@BOOK.rule("G38", "主送机关在标题下空一行", "7.3.2")
def room_over_addressees(paper: Paper) -> Iterator[Deviation]:
    if paper.addressees is None or not paper.title:
        return
    room = paper.between(paper.title[-1], paper.addressees)
    if not near(room, 1, 0.45):
        yield f"主送机关{quoted(paper.addressees)}", "与标题之间空一行", f"空{count(room)}行"


@BOOK.rule("G39", "主送机关居左顶格", "7.3.2")
def addressees_at_the_edge(paper: Paper) -> Iterator[Deviation]:
    line = paper.addressees
    if line is not None and (line.start > 0.3 or line.align in ("center", "right")):
        yield f"主送机关{quoted(line)}", "居左顶格", f"空了{count(line.start)}字" if line.start > 0.3 else "没有居左"


@BOOK.rule("G40", "主送机关后用全角冒号", "7.3.2")
def addressees_end_with_colon(paper: Paper) -> Iterator[Deviation]:
    line = paper.addressees
    if line is not None and not line.bare.endswith("："):
        yield f"主送机关{quoted(line)}", "最后用全角冒号“：”", f"以“{line.bare[-1]}”收尾"


@BOOK.rule("G98", "有主送机关", "7.3.2", shapes=SEALED)
def has_addressees(paper: Paper) -> Iterator[Deviation]:
    text = re.sub(r"[（(](试行|征求意见稿)[）)]$", "", paper.title_text)
    if text.endswith(ADDRESSED) and paper.addressees is None:
        yield "标题与正文之间", "顶格写主送机关，后面用全角冒号", "没有主送机关"
