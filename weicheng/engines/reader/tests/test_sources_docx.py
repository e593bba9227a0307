"""Word documents, one construct a test, by text, offsets and locator."""

import pytest

from weicheng.engines.reader.document import Document, Kind
from weicheng.engines.reader.sources import open_document
from weicheng.engines.reader.tests.office_files import (
    NAMESPACES,
    cell,
    docx,
    level,
    lists,
    numbered,
    par,
    row,
    run,
    table,
)

HEADINGS = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="wo"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="character" w:styleId="hid"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def pieces(document: Document) -> list[str]:
    """The text of the blocks, after a check that they are in order and part the text by one line end."""
    for before, after in zip(document.blocks, document.blocks[1:], strict=False):
        assert before.end + 1 == after.start
        assert document.text[before.end] == "\n"
    return [document.text[block.start : block.end] for block in document.blocks]


def read(*body: str, **parts: str) -> Document:
    return open_document(docx(*body, **parts), "方案.docx")  # type: ignore[arg-type]


def texts(*body: str, **parts: str) -> list[str]:
    return pieces(read(*body, **parts))


def test_paragraphs_become_blocks_with_their_number():
    document = read(par("清河区创卫方案"), par(), par("各镇街：", "抓紧落实。"))

    assert document.text == "清河区创卫方案\n各镇街：抓紧落实。"
    assert [(b.start, b.end, b.locator.paragraph) for b in document.blocks] == [(0, 7, 1), (8, 17, 3)]
    assert document.format == "docx"


def test_heading_levels_come_from_styles_their_parents_and_the_paragraph():
    document = read(
        par("总题", properties='<w:pStyle w:val="t"/>'),
        par("一级", properties='<w:pStyle w:val="1"/>'),
        par("子样式", properties='<w:pStyle w:val="wo"/>'),
        par("直接", properties='<w:outlineLvl w:val="1"/>'),
        par("取消", properties='<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'),
        par("正文"),
        styles=HEADINGS,
    )

    assert [block.level for block in document.blocks] == [0, 1, 1, 2, None, None]
    assert [block.centred for block in document.blocks] == [False, True, True, False, True, False]
    assert [block.bold for block in document.blocks] == [False, True, True, False, True, False]


def test_a_circle_of_styles_ends():
    styles = (
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="甲"/><w:basedOn w:val="y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="y"><w:name w:val="乙"/><w:basedOn w:val="x"/></w:style>'
    )
    assert texts(par("正文", properties='<w:pStyle w:val="x"/>'), styles=styles) == ["正文"]


def test_multi_level_numbers_are_written_out():
    numbering = lists(
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3．"),
        level(3, "decimal", "%3.%4", suffix="space"),
    )
    found = texts(
        numbered(0, 1, "总体要求"),
        numbered(1, 1, "指导思想"),
        numbered(1, 1, "工作目标"),
        numbered(2, 1, "城区目标"),
        numbered(3, 1, "街道"),
        numbered(3, 1, "社区"),
        numbered(0, 1, "重点任务"),
        numbered(1, 1, "市容环境"),
        numbering=numbering,
    )
    assert found == [
        "一、总体要求",
        "（一）指导思想",
        "（二）工作目标",
        "1．城区目标",
        "1.1 街道",
        "1.2 社区",
        "二、重点任务",
        "（一）市容环境",
    ]


@pytest.mark.parametrize(
    ("style", "start", "label"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 2, "b"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一○五"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalFullWidth", 12, "１２"),
        ("numberInDash", 3, "- 3 -"),
        ("none", 3, ""),
        ("unheardOf", 7, "7"),
    ],
)
def test_every_number_format_is_written_as_word_shows_it(style: str, start: int, label: str):
    numbering = lists(level(0, style, "%1", start=start))
    assert texts(numbered(0, 1, "任务"), numbering=numbering) == [label + "任务"]


