"""Official papers: what people type is understood, what is written is on the page where the standard wants it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
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


ON_A_LETTER = {"title": "关于商请支持集中整治的函", "body": "国" * 700, "issuers": ["青禾区爱国卫生运动委员会办公室"]}


def bands(pdf: bytes, page: int, colour: str) -> list[tuple[float, float, float, float]]:
    """Rows of a page that hold a colour, from above: (top, bottom, left, right) in mm."""
    picture = np.asarray(pypdfium2.PdfDocument(pdf)[page].render(scale=300 / 72).to_numpy())[:, :, :3].astype(int)
    blue, green, red = picture[:, :, 0], picture[:, :, 1], picture[:, :, 2]
    inked = (green < 110) & (blue < 110) & (red > 150 if colour == "red" else red < 110)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inked.any(axis=1).astype(int), [0]])))
    found = []
    for top, bottom in edges.reshape(-1, 2):
        across = np.flatnonzero(inked[top:bottom].any(axis=0))
        found.append(tuple(float(one) * 25.4 / 300 for one in (top, bottom, across[0], across[-1] + 1)))
    return found


def letter_by(engine: str) -> bytes:
    letter = paper(Form.LETTER, **ON_A_LETTER)
    return pdf_by_office(word_file(letter), FONTS) if engine == "office" else pdf_file(letter, FONTS)


@needs_fonts
@pytest.mark.parametrize("engine", [pytest.param("office", marks=needs_office), "typst"])
def test_a_letter_is_drawn_as_10_1_wants_it(engine):
    """Mark at 30 mm, 4 mm under it a double rule thick over thin, 20 mm above the lower edge one thin over thick, each of 170 mm;
    the number at the right edge seven eighths of a character under the first; nothing of a page number on the first page."""
    pdf = letter_by(engine)
    mark, *rules = bands(pdf, 0, "red")
    assert mark[0] == pytest.approx(30, abs=0.8)
    assert len(rules) == 4, "two rules of two lines each"
    thick, thin, thin_below, thick_below = rules
    assert [round(right - left) for _, _, left, right in rules] == [170] * 4
    assert all((left + right) / 2 == pytest.approx(105, abs=0.5) for _, _, left, right in rules)
    assert thick[0] - mark[1] == pytest.approx(4, abs=0.5)
    assert thick[1] - thick[0] > 2 * (thin[1] - thin[0])
    assert thick_below[1] - thick_below[0] > 2 * (thin_below[1] - thin_below[0])
    assert (thin_below[0] + thick_below[1]) / 2 == pytest.approx(297 - 20, abs=0.5)
    number = bands(pdf, 0, "black")[0]
    assert number[3] == pytest.approx(184, abs=0.8)
    assert number[0] - thin[1] == pytest.approx(16 / 72 * 25.4 * 7 / 8, abs=0.6)
    assert bands(pdf, 0, "black")[-1][1] < 262, "no page number under the type area of the first page"
    assert bands(pdf, 1, "black")[-1][1] > 267 and bands(pdf, 1, "red") == [], (
        "the second page has its number and no rule"
    )


@needs_fonts
@pytest.mark.parametrize("engine", [pytest.param("office", marks=needs_office), "typst"])
def test_the_red_rule_lies_4_mm_under_the_number(engine):
    made = pdf_by_office(word_file(paper()), FONTS) if engine == "office" else pdf_file(paper(), FONTS)
    rule = bands(made, 0, "red")[-1]
    assert rule[0] - bands(made, 0, "black")[0][1] == pytest.approx(4, abs=0.5)
    assert rule[3] - rule[2] == pytest.approx(156, abs=0.5)


@needs_fonts
@pytest.mark.parametrize("engine", [pytest.param("office", marks=needs_office), "typst"])
def test_minutes_are_drawn_as_10_3_wants_them(engine):
    made = paper(
        Form.MINUTES,
        title="第三次调度会议纪要",
        mark="青禾区创卫办会议纪要",
        body="议定事项如下。",
        addressees="",
        attendance=Attendance("甲局张某，" * 12, "乙局李某"),
    )
    pdf = pdf_by_office(word_file(made), FONTS) if engine == "office" else pdf_file(made, FONTS)
    assert bands(pdf, 0, "red")[0][0] == pytest.approx(37 + 35, abs=1)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    said = text.get_text_range()
    assert said.index("纪要") < said.index("出席：") < said.index("请假：")
    first = text.get_charbox(said.index("出席"))
    names = [text.get_charbox(place) for place, char in enumerate(said) if char == "张"]
    left = min(box[0] for box in names)
    assert first[0] / 72 * 25.4 == pytest.approx(28 + 2 * 15.75 / 72 * 25.4, abs=1), "two characters in"
    assert left - first[0] > 2.6 * 15.75, "a second line begins under the first name"


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, without blanks and ends of lines."""
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    return ["".join(char for char in text if char not in " \r\n\ufffe") for text in texts]


