"""Legacy .doc and .wps files."""

from pathlib import Path

import pytest

from weicheng.engines.reader.document import Kind, UnreadableDocument
from weicheng.engines.reader.sources import open_document
from weicheng.engines.reader.tests.compound_files import binary_doc, compound
from weicheng.engines.reader.tests.office_files import docx, par

RICH = (Path(__file__).parent / "fixtures" / "rich.doc").read_bytes()


def test_a_word_file_reads_as_its_author_saw_it():
    document = open_document(RICH, "方案.doc")

    found = [
        (b.level, b.locator.part, document.text[b.start : b.end]) for b in document.blocks if b.kind == Kind.PARAGRAPH
    ]
    assert found == [
        (None, "body", "柳泉县2026年创建卫生县城工作方案"),
        (None, "body", "柳泉县爱国卫生运动委员会办公室"),
        (1, "body", "一、总体要求"),
        (2, "body", "（一）工作目标"),
        (None, "body", "1．健康知识知晓率达到85%以上。"),
        (None, "body", "2．公厕改造12座。"),
        (None, "body", "①城区8座"),
        (None, "body", "②集镇4座"),
        (2, "body", "（二）工作原则"),
        (1, "body", "二、重点任务"),
        (2, "body", "（一）市容整治"),
        # A tracked deletion and hidden text are gone, an insertion stays, a field shows its result.
        (None, "body", "由县城管局于2026年6月底前完成背街小巷整治，见附件一。"),
        (None, "body", "表后文字𠮷祥。"),
        (None, "textbox", "框内：内部资料"),
        (None, "footnote", "附件另发。"),
    ]
    assert [b.locator.paragraph for b in document.blocks if b.locator.part == "textbox"] == [2]
    assert (document.blocks[0].bold, document.blocks[0].centred) == (True, True)
    assert document.format == "doc"


def test_its_table_keeps_merged_cells():
    document = open_document(RICH)
    (table,) = document.tables

    assert [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells] == [
        (0, 0, 1, 1, "序号"),
        (0, 1, 1, 2, "任务及标准"),
        (0, 3, 1, 1, "单位"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "清扫"),
        (1, 2, 1, 1, "每日\n两次"),
        (1, 3, 2, 1, "县城管局"),
        (2, 0, 1, 1, "2"),
        (2, 1, 1, 1, "清运"),
        (2, 2, 1, 1, ""),
    ]


def test_a_wps_file_is_the_same_format():
    assert open_document(RICH, "方案.wps").text == open_document(RICH, "方案.doc").text


@pytest.mark.parametrize("name", ["方案.doc", "方案.wps"])
def test_a_docx_an_rtf_or_a_page_under_an_old_name_is_read_for_what_it_is(name: str):
    assert open_document(docx(par("其实是新格式")), name).format == "docx"
    assert open_document(b"{\\rtf1\\ansi\\ansicpg936 \\u28165?\\par}", name).format == "rtf"
    assert open_document("<html><body><p>其实是网页</p></body></html>".encode(), name).format == "html"


def test_pieces_of_a_fast_save_are_put_in_order():
    data = binary_doc(
        ("柳泉县创卫\r第一段", "utf-16-le"),
        ("ABC x\r", "cp1252"),
        ("全县动员，人人参与。\r", "gb18030"),
        ("末段\r", "utf-16-le"),
    )
    document = open_document(data)

    assert document.text == "柳泉县创卫\n第一段ABC x\n全县动员，人人参与。\n末段"
    assert [b.locator.paragraph for b in document.blocks] == [1, 2, 3, 4]


def test_fields_show_their_result_and_special_characters_are_readable():
    text = "见\x13 REF x \x14附件\x15，甲\x0b乙\x1e丙\x1f丁\x01\r"
    assert open_document(binary_doc((text, "utf-16-le"))).text == "见附件，甲\n乙-丙丁"


def test_the_encryption_flag_is_believed():
    with pytest.raises(UnreadableDocument, match="加了密码"):
        open_document(binary_doc(("密\r", "utf-16-le"), flags=0x0300))


def test_word_95_is_named():
    with pytest.raises(UnreadableDocument, match="Word 95"):
        open_document(binary_doc(("旧\r", "utf-16-le"), version=0x68))


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        ("EncryptionInfo", "加了密码"),
        ("EncryptedPackage", "加了密码"),
        ("PowerPoint Document", "演示文稿"),
        ("MatOST", "Works"),
        ("Unheard", "认不出"),
    ],
)
def test_other_compound_files_are_refused_by_what_they_hold(stream: str, message: str):
    with pytest.raises(UnreadableDocument, match=message):
        open_document(compound({stream: b"x"}))
