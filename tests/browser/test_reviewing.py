"""The review page under hands and keys: edit, split, merge, add, drop, undo; two people at once; nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import paper
from tests.browser.test_plan_to_ledger import rows, upload


@pytest.fixture
def review(page, site, login, request):
    login(page, "zhou")
    upload(page, site, "审阅用.docx", paper.docx(40 + abs(hash(request.node.name)) % 900))
    return page


def settle(page):
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_paper_and_rows_select_each_other(review):
    review.locator("#sheet mark").nth(2).click()
    chosen = review.locator("#sheet mark.sel").first.get_attribute("data-mark")
    assert re.search(r"\bsel\b", review.locator(f"#row-{chosen}").get_attribute("class"))
    review.keyboard.press("j")
    other = review.locator("#row-list article.sel").get_attribute("data-row")
    assert other != chosen
    assert review.locator(f"#sheet mark.sel[data-mark='{other}']").count() >= 1


def test_every_field_is_saved_as_it_is_left_and_enter_confirms(review):
    review.keyboard.press("e")
    form = review.locator("article[data-editing]")
    form.locator("[name=title]").fill("改造农贸市场上下水")
    form.locator("[name=quantities]").fill("≥14家")
    form.locator("[name=category]").focus()
    review.locator("#saved", has_text="已保存").wait_for()
    number = form.get_attribute("data-row")
    form.locator("[name=title]").press("Enter")
    row = review.locator(f"#row-{number}[data-state=checked]")
    row.wait_for()
    assert "改造农贸市场上下水" in row.inner_text()
    assert "≥14家" in row.inner_text()
    settle(review)
    review.reload()
    assert "改造农贸市场上下水" in review.locator(f"#row-{number}").inner_text()


def test_what_was_typed_survives_a_reload(review):
    review.keyboard.press("e")
    review.locator("article[data-editing] [name=title]").press_sequentially("甲乙丙")
    review.reload()
    review.locator("article[data-editing]").wait_for()
    expect(review.locator("article[data-editing] [name=title]")).to_have_value(re.compile("甲乙丙$"))


def test_drop_and_undo(review):
    before = rows(review).filter(visible=True).count()
    first = review.locator("#row-list article.sel").get_attribute("data-row")
    review.keyboard.press("x")
    review.locator(f"#row-{first}[data-state=dropped]").wait_for(state="attached")
    expect(rows(review).filter(visible=True)).to_have_count(before - 1)
    review.keyboard.press("u")
    review.locator(f"#row-{first}[data-state=open]").wait_for()


def test_split_and_merge(review):
    before = rows(review).count()
    mark = review.locator("#sheet mark", has_text="，").first
    mark.click()
    review.keyboard.press("s")
    review.locator("#split-dialog [data-split-at]").first.click()
    expect(rows(review)).to_have_count(before + 1)
    settle(review)
    review.locator("article[data-editing] [data-do=merge]").click()
    expect(rows(review)).to_have_count(before)


def test_a_selection_of_the_text_becomes_a_row(review):
    before = rows(review).count()
    review.evaluate(
        """() => { const runs = [...document.querySelectorAll('#sheet [data-o]')];
        const run = runs.find(one => one.textContent.includes('为改善农贸市场环境卫生'));
        const range = document.createRange(); const at = run.firstChild.textContent.indexOf('改善农贸市场环境卫生');
        range.setStart(run.firstChild, at); range.setEnd(run.firstChild, at + 10);
        const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range); }"""
    )
    review.keyboard.press("a")
    expect(rows(review)).to_have_count(before + 1)
    review.locator("article[data-editing]").wait_for()
    assert "改善农贸市场环境卫生" in review.locator("article[data-editing] [name=title]").input_value()


def test_a_second_editor_is_told_and_overwrites_nothing(review, site, browser, login):
    other = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    login(other, "lin")
    other.goto(review.url)
    other.wait_for_load_state("networkidle")
    number = rows(review).first.get_attribute("data-row")
    for one in (review, other):
        one.locator(f"#row-{number} .title").click()
        one.locator(f"#row-{number}[data-editing]").wait_for()
    review.locator(f"#row-{number} [name=title]").fill("周某改的标题")
    review.locator(f"#row-{number} [name=category]").focus()
    review.locator("#saved", has_text="已保存").wait_for()
    settle(review)
    other.locator(f"#row-{number} [name=title]").fill("林某改的标题")
    other.locator(f"#row-{number} [name=category]").focus()
    notice = other.locator(f"#row-{number} .wc-notice.bad")
    notice.wait_for()
    assert "周某" in notice.inner_text()
    assert other.locator(f"#row-{number} [name=title]").input_value() == "周某改的标题"
    other.get_by_role("button", name="填回我的").click()
    assert other.locator(f"#row-{number} [name=title]").input_value() == "林某改的标题"
    review.reload()
    assert "周某改的标题" in review.locator(f"#row-{number}").inner_text()
    other.context.close()


def test_what_another_person_confirms_appears_without_a_reload(review, browser, login):
    other = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    login(other, "lin")
    other.goto(review.url)
    other.wait_for_load_state("networkidle")
    number = other.locator("#row-list article.sel").get_attribute("data-row")
    other.keyboard.press("Enter")
    other.locator(f"#row-{number}[data-state=checked]").wait_for()
    review.locator(f"#row-{number}[data-state=checked]").wait_for(timeout=15_000)
    assert "林某" in review.locator(f"#row-{number}").inner_text()
    other.context.close()
