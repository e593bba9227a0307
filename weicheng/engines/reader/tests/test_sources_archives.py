"""Zips of papers, and what is refused before it is unpacked."""

import random
import zipfile
from pathlib import Path

import pytest

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources import Limits, ReadingCancelled, open_document, open_documents
from weicheng.engines.reader.tests.office_files import docx, par, zipped

ONE = docx(par("甲方案"))


def test_a_zip_gives_a_document_for_each_paper_with_its_name():
    data = zipped({"方案/甲.docx": ONE, "乙.txt": "乙方案", "__MACOSX/._甲.docx": b"x", "~$甲.docx": b"x"})
    documents = open_documents(data, "一批.zip")

    assert [(d.text, d.file, d.format) for d in documents] == [
        ("甲方案", "方案/甲.docx", "docx"),
        ("乙方案", "乙.txt", "txt"),
    ]
    assert [d.blocks[0].locator.file for d in documents] == ["方案/甲.docx", "乙.txt"]


def test_names_that_windows_wrote_in_gbk_are_readable():
    data = zipped({"xxxx.txt": "甲"}).replace(b"xxxx.txt", "方案.txt".encode("gbk"))
    assert open_documents(data)[0].file == "方案.txt"


def test_a_zip_of_one_paper_opens_as_that_paper_and_one_of_several_says_so():
    assert open_document(zipped({"甲.docx": ONE})).text == "甲方案"
    with pytest.raises(UnreadableDocument, match="有 2 份文件"):
        open_document(zipped({"甲.docx": ONE, "乙.txt": "乙"}))


def test_members_that_cannot_be_read_are_named():
    documents = open_documents(
        zipped({"甲.docx": ONE, "乙.exe": b"MZ" + bytes(100), "丙.zip": zipped({"丁.txt": "丁"})})
    )

    assert [d.text for d in documents] == ["甲方案"]
    assert [w.split("”")[0] for w in documents[0].warnings] == ["压缩包里的“乙.exe", "压缩包里的“丙.zip"]


def test_progress_names_the_member_and_the_caller_can_stop():
    seen: list[tuple[int, int, str]] = []
    data = zipped({"甲.txt": "甲", "乙.txt": "乙"})
    open_documents(data, progress=lambda *step: seen.append(step))

    assert [step for step in seen if step[2].endswith(".txt")] == [(0, 2, "甲.txt"), (1, 2, "乙.txt")]
    with pytest.raises(ReadingCancelled):
        open_documents(data, cancelled=lambda: True)


@pytest.mark.parametrize("name", ["../外.txt", "/etc/外.txt", "C:\\外.txt", "a\\..\\..\\外.txt"])
def test_paths_that_lead_outside_are_refused(name: str):
    with pytest.raises(UnreadableDocument, match="路径不正常"):
        open_documents(zipped({"甲.txt": "甲", name: "乙"}))


def test_an_encrypted_zip_is_refused():
    data = bytearray(zipped({"甲.txt": "甲"}))
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableDocument, match="压缩包加了密码"):
        open_documents(bytes(data))


def test_a_bomb_is_refused_by_its_ratio():
    bomb = zipped({"a.txt": b"0" * (30 << 20)})
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableDocument, match="大得不正常"):
        open_documents(bomb)


def test_a_bomb_inside_a_docx_is_refused():
    with pytest.raises(UnreadableDocument, match="大得不正常"):
        open_document(docx(par("x"), extra={"word/media/image1.bmp": b"0" * (30 << 20)}))


def test_a_bomb_beside_a_picture_is_found():
    picture = random.Random(1).randbytes(1 << 20)
    with pytest.raises(UnreadableDocument, match="大得不正常"):
        open_document(docx(par("x"), extra={"word/media/1.jpg": picture, "word/styles.xml": " " * (30 << 20)}))


def test_millions_of_tags_are_refused_before_they_become_nodes():
    with pytest.raises(UnreadableDocument, match="文字太多"):
        open_document(zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>" * 3_000_001}))


def test_a_zip_that_unpacks_to_too_much_is_refused_whatever_its_ratio():
    with pytest.raises(UnreadableDocument, match="太大"):
        open_documents(zipped({"a.txt": bytes(range(256)) * 40}, zipfile.ZIP_STORED), limits=Limits(unpacked=5000))


def test_too_many_papers_are_refused_with_the_number():
    with pytest.raises(UnreadableDocument, match=r"有 4 份文件，一次最多读取 3 份"):
        open_documents(zipped({f"{n}.txt": "x" for n in range(4)}), limits=Limits(papers=3))
    with pytest.raises(UnreadableDocument, match="文件太多"):
        open_documents(zipped({f"{n}.txt": "x" for n in range(4)}), limits=Limits(members=3))


def test_an_empty_zip_is_refused():
    with pytest.raises(UnreadableDocument, match="压缩包是空的"):
        open_documents(zipped({}))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"}, "演示文稿"),
        ({"OFD.xml": "<o/>"}, "OFD"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}, "OpenDocument"),
    ],
)
def test_other_office_files_are_named(members: dict[str, str | bytes], message: str):
    with pytest.raises(UnreadableDocument, match=message):
        open_document(zipped(members))


BILLION = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&d;</w:t>'
    "</w:r></w:p></w:body></w:document>"
)


@pytest.mark.parametrize(
    "document",
    [
        BILLION,
        BILLION.replace('"哈"', 'SYSTEM "file:///etc/passwd"'),
        BILLION.replace("&d;", "x"),
        BILLION.encode("utf-16"),
    ],
)
def test_entities_are_refused(document: str | bytes):
    data = docx(extra={"word/document.xml": document})
    with pytest.raises(UnreadableDocument, match="XML 实体"):
        open_document(data)


def test_an_encrypted_member_of_a_docx_is_refused():
    data = bytearray(ONE)
    for marker, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(marker)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(marker, at + 4)
    with pytest.raises(UnreadableDocument, match="加了密码"):
        open_document(bytes(data))


def test_a_file_larger_than_the_limit_is_refused_without_reading_it(tmp_path: Path):
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(UnreadableDocument, match=r"文件有 200 MB，超过 100 MB"):
        open_document(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        (b" \r\n\xef\xbb\xbf", "文件是空的"),
        (b"MZ\x90\x00" + bytes(200), "不是可以读取的文档"),
        (b"\x7fELF" + bytes(200), "不是可以读取的文档"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"PK\x03\x04 broken", "已经损坏"),
        (ONE[: len(ONE) // 2], "已经损坏"),
        (b"%PDF-1.7\nbroken", "已经损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "已经损坏"),
        (b"\xff\xd8\xff\xe0 broken", "已经损坏"),
        (docx(), "没有文字"),
        (b"<html><body></body></html>", "没有文字"),
        (b"{\\rtf1 }", "没有文字"),
    ],
)
def test_bad_files_get_one_plain_sentence(data: bytes, message: str):
    with pytest.raises(UnreadableDocument, match=message) as caught:
        open_document(data)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path):
    with pytest.raises(UnreadableDocument, match=r"找不到文件“无\.docx”"):
        open_document(tmp_path / "无.docx")
    with pytest.raises(UnreadableDocument, match="文件夹"):
        open_document(tmp_path)
