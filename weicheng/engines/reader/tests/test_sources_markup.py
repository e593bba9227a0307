"""Web pages, web archives and rich text."""

import pytest

from weicheng.engines.reader.document import Document, Kind
from weicheng.engines.reader.sources import open_document


def pieces(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


PAGE = """<!DOCTYPE html><html><head><title>不要</title><style>p{}</style></head><body>
<h1>创卫方案</h1><script>alert(1)</script>
<div>第一段&nbsp;有<b>粗体</b>和
换行<p>第二段&lt;5%&gt;<br>新行</p></div>
<p style="display:none">看不见</p><p align="center"><strong>居中</strong></p>
<ruby>卫<rp>(</rp><rt>wèi</rt><rp>)</rp></ruby>生
<table><thead><tr><th colspan="2">任务</th><th>单位</th></tr></thead>
<tr><td>清扫</td><td><p>每日</p><p>两次</p></td><td rowspan="2">城管局</td></tr><tr><td>清运</td><td></td></tr></table>
</body></html>"""


def test_a_page_gives_its_visible_text():
    document = open_document(PAGE.encode(), "方案.html")

    assert pieces(document)[:6] == ["创卫方案", "第一段\xa0有粗体和 换行", "第二段<5%>\n新行", "居中", "卫生", "任务"]
    assert [b.level for b in document.blocks[:3]] == [1, None, None]
    assert (document.blocks[3].centred, document.blocks[3].bold) == (True, True)
    assert document.format == "html"
    assert "不要" not in document.text


def test_tables_of_a_page_keep_their_spans():
    document = open_document(PAGE.encode())
    (table,) = document.tables

    assert [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 1, 2, "任务"),
        (0, 2, 1, 1, "单位"),
        (1, 0, 1, 1, "清扫"),
        (1, 1, 1, 1, "每日\n两次"),
        (1, 2, 2, 1, "城管局"),
        (2, 0, 1, 1, "清运"),
        (2, 1, 1, 1, ""),
    ]


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "big5", "utf-8", "utf-16"])
def test_a_page_in_the_encoding_it_declares_is_read(encoding: str):
    text = "清潔環境" if encoding == "big5" else "清洁环境"
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><p>{text}</p></html>'
    assert open_document(page.encode(encoding)).text == text


def test_a_page_that_lies_about_its_encoding_is_read_all_the_same():
    page = '<html><head><meta charset="utf-8"></head><p>各单位要落实责任，清洁环境。</p></html>'
    assert open_document(page.encode("gbk")).text == "各单位要落实责任，清洁环境。"


def test_a_web_archive_gives_its_page():
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        '<html><meta charset=3D"utf-8"><p>=E5=88=9B=E5=8D=AB</p></html>\n--b--\n'
    )
    assert open_document(archive.encode()).text == "创卫"


def rtf(body: str) -> Document:
    return open_document(
        b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 \\'cb\\'ce\\'cc\\'e5;}{\\f1\\fcharset0 Arial;}"
        b"{\\f2\\fcharset136 Ming;}}{\\stylesheet{\\s1\\outlinelevel0 heading 1;}}{\\info{\\title no}}\n"
        + body.encode("gbk")
        + b"}"
    )


def gbk(text: str, encoding: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def test_rich_text_reads_bytes_unicode_and_bare_characters():
    body = f"\\f0 {gbk('清河区')}\\uc2\\u21355\\'ce\\'c0\\u29983\\'c9\\'fa。\\uc1\\f2 {gbk('縣', 'big5')}\\f0\\par 第二段\\par"
    document = rtf(body)

    assert pieces(document) == ["清河区卫生。縣", "第二段"]
    assert [b.locator.paragraph for b in document.blocks] == [1, 2]


def test_rich_text_beyond_the_basic_plane_is_one_character():
    assert rtf("\\u-10174?\\u-8265?\\par").text == "𠮷"


def test_rich_text_knows_headings_numbers_and_hints():
    document = rtf(
        "\\pard\\s1\\qc\\b {\\listtext\\pard 一、\\tab}总则\\b0\\par\\pard\\outlinelevel1 细则\\par\\pard 正文\\par"
    )

    assert pieces(document) == ["一、总则", "细则", "正文"]
    assert [b.level for b in document.blocks] == [1, 2, None]
    assert [b.centred for b in document.blocks] == [True, False, False]


def test_rich_text_leaves_out_what_is_not_text():
    body = (
        "{\\header 页眉}{\\*\\generator x;}{\\pict\\wmetafile8 0102}看{\\v 隐}{\\deleted 删}得见{\\field{\\*\\fldinst PAGE}"
        "{\\fldrslt 结果}}{\\footnote 注释}。\\par"
    )
    document = rtf(body)

    assert pieces(document) == ["看得见结果。", "注释"]
    assert document.blocks[1].locator.part == "footnote"


def test_a_text_box_of_rich_text_stands_once():
    box = "{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt\\pard 框内\\par}}{\\shprslt{\\par 框内}}}"
    document = rtf(f"前{box}后\\par")

    assert pieces(document) == ["前后", "框内"]
    assert (document.blocks[1].locator.part, document.blocks[1].locator.number) == ("textbox", 1)


def test_tables_of_rich_text_keep_merged_cells():
    first = "\\trowd\\clvmgf\\cellx1000\\cellx3000\\intbl 甲\\cell 乙\\par 乙二\\cell\\row "
    second = "\\trowd\\clvmrg\\cellx1000\\cellx2000\\cellx3000\\intbl\\cell 丙\\cell 丁\\cell\\row "
    document = rtf(f"前\\par {first}{second}\\pard 后\\par")
    (table,) = document.tables

    assert [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙\n乙二"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]
    assert [b.kind for b in document.blocks] == [Kind.PARAGRAPH, *[Kind.CELL] * 4, Kind.PARAGRAPH]


def test_binary_data_in_rich_text_is_skipped():
    assert rtf("前{\\pict\\bin5 {{{{{}后\\par").text == "前后"
