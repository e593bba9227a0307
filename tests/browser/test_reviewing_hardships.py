"""The review page when things go wrong or grow big: lost logins, phones, wide tables, many rows, revisions, withdrawal."""

import re
from io import BytesIO

import docx
import pytest
from playwright.sync_api import expect

from tests.browser import paper
from tests.browser.test_plan_to_ledger import confirm_all, publish, rows, upload
from tests.browser.test_reviewing import settle
from weicheng.doors.demo.docx import docx_of


def table_of(lines):
    document = docx.Document()
    document.add_paragraph("青禾区创建国家卫生区任务分解表")
    table = document.add_table(rows=0, cols=len(lines[0]))
    for line in lines:
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    return saved(document)


def paper_of(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def open_first(page):
    page.locator("#row-list .title").first.click()
    form = page.locator("article[data-editing]")
    form.wait_for()
    return form


@pytest.fixture
def clerk(page, login):
    login(page, "zhou")
    return page


def test_a_lost_login_loses_nothing_and_goes_on_after_logging_in_elsewhere(clerk, site, login):
    upload(clerk, site, "会话.docx", paper.docx(61))
    form = open_first(clerk)
    number = form.get_attribute("data-row")
    context = clerk.context
    kept = [cookie for cookie in context.cookies() if cookie["name"] != "sessionid"]
    context.clear_cookies()
    context.add_cookies(kept)
    form.locator("[name=title]").fill("登录过期时改的标题")
    form.locator("[name=category]").focus()
    clerk.get_by_text("登录已过期").wait_for()
    expect(form.locator("[name=title]")).to_have_value("登录过期时改的标题")
    other = context.new_page()
    login(other, "zhou")
    other.close()
    form.get_by_role("button", name="确认").click()
    row = clerk.locator(f"#row-{number}[data-state=checked]")
    row.wait_for()
    expect(row).to_contain_text("登录过期时改的标题")
    clerk.console_errors.clear()  # the 401, which the browser logs


def test_a_value_that_cannot_be_stays_in_the_field_with_the_reason(clerk, site):
    upload(clerk, site, "数量.docx", paper.docx(62))
    form = open_first(clerk)
    form.locator("[name=quantities]").fill("好多")
    form.locator("[name=category]").focus()
    expect(form.locator(".wc-notice")).to_contain_text("读不出数量")
    expect(form.locator("[name=quantities]")).to_have_value("好多")
    assert clerk.evaluate("document.activeElement.name") == "category"
    clerk.console_errors.clear()  # the 422


def test_filling_back_brings_only_what_was_typed(clerk, site, browser, login):
    upload(clerk, site, "两个人.docx", paper.docx(63))
    other = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
    login(other, "lin")
    other.goto(clerk.url)
    forms = [open_first(one) for one in (clerk, other)]
    number = forms[0].get_attribute("data-row")
    forms[1].locator("[name=category]").select_option(index=3)
    chosen = forms[1].locator("[name=category]").input_value()
    other.locator("#saved", has_text="已保存").wait_for()
    clerk.locator(f"#row-{number} [data-told]").wait_for()  # told before she saves
    forms[0].locator("[name=title]").fill("周某的标题")
    forms[0].locator("[name=due_on]").focus()
    clerk.get_by_role("button", name="填回我的").click()
    forms[0].get_by_role("button", name="确认").click()
    clerk.locator(f"#row-{number}[data-state=checked]").wait_for()
    clerk.locator(f"#row-{number} .title").click()
    expect(forms[0].locator("[name=title]")).to_have_value("周某的标题")
    expect(forms[0].locator("[name=category]")).to_have_value(chosen)
    other.context.close()
    clerk.console_errors.clear()  # the 409


def test_a_unit_is_added_by_initials_without_the_mouse(clerk, site):
    upload(clerk, site, "键盘.docx", paper.docx(64))
    clerk.keyboard.press("e")
    form = clerk.locator("article[data-editing]")
    form.wait_for()
    clerk.keyboard.press("Tab")
    while clerk.evaluate("!document.activeElement.closest('[data-owner-role=coop]')"):
        clerk.keyboard.press("Tab")
    clerk.keyboard.type("zjj")
    form.locator("[data-owner-role=coop] [role=option][data-id]").first.wait_for()
    clerk.keyboard.press("Enter")
    expect(form.locator(".s6").nth(1)).to_contain_text("区住建局")
    settle(clerk)
    assert clerk.evaluate("Boolean(document.activeElement.closest('[data-owner-role=coop]'))")


def test_all_that_a_filter_lists_is_chosen_at_once(clerk, site):
    upload(clerk, site, "全选.docx", docx_of(paper.text(65).replace("每月底前", "")))
    clerk.locator("[data-filter=no_date]").click()
    listed = rows(clerk).filter(visible=True).count()
    assert listed
    assert str(listed) == clerk.locator("#count-no_date").inner_text()
    clerk.locator("[data-pick-all]").check()
    expect(clerk.locator("[data-bulk] b")).to_have_text(f"已选{listed}行")
    clerk.get_by_role("button", name="全部确认").click()
    expect(clerk.locator("#row-list article[data-state=checked]")).to_have_count(listed)


def test_dropped_rows_are_found_again_without_a_reload(clerk, site):
    upload(clerk, site, "去掉.docx", paper.docx(66))
    before = rows(clerk).count()
    clerk.keyboard.press("x")
    expect(clerk.locator("#count-dropped")).to_have_text("1")
    clerk.locator(".wc-review summary").click()
    clerk.get_by_role("button", name="已去掉1行").click()
    clerk.locator("#dropped").get_by_role("button", name="找回").click()
    expect(clerk.locator("#row-list article[data-state=open]")).to_have_count(before)


def test_a_wide_table_scrolls_and_the_page_does_not(clerk, site):
    head = ["序号", "工作任务", "工作标准", "牵头单位", "配合单位", "完成时限", "责任领导", "备注"]
    line = [
        "1",
        "改造农贸市场12家，完善给排水和防蝇设施，配齐保洁人员",
        "达到国家卫生城市标准中关于集贸市场的全部要求",
        "区商务局",
        "区市场监管局",
        "9月底前",
        "分管副区长",
        "每月报送进展",
    ]
    upload(clerk, site, "宽表.docx", table_of([head, *[[str(n), *line[1:]] for n in range(1, 5)]]))
    inner, outer = clerk.locator("#sheet .wc-scroll-x").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert inner > outer
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert clerk.locator("#sheet td", has_text="区市场监管局").first.evaluate("one => one.clientHeight < 200")


def test_of_three_hundred_rows_each_opens_with_one_request(clerk, site):
    lines = [f"{n}.区城管局{n % 12 + 1}月底前完成第{n}片区背街小巷整治{n % 7 + 2}条。" for n in range(1, 301)]
    upload(clerk, site, "大方案.docx", paper_of(["青禾区背街小巷整治方案", "一、重点任务", *lines]))
    assert rows(clerk).count() >= 300
    asked = []
    clerk.on("request", lambda request: asked.append(request.url) if "edit=1" in request.url else None)
    for place in (1, 150, 299, 30, 200):
        row = rows(clerk).nth(place)
        number = row.get_attribute("data-row")
        row.scroll_into_view_if_needed()
        row.locator(".title").click()
        clerk.locator(f"#row-{number}[data-editing]").wait_for()
        settle(clerk)
        clerk.keyboard.press("Escape")
        clerk.locator(f"#row-{number}:not([data-editing])").wait_for()
    assert len(asked) == 5


def test_a_phone_shows_one_side_at_a_time(clerk, site):
    upload(clerk, site, "手机.docx", paper.docx(67))
    clerk.set_viewport_size({"width": 390, "height": 844})
    clerk.reload()
    expect(clerk.locator(".paper")).to_be_hidden()
    clerk.get_by_role("button", name="原文").click()
    expect(clerk.locator(".rows")).to_be_hidden()
    mark = clerk.locator("#sheet mark").nth(2)
    number = mark.get_attribute("data-mark")
    mark.click()
    expect(clerk.locator(f"#row-{number}")).to_be_in_viewport()
    clerk.locator(f"#row-{number} .title").click()
    expect(clerk.locator(f"#row-{number} [name=title]")).to_be_in_viewport()
    assert clerk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    clerk.locator(".wc-review summary").click()
    clerk.get_by_role("button", name="文件要素").click()
    expect(clerk.locator("#facts")).to_be_in_viewport()
    clerk.goto(f"{site.url}/plans/")
    expect(clerk.get_by_role("link", name="青禾区农贸市场环境卫生提升方案").first).to_be_in_viewport()


@pytest.mark.parametrize("width", [1100, 1366])
def test_a_small_desk_screen_shows_the_menu_and_all_of_the_bar(clerk, site, width):
    clerk.goto(f"{site.url}/plans/")
    clerk.get_by_role("link", name="去审阅").first.click()
    clerk.set_viewport_size({"width": width, "height": 768})
    expect(clerk.get_by_role("link", name="发布台账")).to_be_in_viewport(ratio=1)
    clerk.locator(".wc-review summary").click()
    clerk.get_by_role("button", name="文件要素").click()
    expect(clerk.locator("#facts")).to_be_in_viewport()


def test_a_revision_keeps_numbers_and_a_plan_is_withdrawn_and_reviewed_again(clerk, site):
    first = [
        "青禾区公厕提升方案",
        "一、重点任务",
        "1.区城管局9月底前新建公厕4座。",
        "2.区教育局10月底前改造校园厕所8所。",
    ]
    upload(clerk, site, "一稿.docx", paper_of(first))
    old = clerk.url
    confirm_all(clerk)
    publish(clerk)
    clerk.goto(old)  # published: the address leads to the paper
    clerk.get_by_role("link", name="撤回").click()
    clerk.get_by_label("为什么撤回").fill("漏了一项")
    clerk.get_by_role("button", name="撤回这份方案").click()
    clerk.wait_for_url("**/review/")
    publish(clerk)
    number = clerk.locator("main").inner_text()
    clerk.goto(old)
    clerk.get_by_role("link", name="上传修订稿").click()
    second = [
        first[0] + "（修订稿）",
        first[1],
        "1.区城管局10月底前新建公厕6座。",
        "2.区文旅局11月底前完成A级景区厕所改造3所。",
    ]
    clerk.locator("input[type=file]").set_input_files(
        {"name": "二稿.docx", "mimeType": "application/octet-stream", "buffer": paper_of(second)}
    )
    clerk.get_by_role("button", name="开始读取").click()
    clerk.wait_for_url("**/review/", timeout=180_000)
    confirm_all(clerk)
    clerk.get_by_role("link", name="发布台账").click()
    changed = clerk.locator("#diff-changed")
    expect(changed).to_contain_text("6座")
    kept = changed.get_by_role("link").first.inner_text()
    assert kept.rsplit("-", 1)[-1] in number
    clerk.locator("#diff-gone [name=withdraw_gone]").first.check()
    clerk.get_by_role("button", name="发布修订稿").click()
    clerk.wait_for_url("**/ledger/**")
    ledger = clerk.locator("main").inner_text()
    assert re.search(r"公厕6座", ledger)
    assert "校园厕所" not in ledger
    assert kept.rsplit("-", 1)[-1] in ledger
