"""Official papers: what people type is understood, what is written is on the page where the standard wants it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weicheng.engines.gongwen.converting import office, pdf_by_office
from weicheng.engines.gongwen.fonts import FANGSONG, HEITI, missing
from weicheng.engines.gongwen.official import (
    Attachment,
    Attendance,
    Form,
    NoFonts,
    Official,
    Part,
    Rows,
    page_pictures,
    pdf_file,
    read_body,
    word_file,
)
from weicheng.engines.gongwen.official.places import closing
from weicheng.engines.gongwen.official.titles import broken, width
from weicheng.engines.gongwen.tests.reading import part, read
from weicheng.engines.gongwen.words import clean

FONTS = Path(__file__).resolve().parents[4] / "static_vendor" / "fonts"
needs_fonts = pytest.mark.skipif(
    not (FONTS / "NotoSerifSC-Regular.ttf").exists(), reason="fonts are not set up (make assets)"
)
needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed: pages are not drawn")
DAY = date(2026, 5, 6)


def paper(form: Form = Form.DOCUMENT, **changes) -> Official:
    values = {
        "form": form,
        "title": "关于开展集中整治的通知",
        "body": "现将有关事项通知如下。\n一、任务\n清扫街道。",
        "on": DAY,
        "issuers": ["青禾区创卫办"],
        "number": "青创卫办〔2026〕12号",
        "addressees": "各单位",
        "signature": ["青禾区创卫办"],
        "copies": "区政府办公室",
        "printed_by": "青禾区创卫办",
    }
    return Official(**{**values, **changes})


@pytest.mark.parametrize(
    ("typed", "part_wanted"),
    [
        ("一、总体要求", Part(1, "一、", "总体要求")),
        ("一.总体要求", Part(1, "一、", "总体要求")),
        ("(二)明确责任。各单位负责。", Part(2, "（二）", "明确责任。", "各单位负责。")),
        ("（十二）、时限", Part(2, "（十二）", "时限")),
        ("1、农贸市场", Part(3, "1.", "农贸市场")),
        ("3．背街小巷", Part(3, "3.", "背街小巷")),
        ("(1)每周清扫", Part(4, "（1）", "每周清扫")),
        ("　　正文一段。", Part(0, "", "正文一段。")),
        ("1.5公里", Part(0, "", "1.5公里")),
        ("一路走来", Part(0, "", "一路走来")),
    ],
)
def test_heading_marks_are_understood_as_people_type_them(typed, part_wanted):
    assert read_body(typed) == [part_wanted]


def test_rows_between_bars_are_a_table_and_short_rows_are_filled():
    found = read_body("前\n| 序号 | 单位 |\n|---|---|\n| 1 | 甲 |\n| 2 |\n后")
    assert found == [Part(0, "", "前"), Rows((("序号", "单位"), ("1", "甲"), ("2", ""))), Part(0, "", "后")]


@pytest.mark.parametrize(
    "title",
    [
        "关于开展集中整治的通知",
        "关于印发《青禾区创建国家卫生区攻坚行动实施方案》的通知",
        "国" * 58,
        "关于进一步做好创建国家卫生区集中整治行动有关工作的通知",
    ],
)
def test_a_title_is_broken_into_lines_that_fit_and_lose_nothing(title):
    lines = broken(title)
    assert "".join(lines) == title
    assert max(width(line) for line in lines) <= 20
    assert all(line[0] not in "的、，》" for line in lines[1:])


def test_breaks_that_the_author_made_are_kept():
    assert broken("关于集中整治\n情况的通报") == ("关于集中整治", "情况的通报")


def test_date_and_name_share_their_middle_over_a_seal_and_stand_apart_without():
    sealed = closing(paper())
    day = width(sealed.day)
    assert sealed.day_right == 4
    assert sealed.names[0][1] + width("青禾区创卫办") / 2 == pytest.approx(4 + day / 2)
    bare = closing(paper(sealed=False, signature=["青禾区爱国卫生运动委员会"]))
    assert bare.names == (("青禾区爱国卫生运动委员会", 2.0),)
    assert bare.day_right == 12 - day  # the date begins two characters after the name


def test_the_word_file_has_every_element_in_order():
    content = word_file(
        paper(
            copy_number="000003",
            urgency="特急",
            signers=["季某"],
            attachments=[Attachment("任务表。", "一、清扫\n| 甲 | 乙 |\n| 1 | 2 |"), Attachment("名单")],
            note="联系人：周某",
        )
    )
    text = read(content).text
    order = ["000003", "特急", "青禾区创卫办文件", "青创卫办〔2026〕12号", "签发人：季某", "关于开展集中整治的通知", "各单位：",
             "现将", "一、任务", "附件：1.任务表", "2.名单", "2026年5月6日", "（联系人：周某）", "附件1", "抄送：区政府办公室。",
             "2026年5月6日印发"]  # fmt: skip
    places = [text.index(word) for word in order[:11]] + [text.rindex(word) for word in order[12:]]
    assert places == sorted(places)
    assert word_file(paper()) == word_file(paper())


@pytest.mark.parametrize("form", Form)
def test_every_form_gives_a_file_that_opens_and_pages_that_are_drawn(form):
    made = paper(form, attendance=Attendance("甲局张某", "乙局"), mark="会议纪要" if form is Form.MINUTES else "")
    assert "关于开展集中整治的通知" in read(word_file(made)).text
    if FONTS.exists():
        assert page_pictures(made, FONTS)[0].startswith(b"<svg")


def test_a_folder_without_fonts_is_said_not_drawn_in_boxes(tmp_path):
    with pytest.raises(NoFonts, match="NotoSerifSC"):
        pdf_file(paper(), tmp_path)


def test_a_missing_font_is_known_by_all_its_names():
    assert missing([FANGSONG, HEITI], {"FangSong"}) == [HEITI]
    assert missing([FANGSONG, HEITI], {"仿宋_GB2312", "黑体"}) == []


@needs_fonts
@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_is_typed_is_text_in_the_file_and_on_the_page(body, title):
    made = paper(title=title or "题", body=body, addressees='#let x = "1"; \\', note="#panic()")
    root = part(word_file(made))
    assert "".join(clean(title).split())[:3] in "".join("".join(root.itertext()).split())
    assert pdf_file(made, FONTS).startswith(b"%PDF")


def lines_of_characters(pdf: bytes, page: int, char: str) -> Counter[int]:
    """How many of a character stand on each line of a page."""
    text = pypdfium2.PdfDocument(pdf)[page].get_textpage()
    at = [
        round(text.get_charbox(index)[1])
        for index in range(text.count_chars())
        if text.get_text_range(index, 1) == char
    ]
    return Counter(at)


LONG = paper(body="国" * 28 * 70, title="关于开展集中整治的通知")


@needs_office
def test_libreoffice_draws_22_lines_of_28_characters():
    lines = lines_of_characters(pdf_by_office(word_file(LONG), FONTS if FONTS.exists() else None), 1, "国")
    assert (len(lines), set(lines.values())) == (22, {28})


@needs_fonts
def test_typst_draws_22_lines_of_28_characters():
    lines = lines_of_characters(pdf_file(LONG, FONTS), 1, "国")
    assert (len(lines), set(lines.values())) == (22, {28})


def places_on_first_page(pdf: bytes, char: str) -> tuple[float, float]:
    """Upper edge of a character in mm from the head of the sheet, and the middle of its line across."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    index = text.get_text_range().index(char)
    left, _, right, top = text.get_charbox(index)
    return (page.get_height() - top) / 72 * 25.4, (left + right) / 2 / 72 * 25.4


@needs_office
def test_the_red_mark_stands_35_mm_below_the_type_area_and_30_mm_below_the_sheet_on_a_letter():
    document = pdf_by_office(word_file(paper(issuers=["回创卫办"])), FONTS if FONTS.exists() else None)
    assert places_on_first_page(document, "回")[0] == pytest.approx(37 + 35, abs=2.5)
    letter = pdf_by_office(word_file(paper(Form.LETTER, issuers=["回创卫办"])), FONTS if FONTS.exists() else None)
    assert places_on_first_page(letter, "回")[0] == pytest.approx(30, abs=2.5)


@needs_fonts
def test_typst_puts_the_mark_where_the_standard_wants_it():
    assert places_on_first_page(pdf_file(paper(issuers=["回创卫办"]), FONTS), "回")[0] == pytest.approx(72, abs=2.5)
    letter = pdf_file(paper(Form.LETTER, issuers=["回创卫办"]), FONTS)
    assert places_on_first_page(letter, "回")[0] == pytest.approx(30, abs=2.5)
