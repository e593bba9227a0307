"""A long paper in a real browser: the later rows fill themselves as they come into view; keys, ticks and filters know them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.work.plans.models import DraftRow
from weicheng.work.plans.tests.factories import PlanFactory
from weicheng.work.plans.tests.test_browser_ledger import opened  # noqa: F401 the fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_row_out_of_sight_is_filled_when_it_is_reached(
    opened: Callable[[User, str], Any],  # noqa: F811
    clerk: User,
    campaign: Campaign,
) -> None:
    plan = PlanFactory(campaign=campaign)
    rows = DraftRow.objects.bulk_create(
        DraftRow(
            plan=plan, order=n, title=f"清理第{n}处点位", quote="清理", start=0, end=0, category="environment",
            confidence=0.5,
        )
        for n in range(1, 301)
    )  # fmt: skip
    page = opened(clerk, f"/plans/{plan.pk}/review/?order=document")
    last = page.locator(f"#row-{rows[-1].pk}")
    expect(last).to_have_attribute("data-bare", "")
    page.locator("[data-pick-all]").check()  # ticks what is not filled yet too
    expect(page.locator("[data-bulk] b")).to_have_text("已选300行")
    last.locator("[data-pick]").uncheck()
    expect(last).not_to_have_attribute("data-bare", "")
    expect(last.locator(".missing").first).to_have_text("缺牵头")
    expect(last.locator("[data-pick]")).not_to_be_checked()
    expect(page.locator("[data-bulk] b")).to_have_text("已选299行")
    last.locator(".who").click()
    page.locator(f"#row-{rows[-1].pk}.sel").wait_for()
    page.keyboard.press("k")
    page.locator(f"#row-{rows[-2].pk}.sel").wait_for()
    assert not page.console_errors
