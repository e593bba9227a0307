"""What is written is read back by another eye: text, tables, fonts, marks of the page."""

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weicheng.engines.gongwen import (
    Align,
    Band,
    Block,
    Clause,
    Column,
    Cut,
    Document,
    Field,
    Fields,
    Number,
    PageTurn,
    Paragraph,
    Party,
    Signatures,
    Table,
    Title,
    write,
)
from weicheng.engines.gongwen.layouts import HOUSE, OFFICIAL
from weicheng.engines.gongwen.tests.reading import W, grids, part, read, values
from weicheng.engines.gongwen.words import clean

DAY = date(2026, 5, 6)
COLUMNS = (Column("序号", 10, Align.CENTRE), Column("任务", 60))


def paper(*blocks: Block, **more) -> Document:
    return Document(name="样张", on=DAY, blocks=blocks, **more)


def test_every_kind_of_block_can_be_read_back():
    content = write(
        paper(
            Band("红色督办", "B3261E"),
            Title("某区\n责任书"),
            Number("责任书〔2026〕第3号"),
            Clause(1, "目标"),
            Paragraph("完成任务。"),
            Clause(2, "三定。", "定责任。"),
            Table(COLUMNS, [["1", "建公厕"]], caption="任务表"),
            Fields((Field("单位", "甲局"), Field("签收人"), Field("日期"))),
            Signatures((Party("甲方", "领导小组", (Field("代表", "季某"),)), Party("乙方", "甲局"))),
            Cut("回执"),
            PageTurn(across=True),
            Paragraph("附件"),
        )
    )
    text = read(content).text
    words = (
        "红色督办",
        "责任书〔2026〕第3号",
        "一、目标",
        "完成任务。",
        "（一）三定。定责任。",
        "任务表",
        "回执",
        "附件",
    )
    assert [word for word in words if word not in text] == []
    tables = grids(content)
    assert tables[0] == [["序号", "任务"], ["1", "建公厕"]]
    assert tables[1][0] == ["单位", "甲局", "签收人", ""]
    assert "季某" in tables[2][0][0] and "（盖章）" in tables[2][0][1]


def test_clauses_count_by_level_and_start_anew_under_the_next():
    levels = (1, 2, 2, 1, 2, 3, 3, 4)
    lines = read(write(paper(*(Clause(level, f"款{place}") for place, level in enumerate(levels))))).text.split("\n")
    marks = [line[: line.index("款")] for line in lines if "款" in line]
    assert marks == ["一、", "（一）", "（二）", "二、", "（一）", "1.", "2.", "（1）"]


