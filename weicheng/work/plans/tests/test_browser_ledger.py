"""The ledger in a real browser: keys, the drawer and its address, what was typed survives a reload, several rows at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.work.plans.deadlines import PostponementRequest
from weicheng.work.plans.models import ProgressEntry, Task
from weicheng.work.plans.tests.conftest import signed_in
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[[User, str], Any]


@pytest.fixture
def tasks(campaign: Campaign, bureau: Unit) -> list[Task]:
    return [
        TaskFactory(
            campaign=campaign,
            number=f"QH-2026-000{n}",
            title=f"第{n}项任务",
            lead=bureau,
            target_value=10,
            target_unit="座",
        )
        for n in range(1, 5)
    ]


@pytest.fixture
def opened(page: Any, live_server: Any) -> Opened:
    """Open a path as a user."""

    def go(user: User, path: str) -> Any:
        client: Client = signed_in(user)
        page.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(live_server.url + path)
        return page

    return go


def test_keys_walk_the_list_and_back_closes_the_drawer(opened: Opened, clerk: User, tasks: list[Task]) -> None:
    page = opened(clerk, "/ledger/?sort=number")
    heading = page.locator("#drawer h2")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    heading.get_by_text("第1项任务").wait_for()
    assert f"task={tasks[0].uid}" in page.url
    page.keyboard.press("j")
    heading.get_by_text("第2项任务").wait_for()
    page.go_back()
    page.locator("#drawer").wait_for(state="hidden")
    assert "task=" not in page.url
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_what_was_typed_survives_a_reload_and_goes_after_saving(opened: Opened, clerk: User, tasks: list[Task]) -> None:
    page = opened(clerk, f"/ledger/?task={tasks[0].uid}")
    page.locator("#drawer footer").get_by_text("修改").click()
    page.locator("#drawer [name=note]").fill("写了一半的备注")
    page.reload()
    page.locator("#drawer footer").get_by_text("修改").click()
    expect(page.locator("#drawer [name=note]")).to_have_value("写了一半的备注")
    page.get_by_text("保存修改").click()
    page.locator("#drawer dd").get_by_text("写了一半的备注").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('wc-keep'))") == []
    tasks[0].refresh_from_db()
    assert tasks[0].note == "写了一半的备注"


def test_several_rows_change_at_once_and_a_refusal_is_said_in_the_dialog(
    opened: Opened, clerk: User, tasks: list[Task]
) -> None:
    page = opened(clerk, "/ledger/?sort=number")
    page.locator("[data-tick]").nth(0).click()
    page.locator("[data-tick]").nth(2).click(modifiers=["Shift"])
    assert page.locator("[data-bulk-said]").inner_text() == "已选3项"
    page.get_by_role("button", name="改时限").click()
    dialog = page.locator("#bulk-due")
    dialog.locator("[name=due_on]").fill("2027-05-01")
    page.console_errors.clear()
    dialog.locator(".btn-primary").click()
    dialog.get_by_role("alert").get_by_text("要写明原因").wait_for()
    page.console_errors.clear()  # the browser itself notes the 422
    dialog.locator("[name=reason]").fill("统一调整")
    with page.expect_navigation():
        dialog.locator(".btn-primary").click()
    page.get_by_text("已修改0项，3项的时限往后推").wait_for()
    assert PostponementRequest.objects.filter(due_on="2027-05-01").count() == 3


def test_a_liaison_reports_on_a_phone_with_one_thumb(
    opened: Opened, page: Any, liaison: User, tasks: list[Task]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(liaison, "/ledger/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_text("第1项任务").click()
    page.get_by_role("button", name="报进展").click()
    page.get_by_role("button", name="+5").click()
    assert page.locator("#drawer [name=value]").input_value() == "5"
    page.get_by_role("button", name="报送").click()
    page.get_by_text("已报送，等创卫办确认").wait_for()
    entry = ProgressEntry.objects.get()
    assert (entry.value, entry.task, entry.by) == (5, tasks[0], liaison)
