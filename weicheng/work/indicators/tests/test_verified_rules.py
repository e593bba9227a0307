"""What the office verified of a formula or a judge is what figures are filled in and judged by."""

from decimal import Decimal

import pytest

from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.choices import WITHOUT_NUMBER
from weicheng.ground.standards.services.verifying import verify_figure
from weicheng.ground.standards.tests.factories import national_2021
from weicheng.work.indicators.saying import formula_words
from weicheng.work.indicators.targets import asked_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def verify():
    office, edition = user_with_role("office"), national_2021()

    def act(subject, key, field, value):
        verify_figure(by=office, edition=edition, subject=subject, key=key, field=field, value=value,
                      source="正式文本附件2", reason="已对照")  # fmt: skip

    return act


def asked(level="city"):
    return {one.indicator.key: one for one in asked_of(national_2021(), level)}


def test_a_figure_is_reckoned_by_the_verified_formula(verify):
    verify("indicator", "green-coverage", "formula", "绿化面积 ÷ 城区面积 × 100")
    assert formula_words(asked()["green-coverage"].indicator) == "绿化面积÷城区面积×100"


def test_a_verified_judge_decides_and_asks_for_its_number(verify):
    verify("target", "myopia/city", "judge", "LE_OR_TREND_DOWN")
    goal = asked()["myopia"].goal
    assert (goal.judge, goal.value, goal.is_verified) == ("LE_OR_TREND_DOWN", None, False)
    verify("target", "myopia/city", "value", "40")
    goal = asked()["myopia"].goal
    assert (goal.judge, goal.value, goal.is_verified) == ("LE_OR_TREND_DOWN", Decimal(40), True)


def test_a_rule_without_a_number_that_was_unsure_is_a_fact_once_its_judge_is_confirmed(verify):
    held = asked("county").values()
    unsure = next(one for one in held if one.goal.judge in WITHOUT_NUMBER and not one.goal.is_verified)
    verify("target", f"{unsure.indicator.key}/county", "judge", unsure.goal.judge)
    after = asked("county")[unsure.indicator.key]
    assert after.goal.is_verified
    assert after.verification.source == "正式文本附件2"
