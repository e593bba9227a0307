"""Files that are none, or worse."""

from __future__ import annotations

import io
import zipfile

import pytest

from weicheng.engines.papercheck import NotReadable, check
from weicheng.engines.papercheck.tests.building import document


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in parts.items():
            box.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"hello", "不是Word"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "老格式"),
        (packed(a="<a/>"), "没有正文部件"),
        (packed(word__document="<a>"), "已损坏"),
        (packed(word__document='<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "文档类型声明"),
        (document().docx()[:900], "不是Word"),
    ],
)
def test_what_is_no_word_file_is_said_in_words(content, sentence):
    with pytest.raises(NotReadable, match=sentence):
        check(content)


def test_a_bomb_is_not_unpacked():
    with pytest.raises(NotReadable, match="太大"):
        check(packed(word__document=" " * (41 * 1024 * 1024)))


def test_an_empty_word_file_is_told_what_it_lacks():
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    found = check(packed(word__document=f"<w:document {space}><w:body/></w:document>"))
    assert {"G01", "G12", "G18", "G31", "G58", "G80"} <= {one.rule.id for one in found.findings}
    assert not found.passes
