"""PDF files: paragraphs, what is no text, tables, and where each piece stood."""

import pytest

from weicheng.engines.reader.document import Document, Kind, UnreadableDocument
from weicheng.engines.reader.sources import Limits, ReadingCancelled, open_document
from weicheng.engines.reader.tests.pdf_files import Page, pdf

FULL = "清河区创建卫生城区领导小组办公室负责统筹协调全区工作任务"  # 28 characters of 16 points fill a line
LEFT = 75
INDENT = LEFT + 32


def pieces(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def body_page(*lines: tuple[int, str], top: float = 100) -> Page:
    page = Page()
    for number, (x, line) in enumerate(lines):
        page.text(x, top + 28 * number, line)
    return page


def test_broken_lines_become_paragraphs_with_page_and_box():
    document = open_document(
        pdf(body_page((INDENT, FULL[:26]), (LEFT, FULL), (LEFT, "并按月通报。"), (INDENT, "第二段。"))), "方案.pdf"
    )

    assert pieces(document) == [FULL[:26] + FULL + "并按月通报。", "第二段。"]
    assert document.text == "\n".join(pieces(document))
    first = document.blocks[0].locator
    assert (first.page, document.pages, document.format) == (1, 1, "pdf")
    left, top, right, bottom = first.box
    assert (left, right) == (pytest.approx(LEFT, abs=2), pytest.approx(LEFT + 28 * 16, abs=2))
    assert (top, bottom) == (pytest.approx(100, abs=3), pytest.approx(100 + 2 * 28 + 16, abs=3))


def test_a_paragraph_goes_on_over_the_page_end_and_page_numbers_are_dropped():
    first = body_page((INDENT, FULL[:26]), (LEFT, FULL), top=700).text(280, 790, "— 1 —", 14)
    second = body_page((LEFT, "继续并结束。"), (INDENT, "新的一段。")).text(280, 790, "— 2 —", 14)
    document = open_document(pdf(first, second))

    assert pieces(document) == [FULL[:26] + FULL + "继续并结束。", "新的一段。"]
    assert [block.locator.page for block in document.blocks] == [1, 2]


@pytest.mark.parametrize("mark", ["- 3 -", "第3页 共9页", "3", "3/9", "第 3 页", "Page 3 of 9"])
def test_every_way_to_write_a_page_number_is_known(mark: str):
    page = body_page((INDENT, "本方案自印发之日起施行。")).text(270, 795, mark, 10)
    assert pieces(open_document(pdf(page))) == ["本方案自印发之日起施行。"]


def test_a_number_in_the_text_area_stays():
    page = body_page((INDENT, "数量如下："), (INDENT, "12"), top=300)
    assert pieces(open_document(pdf(page))) == ["数量如下：", "12"]


def test_running_heads_are_dropped_when_they_repeat():
    pages = [body_page((INDENT, f"第{word}段。")).text(200, 40, "清河区创卫工作手册", 10) for word in "甲乙丙丁"]
    assert pieces(open_document(pdf(*pages))) == ["第甲段。", "第乙段。", "第丙段。", "第丁段。"]


def test_a_title_over_two_lines_is_one_paragraph():
    page = Page().text(121, 80, "关于印发清河区创建卫生城区", 27).text(229, 118, "实施方案的通知", 20)
    page = Page().text(120, 80, "清河区创建国家卫生城区工作领", 25).text(220, 112, "导小组实施方案", 25)
    document = open_document(pdf(page.lines(LEFT, 200, FULL, FULL, FULL)))

    assert pieces(document)[0] == "清河区创建国家卫生城区工作领导小组实施方案"
    assert document.blocks[0].centred is True


def test_ruled_tables_become_cells_and_their_text_is_not_doubled():
    page = body_page((INDENT, "任务分工如下："))
    page.grid(
        [75, 125, 305, 415],
        [150, 175, 215],
        [["序号", "任务", "牵头单位"], ["1", "整治背街小巷\n每日两次", "区城管局"]],
    )
    page.text(INDENT, 300, "表后文字。")
    document = open_document(pdf(page))
    (table,) = document.tables

    assert (table.rows, table.columns) == (2, 3)
    assert {(c.row, c.column): document.text[c.start : c.end] for c in table.cells} == {
        (0, 0): "序号",
        (0, 1): "任务",
        (0, 2): "牵头单位",
        (1, 0): "1",
        (1, 1): "整治背街小巷\n每日两次",
        (1, 2): "区城管局",
    }
    assert pieces(document)[0] == "任务分工如下："
    assert pieces(document)[-1] == "表后文字。"
    assert document.text.count("区城管局") == 1
    cell = next(block for block in document.blocks if document.text[block.start : block.end] == "区城管局")
    assert (cell.kind, cell.locator.page, cell.locator.row, cell.locator.column) == (Kind.CELL, 1, 2, 3)
    assert cell.locator.box == (
        pytest.approx(305, abs=1),
        pytest.approx(175, abs=1),
        pytest.approx(415, abs=1),
        pytest.approx(215, abs=1),
    )


def test_a_line_broken_by_the_width_of_its_cell_is_joined():
    page = Page().grid(
        [75, 125, 195, 305], [100, 125, 165], [["序号", "任务", "单位"], ["1", "整治背街小\n巷环境", "城管局"]]
    )
    document = open_document(pdf(page))
    assert "整治背街小巷环境" in pieces(document)


def test_a_table_goes_on_over_pages_without_its_repeated_heading():
    heading = ["序号", "任务", "单位"]
    xs = [75, 125, 305, 415]
    first = Page().grid(xs, [700, 725, 750], [heading, ["1", "清扫街巷", "城管局"]])
    second = Page().grid(xs, [70, 95, 120, 145], [heading, ["", "不留死角", ""], ["2", "清运垃圾", "环卫所"]])
    document = open_document(pdf(first, second))
    (table,) = document.tables

    rows = [[document.text[c.start : c.end] for c in table.cells if c.row == row] for row in range(table.rows)]
    assert rows == [heading, ["1", "清扫街巷不留死角", "城管局"], ["2", "清运垃圾", "环卫所"]]


def test_a_page_turned_upside_down_reads_as_it_is_seen():
    page = Page(rotation=180)
    page.content.append("BT /F1 16 Tf -1 0 0 -1 500 700 Tm <6e056cb3> Tj ET")
    page.content.append("BT /F1 16 Tf -1 0 0 -1 500 740 Tm <7b2c4e8c884c> Tj ET")
    document = open_document(pdf(page))

    assert pieces(document) == ["清河", "第二行"]
    assert document.blocks[0].locator.box[0] == pytest.approx(595 - 500, abs=1)


def test_boxes_of_a_page_turned_sideways_are_those_that_are_seen():
    page = Page(rotation=90)
    page.content.append("BT /F1 16 Tf 1 0 0 1 100 200 Tm <6e056cb3> Tj ET")
    left, top, right, bottom = open_document(pdf(page)).blocks[0].locator.box

    assert (top, bottom) == (pytest.approx(100, abs=1), pytest.approx(132, abs=1))
    assert 195 < left < 200 < right < 216


def test_radicals_that_stand_for_characters_are_characters():
    assert open_document(pdf(body_page((INDENT, "⼯作⽅案由⼈⺠政府印发。")))).text == "工作方案由人民政府印发。"


def test_characters_outside_the_basic_plane_survive():
    document = open_document(pdf(body_page((INDENT, "街道办事处负责。"))))
    assert document.text == "街道办事处负责。"


def test_progress_counts_pages_and_the_caller_can_stop():
    data = pdf(*[body_page((INDENT, f"第{number}段。")) for number in range(6)])
    seen: list[tuple[int, int, str]] = []
    open_document(data, progress=lambda done, total, what: seen.append((done, total, what)))

    assert [entry for entry in seen if entry[2] == "页"] == [(number, 6, "页") for number in range(7)]
    with pytest.raises(ReadingCancelled):
        open_document(data, cancelled=lambda: len(seen) > 0)


def test_three_hundred_pages_are_read_in_order():
    pages = [
        body_page((INDENT, f"第{number}项任务由各镇街落实。")).text(280, 790, str(number), 10)
        for number in range(1, 301)
    ]
    document = open_document(pdf(*pages))

    assert document.pages == 300
    assert pieces(document) == [f"第{number}项任务由各镇街落实。" for number in range(1, 301)]
    assert document.blocks[-1].locator.page == 300


def test_too_many_pages_are_refused():
    with pytest.raises(UnreadableDocument, match=r"3 页.*2 页的上限"):
        open_document(pdf(Page(), Page(), Page()), limits=Limits(pages=2))


def test_an_encrypted_pdf_is_refused_with_the_reason():
    locked = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
        f"/O <{'31' * 32}> /U <{'32' * 32}> >> /ID [<{'00' * 16}> <{'00' * 16}>]"
    )
    with pytest.raises(UnreadableDocument, match="加了密码"):
        open_document(pdf(body_page((INDENT, "保密")), trailer=locked))


def test_a_scan_names_the_missing_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("WEICHENG_OCR", "0")
    picture = Page()
    picture.content.append("q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
    with pytest.raises(UnreadableDocument, match=r"扫描.*pip install rapidocr onnxruntime"):
        open_document(pdf(picture))


def test_a_page_without_anything_is_an_empty_document():
    with pytest.raises(UnreadableDocument, match="没有文字"):
        open_document(pdf(Page()))
