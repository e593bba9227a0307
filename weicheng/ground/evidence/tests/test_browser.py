"""The library in a real browser: files dropped together, sorting by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from weicheng.ground.evidence import services
from weicheng.ground.evidence.models import Evidence
from weicheng.ground.evidence.tests import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened(page: Any, live_server: Any) -> Callable[[Any, str], Any]:
    """Open a path as a user."""

    def inner(user: Any, path: str) -> Any:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return page

    return inner


def test_files_chosen_together_are_each_answered_for(opened, campaign, clauses, liaison, bureau):
    page = opened(liaison, "/evidence/add/")
    page.console_errors.clear()
    page.select_option("[name=clause]", str(clauses[1].pk))
    chosen = [
        files.word("灭蚊总结", name="总结.docx"),
        files.program("现场.jpg"),
        files.plain("灭鼠记录", name="记录.txt"),
    ]
    page.set_input_files(
        "input[type=file]",
        [{"name": one.name, "mimeType": "application/octet-stream", "buffer": one.read()} for one in chosen],
    )
    expect(page.locator("[data-sum]")).to_contain_text("收下2份，1份没有收下")
    expect(page.locator("[data-list] .bad")).to_contain_text("是程序，没有收")
    expect(page.locator("[data-list] .ok")).to_have_count(2)
    page.console_errors.clear()  # the browser reports the refused file's 422
    assert Evidence.objects.filter(unit=bureau, clauses__clause=clauses[1]).count() == 2


def test_evidence_is_sorted_without_a_mouse(opened, campaign, clauses, clerk, bureau):
    rows = [
        services.upload_evidence(
            by=clerk, campaign=campaign, upload=files.plain(f"记录{place}", name=f"{place}.txt"), unit=bureau
        ).evidence
        for place in range(3)
    ]
    page = opened(clerk, "/evidence/sort/")
    page.locator("[data-rows] > li").first.focus()
    page.keyboard.press("1")
    expect(page.locator("[data-rows] > li").first).to_contain_text("第1条 纳入规划")
    page.keyboard.press(" ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    page.keyboard.press("/")
    page.keyboard.type("病媒")
    page.keyboard.press("Enter")
    expect(page.locator("[data-rows] > li").nth(2)).to_contain_text("第2条 病媒生物防制")
    held = {row.title: list(row.clauses.values_list("clause__key", flat=True)) for row in Evidence.objects.all()}
    assert held == {"2": ["c1"], "1": ["c2"], "0": ["c2"]}, rows


def test_on_a_telephone_the_files_come_first_and_the_clauses_are_a_sheet(opened, campaign, clauses, clerk, bureau):
    for place in range(2):
        services.upload_evidence(
            by=clerk, campaign=campaign, upload=files.plain(f"记录{place}", name=f"记录{place}.txt"), unit=bureau
        )
    page = opened(clerk, "/evidence/sort/")
    page.set_viewport_size({"width": 390, "height": 844})
    first = page.locator("[data-rows] > li").first
    assert first.bounding_box()["y"] < 300
    side = page.locator("#sort-side")
    expect(side).to_be_hidden()
    page.get_by_role("button", name="归到条款").click()
    expect(side).to_be_visible()
    expect(side.locator("[data-chosen]")).to_have_text("“记录1”")
    page.keyboard.press("Escape")
    expect(side).to_be_hidden()
    page.get_by_role("button", name="归到条款").click()
    side.get_by_role("button", name="病媒生物防制").click()
    expect(side).to_be_hidden()
    expect(first).to_contain_text("第2条 病媒生物防制")
    assert Evidence.objects.get(title="记录1").clauses.get().clause == clauses[1]