def test_the_same_paper_gives_the_same_bytes_and_another_day_others():
    made = [write(paper(Title("责任书"), Table(COLUMNS, [["1", "任务"]]))) for _ in range(2)]
    assert made[0] == made[1]
    later = Document(name="样张", on=date(2026, 5, 7), blocks=(Title("责任书"), Table(COLUMNS, [["1", "任务"]])))
    assert write(later) != made[0]
    with zipfile.ZipFile(io.BytesIO(made[0])) as box:
        assert {entry.date_time for entry in box.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert box.namelist()[0] == "[Content_Types].xml"


def test_fonts_are_named_for_chinese_text_with_a_free_one_behind_each():
    content = write(paper(Title("标题"), Clause(1, "黑"), Clause(2, "楷"), Paragraph("仿")))
    styles = part(content, "word/styles.xml")
    named = {
        style.find(f"{W}name").get(f"{W}val"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for style in styles.iterfind(f"{W}style")
        if style.find(f"{W}name").get(f"{W}val").startswith("GW")
    }
    assert named["GW Title"] == "方正小标宋简体"
    assert (named["GW Body"], named["GW Clause 1"], named["GW Clause 2"]) == ("仿宋_GB2312", "黑体", "楷体_GB2312")
    themed = [
        one for one in styles.iterfind(f"{W}style[@{W}type='paragraph']//{W}rFonts") if one.get(f"{W}eastAsiaTheme")
    ]
    ours = [one for one in themed if one.getparent().getparent().find(f"{W}name").get(f"{W}val").startswith("GW")]
    assert ours == []
    fonts = part(content, "word/fontTable.xml")
    assert {one.get(f"{W}name"): one.find(f"{W}altName").get(f"{W}val") for one in fonts} == {
        "方正小标宋简体": "Noto Serif CJK SC",
        "仿宋_GB2312": "Noto Serif CJK SC",
        "黑体": "Noto Sans CJK SC",
        "楷体_GB2312": "Noto Serif CJK SC",
        "宋体": "Noto Serif CJK SC",
    }


def test_the_head_of_a_table_stands_again_and_rows_stay_whole():
    root = part(write(paper(Table(COLUMNS, [[str(n), "任务"] for n in range(60)]))))
    rows = root.findall(f".//{W}tr")
    assert len(rows) == 61
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 60
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    widths = [int(width) for width in values(root, ".//w:tblGrid/w:gridCol", "w")]
    assert abs(sum(widths) - HOUSE.text_width(False) / 25.4 * 1440) < 5
    assert abs(widths[1] / widths[0] - 6) < 0.05


@pytest.mark.parametrize(("layout", "outer"), [(OFFICIAL, True), (HOUSE, False)])
def test_page_numbers_stand_outside_on_official_papers_and_in_the_middle_of_ours(layout, outer):
    content = write(paper(Paragraph("文"), layout=layout))
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        feet = sorted(name for name in box.namelist() if name.startswith("word/footer"))
    sides = []
    for name in feet:
        foot = part(content, name)
        assert "".join(foot.itertext()).replace(" PAGE ", "") == "— 1 —"
        assert values(foot, ".//w:fldChar", "fldCharType") == ["begin", "separate", "end"]
        sides += values(foot, ".//w:jc")
    assert sorted(sides) == (["left", "right"] if outer else ["center"])
    switch = part(content, "word/settings.xml").find(f"{W}evenAndOddHeaders")
    assert (switch is not None) is outer


def test_the_official_page_has_the_margins_and_the_pitch_of_the_standard():
    content = write(paper(Paragraph("文"), layout=OFFICIAL))
    margins = part(content).find(f".//{W}pgMar")
    mm = {side: round(int(margins.get(f"{W}{side}")) / 1440 * 25.4) for side in ("top", "bottom", "left", "right")}
    assert mm == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    styles = part(content, "word/styles.xml")
    body = next(one for one in styles if _named(one) == "GW Body")
    spacing = body.find(f"{W}pPr/{W}spacing")
    assert spacing.get(f"{W}lineRule") == "exact" and 22 * int(spacing.get(f"{W}line")) / 20 <= 225 / 25.4 * 72
    # 28 characters of 16 pt, each a quarter of a point closer, fit into 156 mm.
    assert values(body, "w:rPr/w:sz") == ["32"] and values(body, "w:rPr/w:spacing") == ["-5"]


def _named(style) -> str:
    name = style.find(f"{W}name")
    return name.get(f"{W}val") if name is not None else ""


def test_a_page_across_is_the_upright_one_turned():
    root = part(write(paper(Paragraph("正文"), PageTurn(across=True), Paragraph("附件"))))
    sizes = [(size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) for size in root.iter(f"{W}pgSz")]
    assert [(int(w) > int(h), orient) for w, h, orient in sizes] == [(False, None), (True, "landscape")]


HOSTILE = (
    "<w:t>&amp;</w:t>",
    "]]>",
    "\x00\x0b空\x1f",
    "a\tb",
    "\u202e倒",
    "=1+1",
    "{{7*7}}",
    "𠮷䶮",
    "\ud800半",
    "line\r\nbreak",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stands_as_it_is_in_every_place(text):
    content = write(
        paper(
            Title(text or "题"),
            Number(text),
            Paragraph(text),
            Clause(1, text, text),
            Table((Column(text, 1), Column("乙", 1)), [[text, text]], caption=text),
            Fields((Field(text, text),)),
            Signatures((Party(text, text, (Field(text, text),)),)),
            Cut(text),
            author=text,
        )
    )
    first = clean(text).split("\n")[0].strip()
    assert read(content).text.count(first) >= 8 if first else True


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=2, max_size=2))
def test_any_text_gives_a_file_that_opens(texts):
    content = write(paper(Paragraph(texts[0]), Table(COLUMNS, [texts])))
    root = part(content)
    cells = ["\n".join("".join(p.itertext()) for p in cell.iterfind(f"{W}p")) for cell in root.iter(f"{W}tc")]
    assert cells[2:] == [clean(text) for text in texts]


def test_a_clause_number_beyond_a_thousand_or_a_fifth_level_is_refused():
    from weicheng.engines.gongwen.numerals import Counter, chinese

    assert [chinese(n) for n in (1, 10, 12, 20, 21, 100, 105, 110, 999)] == [
        "一", "十", "十二", "二十", "二十一", "一百", "一百零五", "一百一十", "九百九十九",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="1000"):
        chinese(1000)
    with pytest.raises(ValueError, match="level 5"):
        Counter().next(5)
