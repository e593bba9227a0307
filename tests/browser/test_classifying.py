"""Giving tasks their clauses with one key, and in the drawer."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def classify(page, site, login):
    login(page, "zhou")
    page.goto(f"{site.url}/coverage/classify/")
    return page


def test_one_key_gives_a_clause_space_skips_and_u_takes_back(classify):
    first = classify.locator("[data-pick]:has([data-way='1'])").first
    identity = first.get_attribute("id")
    while not classify.locator(f"#{identity}.wc-current").count():
        classify.keyboard.press(" ")
    left = int(classify.locator("[data-left]").inner_text())
    wanted = first.locator("[data-way='1']").inner_text().removeprefix("1").strip()
    classify.keyboard.press("1")
    line = classify.locator(f"#{identity}[data-done]")
    expect(line).to_contain_text(wanted)
    expect(classify.locator("[data-left]")).to_have_text(str(left - 1))
    expect(classify.locator(f"#{identity}.wc-current")).to_have_count(0)
    classify.keyboard.press("u")
    expect(classify.locator(f"#{identity}.wc-current [data-way='1']")).to_have_count(1)
    expect(classify.locator("[data-left]")).to_have_text(str(left))


def test_sure_ones_are_taken_at_once_and_taken_back(classify):
    before = classify.locator("h1").inner_text()
    opener = classify.get_by_role("button", name=re.compile("^把很有把握的"))
    count = re.search(r"\d+", opener.inner_text()).group()
    opener.click()
    expect(classify.locator("#sure-dialog li")).to_have_count(int(count))
    classify.get_by_role("button", name=f"对应这{count}项").click()
    expect(classify.get_by_text(f"刚才一次对应了{count}项任务")).to_be_visible()
    classify.get_by_role("button", name=f"撤销这{count}项").click()
    expect(classify.locator("h1")).to_have_text(before)


def test_clauses_are_changed_in_the_drawer(page, site, login):
    login(page, "zhou")
    page.goto(f"{site.url}/coverage/classify/")
    page.locator("[data-pick] a").first.click()
    part = page.locator("#task-clauses")
    part.get_by_role("button", name=re.compile("[改选]条款")).click()
    part.locator("select").select_option(index=3)
    expect(part.get_by_role("button", name=re.compile("^去掉"))).to_have_count(1)
    part.get_by_role("button", name=re.compile("^去掉")).click()
    expect(part.get_by_role("button", name=re.compile("^去掉"))).to_have_count(0)
    part.get_by_role("button", name="好了").click()
    expect(part.get_by_role("button", name="选条款")).to_be_visible()


CHOOSE_AT_ONCE = """part => new MutationObserver((_, watch) => {
    const field = part.querySelector("#task-clauses select");
    if (!field) return;
    watch.disconnect();
    field.selectedIndex = 3;
    field.dispatchEvent(new Event("change", { bubbles: true }));
}).observe(part, { childList: true, subtree: true })"""


def test_a_field_hears_from_the_moment_it_appears(page, site, login):
    login(page, "zhou")
    page.goto(f"{site.url}/coverage/classify/")
    page.locator("[data-pick] a").first.click()
    part = page.locator("#task-clauses")
    opener = part.get_by_role("button", name=re.compile("[改选]条款"))
    opener.wait_for()
    page.locator("body").evaluate(CHOOSE_AT_ONCE)
    opener.click()
    taken = part.get_by_role("button", name=re.compile("^去掉"))
    expect(taken).to_have_count(1)
    taken.click()
    expect(taken).to_have_count(0)