def with_signature(pages: list[str]) -> str:
    return next(text for text in pages if "2026年5月6日" in text.replace("2026年5月6日印发", ""))


@needs_fonts
@pytest.mark.parametrize("attached", [0, 2])
@pytest.mark.parametrize("last", ["按时报送国情。", "国" * 120, "| 序 | 国 |\n| 1 | 国 |"])
def test_signature_and_date_never_stand_on_a_page_alone(last, attached):
    """Whatever the length of the text: some of it stands on the page with the date, and the note of the attachments too."""
    for lines in range(2, 12):
        body = "\n".join(["现将有关事项通知如下。", *["清扫街道。"] * lines, last])
        noted = [Attachment(f"名单{place}") for place in range(attached)]
        page = with_signature(pages_of(pdf_file(paper(body=body, attachments=noted), FONTS)))
        assert "国" in page, f"{lines} lines"
        assert ("名单0" in page) == bool(attached), f"{lines} lines"


@needs_fonts
def test_a_title_is_not_left_alone_by_a_long_paragraph_that_goes_with_the_signature():
    for lines in range(7, 14):
        first = pages_of(pdf_file(paper(body="国" * 28 * lines), FONTS))[0]
        assert first.count("国") > 100


@needs_fonts
@needs_office
def test_word_processors_keep_the_last_words_with_the_signature():
    body = "\n".join(["现将有关事项通知如下。", *["清扫街道。"] * 6, "按时报送国情。"])
    assert "国" in with_signature(pages_of(pdf_by_office(word_file(paper(body=body)), FONTS)))


def test_from_the_last_words_to_the_date_every_paragraph_is_kept_with_the_next():
    made = part(word_file(paper(attachments=[Attachment("名单")], note="联系人：周某")), "word/document.xml")
    texts = [(one.xpath("string(.)"), bool(one.findall(".//{*}keepNext"))) for one in made.iter("{*}p")]
    start = next(place for place, (text, _) in enumerate(texts) if text.startswith("清扫街道"))
    end = next(place for place, (text, _) in enumerate(texts) if text.startswith("（联系人"))
    assert [kept for _, kept in texts[start : end + 1]] == [True] * (end - start) + [False]


@pytest.mark.parametrize(
    ("title", "whole"),
    [("关于召开创建国家卫生区周例会（11月27日）的通知", "国家卫生区"), ("关于召开创建国家卫生区周例会（11月27日）的通知", "周例会"),
     ("关于印发《青禾区创建国家卫生区攻坚行动实施方案》的通知", "国家卫生区"),
     ("关于印发《青禾区2026年病媒生物防制工作方案》的通知", "病媒生物防制"),
     ("关于印发《青禾区2026年病媒生物防制工作方案》的通知", "2026年")],
)  # fmt: skip
def test_no_line_of_a_title_cuts_a_term(title, whole):
    lines = broken(title)
    assert len(lines) > 1 and "".join(lines) == title
    assert any(whole in line for line in lines), lines
