"""A week as the office, a liaison with a phone and a leader live it; each ends with what the next person sees."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser import paper
from weicheng.doors.web.navigation import MENU


def photo() -> dict[str, object]:
    content = BytesIO()
    Image.new("RGB", (640, 480), (90, 130, 110)).save(content, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


GROUP_OF = {entry.word: group.word for group in MENU for entry in group.entries}


def menu(page, word):
    """A room from the menu: of the rail on a desk, beside another of its group, of the bar or behind 更多 on a phone."""
    page.wait_for_load_state("networkidle")
    entry = page.get_by_role("link", name=word, exact=True).locator("visible=true")
    if not entry.count() and page.get_by_label("更多").is_visible():
        page.get_by_label("更多").click()
    elif not entry.count():
        page.locator(".wc-rail").get_by_role("link", name=GROUP_OF[word], exact=True).click()
    entry.first.click()
    page.wait_for_load_state("networkidle")
    assert fits(page)


@pytest.fixture
def other(page, login):
    """The desk page as somebody else: who comes next."""

    def inner(username):
        page.context.clear_cookies()
        login(page, username)
        return page

    return inner


# The office clerk at her desk.


def test_the_office_runs_its_week(page, site, login, other, picture):
    login(page, "zhou")
    picture(page, "week-home")
    confirmed = confirm_one(page, picture)
    postponed = answer_a_postponement(page, picture)
    missing = remind_those_without_report(page, picture)
    sum_up(page, picture)
    issue_letters(page, picture)
    plan = consult(page, site, picture)

    wang = other("wang")
    wang.goto(f"{site.url}/notices/")
    expect(wang.locator("main")).to_contain_text(f"延期批准了：{postponed}")
    menu(wang, "意见签收")
    expect(wang.locator("main")).to_contain_text(plan)
    leader = other("leader")
    menu(leader, "周报")
    assert missing > 0
    leader.get_by_role("link", name="看汇总").click()
    expect(leader.locator("main")).to_contain_text("下周三请各单位带照片来会商。")
    leader.goto(site.url + confirmed)
    expect(leader.locator(".wc-log").first).to_contain_text("确认")


def confirm_one(page, picture) -> str:
    page.get_by_role("link", name="条进展待确认").click()
    menu(page, "催办")
    picture(page, "week-checking")
    before = page.locator(".wc-check-row").count()
    row = page.locator(".wc-check-row").filter(has=page.locator("input[name=entries]:enabled")).first
    task = row.locator("a").first.get_attribute("href")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="确认勾选的").click()
    expect(page.locator(".wc-check-row")).to_have_count(before - 1)
    return task


def answer_a_postponement(page, picture) -> str:
    menu(page, "台账")
    page.locator(".wc-views summary").filter(has_text="更多").click()
    page.get_by_role("link", name="延期申请").click()
    row = page.locator("#decide tbody tr").first
    title = row.locator("a").first.inner_text()
    row.get_by_role("checkbox").check()
    picture(page, "week-postponements")
    page.get_by_placeholder("批复意见（不同意时必填）").fill("同意，写明新的进场日子。")
    page.get_by_role("button", name="批准勾选的").click()
    page.get_by_role("link", name=re.compile("已批准")).click()
    expect(page.locator("main")).to_contain_text("同意，写明新的进场日子。")
    return title


def remind_those_without_report(page, picture) -> int:
    menu(page, "周报")
    picture(page, "week-reports")
    button = page.get_by_role("button", name="提醒没报的")
    missing = int(re.search(r"\d+", button.inner_text()).group())
    button.click()
    expect(page.locator("body")).to_contain_text(f"已提醒{missing}个单位")
    return missing


def sum_up(page, picture) -> None:
    page.get_by_role("link", name="写汇总").click()
    page.get_by_role("link", name="加一句").first.click()
    page.get_by_label("加一句").fill("下周三请各单位带照片来会商。")
    page.get_by_role("button", name="加上").click()
    expect(page.locator("main")).to_contain_text("自己写的")
    picture(page, "week-summary")
    page.get_by_role("button", name="定稿").click()
    expect(page.locator("main")).to_contain_text("定稿")
    expect(page.get_by_role("button", name="定稿")).to_have_count(0)


def issue_letters(page, picture) -> None:
    menu(page, "文书")
    page.get_by_role("link", name=re.compile("已过时")).click()
    picture(page, "week-letters")
    page.get_by_role("button", name="过时的全部重出").click()
    done = page.locator("#batch-papers b").filter(has_text=re.compile(r"^生成\d+份"))
    done.wait_for(timeout=180_000)
    assert int(re.search(r"生成(\d+)份", done.inner_text()).group(1)) >= 2
    with page.expect_download() as told:
        page.get_by_role("link", name="下载这一批").click()
    assert told.value.suggested_filename.endswith(".zip")


def consult(page, site, picture) -> str:
    page.goto(f"{site.url}/plans/upload/")
    file = {"name": "农贸市场方案.docx", "mimeType": "application/octet-stream", "buffer": paper.docx(41)}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="开始读取").click()
    page.wait_for_url("**/review/", timeout=180_000)
    menu(page, "意见签收")
    row = page.locator("tr").filter(has_text="还没有征求意见")
    title = row.locator("a").first.inner_text()
    row.get_by_role("link", name="去征求").click()
    page.get_by_label("请在哪天前答复").fill((date.today() + timedelta(days=5)).isoformat())
    picture(page, "week-consultation")
    page.get_by_role("button", name="开始征求意见").click()
    expect(page.locator("body")).to_contain_text("已开始第1轮征求意见")
    return title


# The liaison with a phone.


def test_a_liaison_does_the_five_things_on_a_phone(phone, site, login, other, picture):
    login(phone, "wu")
    task = report_progress(phone, picture)
    signed = sign(phone, picture)
    duty = record_a_duty(phone, picture)
    hand_in_the_report(phone, picture)

    zhou = other("zhou")
    menu(zhou, "催办")
    row = zhou.locator(".wc-check-row").filter(has_text="补装了两处，照片附后。")
    expect(row).to_contain_text(task)
    thumb = row.locator("img")
    thumb.scroll_into_view_if_needed()
    expect(thumb).to_have_js_property("complete", True)
    assert thumb.evaluate("image => image.naturalWidth") > 0
    menu(zhou, "难点")
    expect(zhou.locator("main")).to_contain_text("进口配件等了三周还没有到")
    menu(zhou, "意见签收")
    zhou.get_by_role("link", name=signed).click()
    expect(zhou.locator("section").filter(has_text=re.compile(r"已签收\d+家"))).to_contain_text("北苑街道 吴某")
    zhou.goto(site.url + duty)
    expect(zhou.locator("main")).to_contain_text("北苑街道 吴某")
    menu(zhou, "周报")
    line = zhou.locator(".wc-unit-lines a").filter(has_text="北苑街道")
    expect(line.get_by_label("已报送")).to_be_visible()
    line.click()
    expect(zhou.locator("main")).to_contain_text("这一句是联络员在手机上改的。")


def report_progress(phone, picture) -> str:
    menu(phone, "我的")
    picture(phone, "liaison-mine-390")
    item = phone.locator(".wc-mine-item").filter(has_text="报进展").first
    title = item.locator(".t a").inner_text()
    item.get_by_role("link", name="报进展").tap()
    form = phone.locator("#report-form")
    phone.locator("[data-quick] [data-add]").first.tap()
    form.get_by_label("说明（选填）").fill("补装了两处，照片附后。")
    form.locator("[data-pick]").last.set_input_files(photo())
    expect(form.locator("[data-picked]")).to_contain_text("现场.jpg")
    picture(phone, "liaison-report-390")
    form.locator("summary").tap()
    form.get_by_label("难在哪里").fill("进口配件等了三周还没有到")
    form.get_by_label("要谁来解决").select_option("counterpart")
    phone.get_by_role("button", name="报送").tap()
    expect(phone.locator("#drawer .wc-log")).to_contain_text("补装了两处，照片附后。")
    phone.locator("[data-close-drawer]").tap()
    return title


def sign(phone, picture) -> str:
    menu(phone, "意见签收")
    card = phone.locator("section").filter(has=phone.get_by_role("link", name="去签收"))
    plan = re.search("《(.+?)》", card.inner_text().replace("\n", "")).group(1)
    card.get_by_role("link", name="去签收").tap()
    phone.wait_for_url("**/receipts/**")
    picture(phone, "liaison-sign-390")
    phone.get_by_role("button", name=re.compile("签收.*项任务")).tap()
    expect(phone.locator("main")).to_contain_text("签收记录")
    return plan


def record_a_duty(phone, picture) -> str:
    menu(phone, "常态")
    phone.get_by_role("link", name="本周要做").first.tap()
    phone.wait_for_url("**/duties/week/**")
    picture(phone, "liaison-duties-390")
    item = phone.locator(".wc-duty-item").filter(has=phone.get_by_role("button", name=re.compile("记一次"))).first
    duty = item.locator("a").first.get_attribute("href")
    item.get_by_role("button", name=re.compile("记一次")).tap()
    expect(phone.locator("body")).to_contain_text(re.compile("已(补)?记："))
    return duty


def hand_in_the_report(phone, picture) -> None:
    menu(phone, "周报")
    phone.get_by_role("link", name="改", exact=True).first.tap()
    phone.get_by_label("改这句").fill("这一句是联络员在手机上改的。")
    phone.get_by_role("button", name="保存").tap()
    expect(phone.locator("main")).to_contain_text("改过")
    picture(phone, "liaison-weekly-390")
    phone.get_by_role("button", name="报送").tap()
    expect(phone.locator("body")).to_contain_text("已报送，内容从现在起不再变。")


# The leader with a phone.


def test_a_leader_sees_all_on_one_screen(phone, site, login, other, picture):
    login(phone, "leader")
    menu(phone, "领导一页")
    picture(phone, "leader-390")
    follow_the_number(phone)
    question = answer_a_difficulty(phone, picture)
    compare(phone, picture)

    wang = other("wang")
    menu(wang, "难点")
    wang.get_by_role("link", name=question).click()
    expect(wang.locator(".wc-log")).to_contain_text("区财政局下周一前先拨一半。")


def follow_the_number(phone) -> None:
    number = int(phone.locator(".wc-say b").inner_text())
    phone.locator(".wc-say a").tap()
    phone.wait_for_url("**/ledger/**due=late**")
    expect(phone.locator("main")).to_contain_text("逾期")
    assert phone.locator("[data-task]").count() == number
    phone.go_back()
    expect(phone.locator(".wc-say b")).to_have_text(str(number))


def answer_a_difficulty(phone, picture) -> str:
    waiting = phone.locator(".wc-ask article")
    before = waiting.count()
    question = waiting.first.locator("h3").inner_text()
    waiting.first.get_by_role("link", name="答复").tap()
    phone.get_by_label(re.compile("谁来办、怎么办")).fill("区财政局下周一前先拨一半。")
    picture(phone, "leader-answer-390")
    phone.get_by_role("button", name="答复", exact=True).tap()
    expect(phone.locator(".wc-log")).to_contain_text("区财政局下周一前先拨一半。")
    menu(phone, "领导一页")
    expect(waiting).to_have_count(before - 1)
    return question


def compare(phone, picture) -> None:
    phone.get_by_role("link", name="选两个日期").tap()
    start = date.today() - timedelta(days=30)
    phone.get_by_label("从", exact=True).fill(start.isoformat())
    phone.get_by_role("button", name="比较").tap()
    phone.wait_for_url(f"**from={start}**")
    assert fits(phone)
    kind = phone.locator(".wc-kinds a").filter(has_text="完成").first
    number = int(kind.locator("b").inner_text())
    kind.tap()
    expect(phone.locator("h2").first).to_contain_text(f"{number}项")
    picture(phone, "leader-compare-390")
