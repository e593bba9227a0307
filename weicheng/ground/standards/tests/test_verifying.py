from decimal import Decimal

import pytest

from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import user_with_role
from weicheng.ground.standards.models import Edition, Indicator, Verification
from weicheng.ground.standards.permissions import user_can_read_standards, user_can_verify_figures
from weicheng.ground.standards.selectors.counting import counted_editions
from weicheng.ground.standards.selectors.mapping import map_clauses
from weicheng.ground.standards.selectors.overlay import clauses_of, indicators_of, limits_of
from weicheng.ground.standards.services.verifying import verify_figure, withdraw_verification
from weicheng.ground.standards.tests.factories import national_2021

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return national_2021()


@pytest.fixture
def office():
    return user_with_role("office")


def verified(office, edition, key="park-area/city", value="9.5", field="value", subject="target", **more):
    given = {"source": "全爱卫发〔2021〕6号附件2", "reason": "已对照正式文本"} | more
    return verify_figure(by=office, edition=edition, subject=subject, key=key, field=field, value=value, **given)


def target(edition, key, level="city"):
    one = next(one for one in indicators_of(edition) if one.key == key)
    return next(target for target in one.dressed_targets if target.level == level)


@pytest.mark.parametrize(
    ("role", "reads", "verifies"),
    [("office", True, True), ("admin", True, True), ("leader", True, False), ("auditor", True, False),
     ("liaison", True, False), ("inspector", True, False)],
)  # fmt: skip
def test_who_reads_and_who_verifies(edition, role, reads, verifies):
    user = user_with_role(role)
    assert user_can_read_standards(user) == reads
    assert user_can_verify_figures(user) == verifies
    if not verifies:
        with pytest.raises(NotAllowed):
            verified(user, edition)
    assert Verification.objects.count() == 0


def test_the_shown_value_is_the_verified_one_and_the_printed_one_stays(edition, office):
    before = target(edition, "park-area")
    assert (before.shown_value, before.is_confirmed) == (Decimal(9), False)
    verified(office, edition)
    after = target(edition, "park-area")
    assert (after.shown_value, after.is_confirmed, after.value) == (Decimal("9.5"), True, Decimal(9))
    assert after.figure.is_corrected
    assert after.verification.by == office
    assert target(edition, "park-area", "county").verification is None
    event = AuditEvent.objects.get(action="standards.figure.verified")
    assert (event.after["value"], event.reason) == ("9.5", "已对照正式文本")


def test_the_newest_stands_and_after_a_withdrawal_the_one_before_it(edition, office):
    first = verified(office, edition, value="9.1")
    second = verified(office, edition, value="9.2")
    assert target(edition, "park-area").shown_value == Decimal("9.2")
    withdraw_verification(by=office, verification=second, reason="看错")
    assert target(edition, "park-area").shown_value == Decimal("9.1")
    withdraw_verification(by=office, verification=first, reason="也看错")
    assert not target(edition, "park-area").is_confirmed
    with pytest.raises(NotPossible, match="已经撤回"):
        withdraw_verification(by=office, verification=first, reason="再撤")