def test_a_restarted_list_begins_again_and_another_list_of_the_same_kind_goes_on():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)")}</w:lvlOverride></w:num>'
    )
    numbering = lists(level(0, "decimal", "%1."), nums=nums)
    body = [numbered(0, num, "甲") for num in (1, 1, 2, 3, 3, 4)]

    assert texts(*body, numbering=numbering) == ["1.甲", "2.甲", "3.甲", "5.甲", "6.甲", "G)甲"]


def test_a_level_that_never_restarts_counts_through():
    numbering = lists(level(0, "decimal", "%1."), level(1, "decimal", "第%2条", more='<w:lvlRestart w:val="0"/>'))
    body = [numbered(0, 1, "章"), numbered(1, 1, "甲"), numbered(0, 1, "章"), numbered(1, 1, "乙")]

    assert texts(*body, numbering=numbering) == ["1.章", "第1条甲", "2.章", "第2条乙"]


def test_a_heading_style_carries_its_number_and_legal_numbering_uses_digits():
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "第%1章", suffix="tab", more='<w:pStyle w:val="h1"/>'),
        level(1, "decimal", "%1.%2", suffix="tab", more='<w:pStyle w:val="h2"/><w:isLgl/>'),
    )
    found = texts(
        par("总则", properties='<w:pStyle w:val="h1"/>'),
        par("目的", properties='<w:pStyle w:val="h2"/>'),
        par("不编号", properties='<w:pStyle w:val="h2"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
        numbering=numbering,
    )
    assert found == ["第一章 总则", "1.1 目的", "不编号"]


def test_bullets_of_symbol_fonts_are_readable():
    assert texts(numbered(0, 1, "清扫"), numbering=lists(level(0, "bullet", "\uf0d8", suffix="tab"))) == ["➢ 清扫"]


def test_tables_keep_merged_cells_once():
    document = read(
        par("分工表"),
        table(
            row("序号", cell("任务", properties='<w:gridSpan w:val="2"/>'), "单位"),
            row("1", "清扫", cell("每日", "两次"), cell("城管局", properties='<w:vMerge w:val="restart"/>')),
            row("2", "清运", "", cell("", properties="<w:vMerge/>")),
        ),
        par("完"),
    )
    (found,) = document.tables

    assert (found.rows, found.columns) == (3, 4)
    seen = {(c.row, c.column, c.row_span, c.column_span): document.text[c.start : c.end] for c in found.cells}
    assert seen == {
        (0, 0, 1, 1): "序号",
        (0, 1, 1, 2): "任务",
        (0, 3, 1, 1): "单位",
        (1, 0, 1, 1): "1",
        (1, 1, 1, 1): "清扫",
        (1, 2, 1, 1): "每日\n两次",
        (1, 3, 2, 1): "城管局",
        (2, 0, 1, 1): "2",
        (2, 1, 1, 1): "清运",
        (2, 2, 1, 1): "",
    }
    assert document.text[found.start : found.end].startswith("序号")
    block = next(b for b in document.blocks if document.text[b.start : b.end] == "城管局")
    assert (block.kind, block.locator.table, block.locator.row, block.locator.column) == (Kind.CELL, 1, 2, 4)
    assert pieces(document)[0] == "分工表"
    assert pieces(document)[-1] == "完"


def test_a_nested_table_stands_inside_its_cell():
    document = read(table(row("甲", cell(par("前"), table(row("子一", "子二")), par("后"))), row("乙", "丙")))
    outer, inner = document.tables

    assert pieces(document) == ["甲", "前", "子一", "子二", "后", "乙", "丙"]
    holder = next(c for c in outer.cells if (c.row, c.column) == (0, 1))
    assert document.text[holder.start : holder.end] == "前\n子一\n子二\n后"
    assert [document.text[c.start : c.end] for c in inner.cells] == ["子一", "子二"]


def test_a_table_of_one_cell_is_a_frame_around_text():
    document = read(table(row(cell("甲", "乙"))))

    assert document.tables == ()
    assert [block.kind for block in document.blocks] == [Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_a_column_of_automatic_numbers_is_text_in_a_table():
    numbering = lists(level(0, "decimal", "%1"))
    body = table(row(cell(numbered(0, 1, "")), "清扫"), row(cell(numbered(0, 1, "")), "清运"))
    assert texts(body, numbered(0, 1, ""), numbering=numbering) == ["1", "清扫", "2", "清运"]


def test_a_table_that_only_lays_out_a_page_is_not_a_table():
    body = [par(f"第{word}条，各单位要认真落实。") for word in "一二三四五六七"]
    document = read(table(row("侧栏", cell(*body))))

    assert document.tables == ()
    assert [block.kind for block in document.blocks] == [Kind.PARAGRAPH] * 8


def test_a_text_box_stands_once_though_it_is_stored_twice():
    box = f"<w:txbxContent>{par('框内文字')}</w:txbxContent>"
    anchored = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(par("正文", anchored, "继续"), par("后文"))

    assert pieces(document) == ["正文继续", "框内文字", "后文"]
    assert [block.locator.part for block in document.blocks] == ["body", "textbox", "body"]


def test_the_locator_tells_two_text_boxes_apart():
    def box(*inside: str) -> str:
        return f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{''.join(inside)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"

    document = read(
        par("正文", box(par("甲框"), par("甲框二"))), par("后文", box(par("乙框", box(par("框中框"))))), par("末")
    )
    found = {
        document.text[b.start : b.end]: (b.locator.part, b.locator.number, b.locator.paragraph) for b in document.blocks
    }
    assert found == {
        "正文": ("body", None, 1),
        "甲框": ("textbox", 1, None),
        "甲框二": ("textbox", 1, None),
        "后文": ("body", None, 2),
        "乙框": ("textbox", 2, None),
        "框中框": ("textbox", 3, None),
        "末": ("body", None, 3),
    }


def test_an_old_vml_text_box_is_read():
    shape = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{par('旧框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert texts(par("正文", shape)) == ["正文", "旧框"]


def test_content_controls_are_opened_at_every_level():
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    found = texts(
        control(par("块级")),
        par("行", control(run("内")), "级"),
        table(control(row("甲", control(cell("乙")))), row("丙", "丁")),
    )
    assert found == ["块级", "行内级", "甲", "乙", "丙", "丁"]


def test_the_prompt_of_an_empty_content_control_is_not_text():
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>"
    assert texts(par("日期：", prompt)) == ["日期："]


def test_smart_tags_hyperlinks_and_fields_give_their_text():
    smart = f'<w:smartTag w:uri="u" w:element="date">{run("2026年5月")}</w:smartTag>'
    link = f'<w:hyperlink r:id="rId9">{run("网址")}</w:hyperlink>'
    simple = f'<w:fldSimple w:instr=" DATE ">{run("今天")}</w:fldSimple>'
    complex_field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF _x \\h </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("附件1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(par(smart, link, simple, "见", complex_field, "。")) == ["2026年5月网址今天见附件1。"]


def test_tracked_changes_are_read_as_accepted():
    deleted = '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("新")}</w:ins>'
    moved_away = f'<w:moveFrom w:id="3">{run("搬走")}</w:moveFrom>'
    moved_here = f'<w:moveTo w:id="4">{run("搬来")}</w:moveTo>'

    assert texts(par("甲", deleted, inserted, moved_away), par(moved_here, "乙")) == ["甲新", "搬来乙"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    document = read(
        par("前半句，", properties='<w:rPr><w:del w:id="1"/></w:rPr>'),
        par("后半句。", properties='<w:outlineLvl w:val="0"/>'),
        par("下一段。"),
    )
    assert pieces(document) == ["前半句，后半句。", "下一段。"]
    assert document.blocks[0].level == 1


def test_a_moved_paragraph_stands_only_where_it_went():
    body = (
        f"<w:p><w:pPr><w:rPr><w:moveFrom w:id='1'/></w:rPr></w:pPr><w:moveFrom w:id='2'>{run('移动段')}</w:moveFrom></w:p>",
        par("中间"),
        f"<w:p><w:pPr><w:rPr><w:moveTo w:id='3'/></w:rPr></w:pPr><w:moveTo w:id='4'>{run('移动段')}</w:moveTo></w:p>",
    )
    assert texts(*body) == ["中间", "移动段"]


def test_deleted_rows_and_cells_are_gone_and_inserted_ones_stay():
    document = read(
        table(
            row("甲", "乙"),
            row("删", "删", properties='<w:del w:id="1"/>'),
            row("丙", cell("去", properties='<w:cellDel w:id="2"/>'), cell("丁", properties='<w:cellIns w:id="3"/>')),
            row("新", "行", properties='<w:ins w:id="4"/>'),
        )
    )
    assert pieces(document) == ["甲", "乙", "丙", "丁", "新", "行"]
    assert document.tables[0].rows == 3


def test_breaks_tabs_hyphens_and_symbols_are_characters():
    special = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t><w:softHyphen/>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="宋体" w:char="2103"/></w:r>'
    )
    assert texts(par(special)) == ["甲\t乙\n丙-丁☑℃"]


def test_hidden_text_is_left_out_however_it_is_hidden():
    found = texts(
        par(
            "看", run("不见", "<w:vanish/>"), run("藏", '<w:rStyle w:val="hid"/>'), run("得见", '<w:vanish w:val="0"/>')
        ),
        styles=HEADINGS,
    )
    assert found == ["看得见"]


def test_notes_stand_at_the_end_with_their_part():
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    footnotes = (
        f'<w:footnote w:type="separator" w:id="0">{par("线")}</w:footnote><w:footnote w:id="2">{par("注释。")}</w:footnote>'
        f'<w:footnote w:id="3">{par("没有引用")}</w:footnote>'
    )
    document = read(par("正文", reference, "继续。"), par("尾"), footnotes=footnotes)

    assert pieces(document) == ["正文继续。", "尾", "注释。"]
    assert document.blocks[2].locator.part == "footnote"


def test_the_reading_above_a_character_is_not_text():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('wèi')}</w:rt><w:rubyBase>{run('卫')}</w:rubyBase></w:ruby></w:r>"
    assert texts(par("创", ruby)) == ["创卫"]


def test_a_table_of_contents_is_marked_as_such():
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    document = read(
        par(begin, "一、总体要求 1"),
        par("二、任务 2"),
        par('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        par("一、总体要求"),
    )
    assert [block.locator.part for block in document.blocks] == ["toc", "toc", "body"]


def test_pages_are_counted_where_word_laid_them_out():
    broken = "<w:r><w:lastRenderedPageBreak/><w:t>第二页</w:t></w:r>"
    document = read(par("第一页"), par('<w:r><w:br w:type="page"/></w:r>'), par(broken))

    assert [block.locator.page for block in document.blocks] == [1, 2]
    assert document.pages == 2
    assert read(par("没有排版")).blocks[0].locator.page is None


def test_strict_office_open_xml_reads_the_same():
    strict = NAMESPACES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = open_document(docx(par("严格格式", properties='<w:outlineLvl w:val="0"/>'), namespaces=strict))

    assert document.text == "严格格式"
    assert document.blocks[0].level == 1


def test_macros_are_read_past_with_a_warning():
    data = docx(
        par("带宏"),
        content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
        extra={"word/vbaProject.bin": b"\xd0\xcf"},
    )
    document = open_document(data, "带宏.docm")

    assert document.text == "带宏"
    assert document.warnings == ("文件里带有宏，宏没有运行，只读取了文字。",)


def test_headers_and_footers_are_not_text():
    assert open_document(docx(par("正文"), extra={"word/header1.xml": "<x/>"})).text == "正文"


def test_formulas_give_their_characters():
    formula = "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"
    assert texts(par("合计", formula, "。")) == ["合计a+b。"]
