"""The form of one figure on a phone: reckoned while one types, asked once, handed in."""

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import Role
from weicheng.ground.org.models import Unit, User
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.models import Indicator
from weicheng.work.indicators.models import ValueEntry
from weicheng.work.indicators.tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_numerator_and_denominator_give_the_value_while_one_types(
    page: Any, live_server: Any, campaign: Campaign, owned: Indicator, health: Unit
) -> None:
    user: User = user_with_role(Role.LIAISON, health)
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/indicators/{owned.pk}/fill/?year=2024")
    page.get_by_label("达标数").fill("１，９１２ 人")
    page.get_by_label("总数").fill("0.2万")
    reckoned = page.locator("[data-reckoned]")
    expect(reckoned).to_have_text("算得95.6%，不用再填")
    value = page.get_by_label("数值（%）")
    value.fill("96.5")
    expect(reckoned).to_have_text("算得95.6%，和填的对不上")
    value.fill("95.6")
    expect(reckoned).to_have_text("算得95.6%，对得上")
    page.get_by_label("来源").fill("满意度调查报告")
    page.reload()
    expect(value).to_have_value("95.6")  # what was typed survives
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="提交").click()
    page.wait_for_url(f"**/indicators/{owned.pk}/?year=2024")
    entry = ValueEntry.objects.get()
    assert (str(entry.value.normalize()), entry.numerator, entry.denominator) == ("95.6", 1912, 2000)
