"""Word repairs or refuses a file whose elements stand in the wrong order; LibreOffice reads it all the same. Every element that
is written here is held against the schema of Office Open XML by a validator of its own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from weicheng.engines.gongwen import (
    Align,
    Band,
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
    packing,
    write,
)
from weicheng.engines.gongwen.layouts import HOUSE, OFFICIAL, SHEET
from weicheng.engines.gongwen.official import Attachment, Attendance, Form, Official, word_file
from weicheng.engines.gongwen.rectification import Fault, Rectification, rectification_document

DAY = date(2026, 5, 6)
COLUMNS = (Column("序号", 10, Align.CENTRE), Column("任务", 60))
EVERY_BLOCK = [
    Title("某区\n责任书"),
    Number("责任书〔2026〕第3号"),
    Band("红色督办", "B3261E"),
    Paragraph("甲局：", indent=False),
    Paragraph("正文。"),
    Paragraph("注。", small=True),
    *(Clause(level, "要点。", "说明。" if level == 2 else "") for level in (1, 2, 3, 4)),
    Table(COLUMNS, [["1", "建公厕"]], caption="任务表", tall=12),
    Fields((Field("单位", "甲局"), Field("签收人"), Field("日期"))),
    Paragraph("创卫办", indent=False, align=Align.RIGHT),
    Signatures((Party("甲方", "领导小组", (Field("代表", "季某"), Field("", "2026年"))), Party("乙方", "甲局"))),
    Cut("回执"),
    PageTurn(across=True),
    Table(COLUMNS, [["1", "建公厕"]]),
    PageTurn(),
    Paragraph("完。"),
]
FULL = {
    "title": "关于开展集中整治有关工作情况的报告",
    "body": "有关情况如下。\n一、任务\n（一）清扫。每天两次。\n1.早\n（1）六点\n| 序号 | 单位 |\n| 1 | 甲局 |\n完。",
    "on": DAY,
    "issuers": ["青禾区创卫办"],
    "number": "青创卫办〔2026〕12号",
    "addressees": "各单位",
    "signature": ["青禾区创卫办"],
    "copies": "区委办公室，区政府办公室",
    "printed_by": "青禾区创卫办",
    "urgency": "特急",
    "copy_number": "000003",
    "note": "联系人：周某",
    "attachments": [Attachment("任务表", "一、清扫\n| 甲 | 乙 |\n| 1 | 2 |"), Attachment("名单")],
    "attendance": Attendance("甲局张某", "乙局", "丙局"),
}
BARE = dict.fromkeys(("copies", "printed_by", "urgency", "copy_number", "note"), "") | {"attachments": []}
TWO = ["青禾区创卫办", "青禾区城市管理局"]
PAPERS = {
    **{f"{form.value}": lambda form=form: word_file(Official(form, **FULL)) for form in Form},
    **{f"bare {form.value}": lambda form=form: word_file(Official(form, **FULL | BARE)) for form in Form},
    "going up": lambda: word_file(Official(Form.DOCUMENT, signers=["季某", "周某"], **FULL)),
    "of two bodies": lambda: word_file(
        Official(Form.DOCUMENT, **FULL | {"issuers": TWO, "signature": TWO, "sealed": False})
    ),
    **{
        f"house {name} {across}": lambda layout=layout, across=across: write(
            Document("样张", DAY, EVERY_BLOCK, layout=layout, across=across)
        )
        for name, layout in (("a", HOUSE), ("b", OFFICIAL), ("c", SHEET))
        for across in (False, True)
    },
    "rectification": lambda: write(
        rectification_document(
            Rectification("〔2026〕第1号", "甲局", DAY, DAY, "创卫办", DAY, [Fault("东口", "满溢")], "查", "周某", "罚")
        )
    ),
}


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def complaints(validator: OpenXmlValidator, folder: Path, content: bytes) -> list[str]:
    file = folder / "paper.docx"
    file.write_bytes(content)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in validator.validate(file).errors]


@pytest.mark.parametrize("name", PAPERS)
def test_every_element_of_a_paper_stands_where_the_schema_wants_it(validator, tmp_path, name):
    assert complaints(validator, tmp_path, PAPERS[name]()) == []


@pytest.mark.parametrize(
    ("found", "turned"),
    [
        (r"(<w:spacing w:before[^>]*/>)((?:<w:ind [^>]*/>)?)(<w:jc [^>]*/>)", r"\3\1\2"),
        (r"(<w:sz [^>]*/>)(<w:szCs [^>]*/>)", r"\2\1"),
        (r"(<w:pgSz [^>]*/>)(<w:pgMar [^>]*/>)", r"\2\1"),
    ],
)
def test_the_validator_sees_two_elements_that_changed_places(validator, tmp_path, found, turned):
    parts = packing.unpack(PAPERS["document"]())
    text = parts["word/document.xml"].decode()
    spoiled = re.sub(found, turned, text, count=1)
    assert spoiled != text
    parts["word/document.xml"] = spoiled.encode()
    assert complaints(validator, tmp_path, packing.pack(parts))