def test_the_same_sent_twice_is_one_verification(edition, office):
    assert verified(office, edition) == verified(office, edition)
    assert Verification.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "field", "value", "words"),
    [
        ("park-area/city", "value", "很多", "不是数"),
        ("park-area/city", "value", "-3", "不会是负数"),
        ("park-area/city", "value", "NaN", "太大|不是数"),
        ("park-area/city", "value", "1e99", "太大"),
        ("park-area/city", "value", "", "请填"),
        ("park-area/city", "grade", "C", "不按等级"),
        ("myopia/city", "value", "5", "没有目标值可填"),
        ("level-rats/city", "value", "3", "按等级"),
        ("level-rats/city", "grade", "E", "只有A、B、C"),
        ("none/city", "value", "3", "没有这一项"),
        ("park-area/town", "value", "3", "没有这一项"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(edition, office, key, field, value, words):
    with pytest.raises(Invalid, match=words):
        verified(office, edition, key, value, field)
    assert not Verification.objects.exists()


@pytest.mark.parametrize("missing", ["source", "reason"])
def test_a_source_and_a_reason_are_owed(edition, office, missing):
    with pytest.raises(Invalid) as refused:
        verified(office, edition, **{missing: " "})
    assert refused.value.field == missing


def test_numbers_in_full_width_and_with_their_unit_are_understood(edition, office):
    assert verified(office, edition, value="９．５％").value == "9.5"


def test_a_verified_figure_is_counted_as_confirmed(edition, office):
    before = counted_editions([edition])[0]
    verified(office, edition)
    verified(office, edition, "markets", "16", "number", "clause")
    after = counted_editions([edition])[0]
    assert after.count.confirmed == before.count.confirmed + 2
    assert after.chapters[3].open == before.chapters[3].open - 2
    assert after.count.total == before.count.total


def test_the_unknown_limits_of_the_new_fly_standard_are_filled_by_the_office_alone(office, edition):
    fly = Edition.objects.get(code="gbt-27772-2025")
    assert not any(figure.is_known for limit in limits_of(fly) for figure in limit.grades)
    verified(office, fly, "fly-rooms", "8", "c", "limit")
    grades = {figure.field: figure for limit in limits_of(fly) if limit.key == "fly-rooms" for figure in limit.grades}
    assert (grades["c"].shown, grades["c"].is_confirmed, grades["b"].shown) == (Decimal(8), True, None)


def test_clauses_are_led_over_to_the_other_edition_and_back(edition, django_assert_max_num_queries):
    old = Edition.objects.get(code="nat-2014")
    given = list(old.clauses.all())
    with django_assert_max_num_queries(4):
        found = map_clauses(given, edition)
    keys = {one.key: [clause.key for clause in found[one.pk]] for one in given}
    assert keys["waste-sewage"] == ["sanitation-facilities", "waste-sorting", "toilets"]
    assert keys["vector-density"] == ["vectors"]
    assert keys["cdc"] == []
    vectors = edition.clauses.get(key="vectors")
    back = map_clauses([vectors], old)[vectors.pk]
    assert {clause.key for clause in back} == {"vector-work", "vector-density", "vector-facilities"}
    assert map_clauses([vectors], edition)[vectors.pk] == [vectors]


def test_what_is_unsure_is_never_shown_without_its_mark(edition):
    for clause in clauses_of(edition):
        assert clause.gist_figure.is_confirmed == (clause.confidence in ("S", "S*"))
    for one in indicators_of(edition):
        for each in one.dressed_targets:
            assert each.is_confirmed == (each.confidence in ("S", "S*"))


def indicator(edition, key):
    return next(one for one in indicators_of(edition) if one.key == key)


def test_a_formula_that_the_office_verified_is_the_one_that_counts(edition, office):
    before = counted_editions([edition])[0]
    assert not indicator(edition, "green-coverage").formula_figure.is_confirmed
    verified(office, edition, "green-coverage", "绿化面积 / 城区面积 × １００", "formula", "indicator")
    after = indicator(edition, "green-coverage")
    assert (after.numerator, after.denominator, after.factor) == ("绿化面积", "城区面积", 100)
    assert after.formula_figure.is_corrected
    assert Indicator.objects.get(pk=after.pk).numerator != "绿化面积"
    assert counted_editions([edition])[0].count.confirmed == before.count.confirmed + 1


@pytest.mark.parametrize(
    ("value", "words"),
    [("绿化面积", "分子 ÷ 分母"), ("绿化面积 ÷ 城区面积", "倍数应当是100"), ("÷ 城区面积 × 100", "分子 ÷ 分母"),
     ("绿 ÷ 城 × 1000", "倍数应当是100"), (f"{'绿' * 81} ÷ 城 × 100", "不超过80个字")],
)  # fmt: skip
def test_a_formula_that_is_none_is_refused_with_the_reason(edition, office, value, words):
    with pytest.raises(Invalid, match=words):
        verified(office, edition, "green-coverage", value, "formula", "indicator")


def test_a_judge_that_the_office_verified_decides_what_is_asked(edition, office):
    assert not target(edition, "myopia").needs_number
    verified(office, edition, "myopia/city", "LE_OR_TREND_DOWN", "judge")
    after = target(edition, "myopia")
    assert (after.judge, after.needs_number, after.shown_value, after.is_confirmed) == ("LE_OR_TREND_DOWN", True, None, False)  # fmt: skip
    verified(office, edition, "myopia/city", "40")
    assert (target(edition, "myopia").shown_value, target(edition, "myopia").is_confirmed) == (Decimal(40), True)
    with pytest.raises(Invalid, match="没有这种判定方式"):
        verified(office, edition, "myopia/city", "ABOUT", "judge")


def test_an_interpretation_is_corrected_over_the_edition(edition, office):
    verified(office, edition, "20-21", "专业机构牵头。", "gist", "interpretation")
    clause = next(one for one in clauses_of(edition) if one.key == "health-education")
    assert [one.figure.shown for one in clause.readings] == ["专业机构牵头。"]
    assert edition.interpretations.get(number="20-21").gist.startswith("专业机构为核心")
