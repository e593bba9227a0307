"""An official paper in two windows at once, and its PDF while it is made."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def office(page, site, login):
    login(page, "zhou")
    return page


def test_two_windows_write_one_draft_and_no_word_is_lost(office, site):
    office.goto(f"{site.url}/papers/?show=draft")
    office.locator("table a").first.click()
    office.get_by_role("link", name="改稿").click()
    expect(office).to_have_url(re.compile("/edit/$"))
    second = office.context.new_page()
    second.goto(office.url)
    body = office.locator("textarea[name=body]").input_value()
    office.locator("textarea[name=body]").fill(f"{body}\n第一个窗口加的。")
    expect(office.locator("[data-kept]")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d 已存"), timeout=20_000)
    second.locator("textarea[name=body]").fill(f"{body}\n第二个窗口加的。")
    second.get_by_role("button", name="对照两份").click(timeout=20_000)
    expect(second.locator("mark")).to_have_text(["第一个窗口加的。", "第二个窗口加的。"])
    second.get_by_label(re.compile("两份都留")).check()
    second.get_by_role("button", name="照选的保存").click()
    kept = second.locator("textarea[name=body]")
    expect(kept).to_have_value(re.compile("第一个窗口加的。"))
    expect(kept).to_have_value(re.compile("第二个窗口加的。"))


def test_the_pdf_appears_on_the_page_when_the_worker_has_made_it(office, site):
    office.goto(f"{site.url}/papers/?show=issued")
    office.locator("table a").first.click()
    card = office.locator("#paper-files")
    make = card.get_by_role("button", name=re.compile("生成PDF"))
    link = card.get_by_role("link", name="PDF", exact=True)
    expect(make.or_(link).first).to_be_visible(timeout=120_000)
    if make.is_visible():
        make.click()
        expect(card).to_contain_text("PDF在后台转")
    expect(link).to_be_visible(timeout=120_000)
    with office.expect_download() as caught:
        link.click()
    assert caught.value.suggested_filename.endswith(".pdf")
