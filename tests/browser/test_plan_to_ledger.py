"""The main job, as a clerk does it: a paper goes in, its rows are checked beside the text, the ledger comes out."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import paper


def upload(page, site, name, content):
    page.goto(f"{site.url}/plans/upload/")
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="开始读取").click()
    page.wait_for_url("**/review/", timeout=180_000)
    page.wait_for_load_state("networkidle")


def rows(page):
    return page.locator("#row-list article[data-row]")


def confirm_all(page):
    for tick in page.locator("[data-pick]").all():
        tick.check()
    page.get_by_role("button", name="全部确认").click()
    expect(page.locator("#row-list article:not([data-state=checked])")).to_have_count(0)


def publish(page):
    page.get_by_role("link", name="发布台账").click()
    page.wait_for_url("**/publish/**")
    button = page.get_by_role("button", name="发布").last
    assert "项任务" in button.inner_text()
    button.click()
    page.wait_for_url("**/ledger/**")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_paper_becomes_tasks_and_a_table(page, site, login, picture, browser, form):
    login(page, "zhou")
    content = paper.docx(31) if form == "docx" else paper.pdf(browser, 32)
    upload(page, site, f"农贸市场方案.{form}", content)
    assert rows(page).count() >= 6
    words = page.locator("#row-list").inner_text()
    for expected in ("区商务局", "区市场监管局", "12家", "≥95%", "每天", "每周五"):
        assert expected in words
    picture(page, f"review-{form}")
    confirm_all(page)
    publish(page)
    text = page.locator("main").inner_text()
    assert "给排水改造" in text
    assert "区商务局" in text
    picture(page, f"ledger-{form}")
    response = page.request.get(f"{site.url}/ledger/export/xlsx/?{page.url.partition('?')[2]}")
    assert response.ok
    book = openpyxl.load_workbook(BytesIO(response.body()))
    cells = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert any("给排水改造" in cell for cell in cells)
    assert any(cell.startswith("QH-") for cell in cells)


def test_the_same_file_twice_is_recognised(page, site, login):
    login(page, "zhou")
    content = paper.docx(33)
    upload(page, site, "一份方案.docx", content)
    page.console_errors.clear()
    page.goto(f"{site.url}/plans/upload/")
    page.locator("input[type=file]").set_input_files(
        {"name": "又一份.docx", "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="开始读取").click()
    page.get_by_text("这份文件已经上传过").wait_for()
    page.console_errors.clear()  # the refusal is a 422, which the browser logs


def test_a_secret_paper_is_refused_with_the_reason(page, site, login):
    login(page, "zhou")
    page.goto(f"{site.url}/plans/upload/")
    content = "机密★1年\n青禾区创建国家卫生区工作安排\n1.区城管局完成公厕改造4座。\n".encode()
    page.locator("input[type=file]").set_input_files({"name": "内部.txt", "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="开始读取").click()
    page.get_by_text("没有收下", exact=False).first.wait_for()
    assert "机密" in page.locator(".wc-notice.bad").inner_text()
    page.console_errors.clear()
    stored = [path for path in (site.home / "files").rglob("*") if path.is_file()]
    assert not any("机密".encode() in path.read_bytes() for path in stored)
