"""Plain text and Markdown in the encodings that Chinese offices use."""

from pathlib import Path

import pytest

from weicheng.engines.reader.document import Kind, UnreadableDocument
from weicheng.engines.reader.sources import open_document

TEXT = "清河区创卫方案\n\n　　一、各镇街要抓好环境卫生，做到“日产日清”。\n二、区城管局每周五检查一次；\n"
TRADITIONAL = "臺東縣環境衛生實施計畫\n一、各鄉鎮公所應於五月底前完成清掃工作，並報縣政府備查。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "hz"]
)
def test_simplified_text_is_read_in_any_encoding(encoding: str):
    assert open_document(TEXT.encode(encoding, errors="ignore")).text == TEXT.encode(encoding, errors="ignore").decode(
        encoding
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "big5", "big5hkscs", "gb18030"])
def test_traditional_text_is_read_in_any_encoding(encoding: str):
    assert open_document(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize(
    "text", ["各单位", "城管局负责", "一、总体要求", "2026年5月底前完成", "整治背街小巷，清运垃圾"]
)
def test_a_few_characters_of_gbk_are_not_taken_for_big5(text: str):
    assert open_document(text.encode("gbk")).text == text


@pytest.mark.parametrize("text", ["各單位應落實", "環保局負責", "一、總體要求", "清運垃圾，整治街巷"])
def test_a_few_characters_of_big5_are_not_taken_for_gbk(text: str):
    assert open_document(text.encode("big5")).text == text


@pytest.mark.parametrize("content", [TEXT, "\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), "甲\r乙\n\n\n丙", "无换行"])
def test_the_text_is_the_file_as_python_reads_it(tmp_path: Path, content: str):
    path = tmp_path / "方案.txt"
    path.write_bytes(content.encode())

    assert open_document(path).text == path.read_text(encoding="utf-8")


def test_lines_become_blocks_with_their_number():
    document = open_document(TEXT.encode(), "方案.txt")

    assert [document.text[b.start : b.end] for b in document.blocks] == [line for line in TEXT.split("\n") if line]
    assert [b.locator.paragraph for b in document.blocks] == [1, 2, 3]
    assert (document.format, document.file, document.wrapped) == ("txt", "方案.txt", True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_latin_text_in_utf16_without_a_mark_is_read(encoding: str):
    text = "ISO 14001 PM2.5 report\n城管局\n" * 3
    assert open_document(text.encode(encoding)).text == text


def test_a_million_empty_lines_are_refused():
    with pytest.raises(UnreadableDocument, match="文字太多"):
        open_document(b"x\n" * 1_000_000)


def test_a_file_cut_in_the_middle_of_a_character_is_still_utf8():
    data = ("各镇街要抓好环境卫生，" * 30).encode()[:-1]
    assert open_document(data).text.startswith("各镇街要抓好环境卫生，各镇街")


def test_markdown_headings_and_tables_keep_their_offsets():
    source = "# 创卫方案\n\n## 一、目标\n正文。\n\n| 任务 | 单位 |\n|---|---|\n| 清扫 | 城管局 |\n| 清运 |  |\n结尾\n"
    document = open_document(source.encode(), "方案.md")
    (table,) = document.tables

    assert document.text == source
    assert [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == Kind.PARAGRAPH] == [
        (1, "创卫方案"),
        (2, "一、目标"),
        (None, "正文。"),
        (None, "结尾"),
    ]
    assert [document.text[c.start : c.end] for c in table.cells] == ["任务", "单位", "清扫", "城管局", "清运", ""]
    assert (table.rows, table.columns) == (3, 2)


def test_a_text_ruined_by_an_earlier_conversion_is_refused():
    with pytest.raises(UnreadableDocument, match="编码"):
        open_document(("锟斤拷锟斤拷烫烫" * 20).encode())


def test_text_with_zero_bytes_is_not_a_document():
    with pytest.raises(UnreadableDocument, match="不是可以读取的文档"):
        open_document(b"\x01\x02\x03\x00\x07" * 300)
