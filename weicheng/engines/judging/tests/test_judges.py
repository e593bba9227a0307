"""Every judge at its borders: equality, strictness, zero, missing years, unknown and unverified targets."""

from decimal import Decimal as D

import pytest

from weicheng.engines.judging.judges import JUDGES, judge
from weicheng.engines.judging.model import Facts, Goal, Outcome, Rules, TrendRule
from weicheng.engines.judging.trends import years_needed
from weicheng.engines.judging.wording import goal_words


def facts(*values, year=2025, **more):
    """Values of the years that end with ``year``, the oldest first; None is a year without one."""
    first = year - len(values) + 1
    known = {first + n: D(str(value)) for n, value in enumerate(values) if value is not None}
    if more.get("yardstick") is not None:
        more["yardstick"] = D(str(more["yardstick"]))
    return Facts(year, known, **more)


def goal(judge_code, value=None, **more):
    return Goal(judge_code, None if value is None else D(str(value)), unit=more.pop("unit", "%"), **more)


M, T, X, G, U = Outcome.MET, Outcome.TREND, Outcome.MISSED, Outcome.MISSING, Outcome.UNVERIFIED


@pytest.mark.parametrize(
    ("asked", "known", "outcome", "words"),
    [
        (goal("GE", 90), facts(95.6), M, "2025年95.6%，不低于90%"),
        (goal("GE", 90), facts("90.0"), M, "2025年90%，不低于90%"),
        (goal("GE", 90), facts("89.99"), X, "低于90%，差0.01个百分点"),
        (goal("GE", 90), facts(0), X, "2025年0%，低于90%"),
        (goal("GE", 90), facts(), G, "还没有2025年的数"),
        (goal("GE", 90), facts(99, None), G, "还没有2025年的数"),
        (goal("GE"), facts(95), U, "目标值还不知道，待核"),
        (goal("GE"), facts(), G, "还没有"),
        (goal("GT", 90), facts(90), X, "正好相等不算"),
        (goal("GT", 90), facts("90.01"), M, "高于90%"),
        (goal("GT", 90), facts("89.9"), X, "低于90%，差0.1个百分点"),
        (goal("LE", 55, unit="dB(A)"), facts(55), M, "不高于55dB(A)"),
        (goal("LE", 55, unit="dB(A)"), facts("55.1"), X, "高于55dB(A)，多0.1dB(A)"),
        (goal("LE", 55), facts(0), M, "2025年0%，不高于55%"),
        (goal("LT", 20), facts(20), X, "正好相等不算"),
        (goal("LT", 20), facts("19.9"), M, "低于20%"),
        (goal("LT", 20), facts("20.5"), X, "多0.5个百分点"),
        (goal("EXISTS", unit=""), facts(1), M, "2025年有"),
        (goal("EXISTS", unit=""), facts(0), X, "2025年没有"),
        (goal("EXISTS", unit=""), facts(), G, "有没有"),
        (goal("LEVEL", grade="C"), facts(grade="C"), M, "不低于C级"),
        (goal("LEVEL", grade="C"), facts(grade="A"), M, "2025年A级"),
        (goal("LEVEL", grade="C"), facts(grade="D"), X, "D级，低于C级"),
        (goal("LEVEL", grade="B"), facts(grade="C"), X, "低于B级"),
        (goal("LEVEL", grade="C"), facts(), G, "还没有2025年的等级"),
        (goal("LEVEL"), facts(grade="A"), U, "要求的等级还不知道"),
        (goal("GE_LOCAL_PLAN", unit="张"), facts("6.5", yardstick="6.5"), M, "不低于当地规划值6.5张"),
        (goal("GE_LOCAL_PLAN", unit="张"), facts("6.4", yardstick="6.5"), X, "低于当地规划值6.5张，差0.1张"),
        (goal("GE_LOCAL_PLAN", unit="张"), facts("6.4"), G, "还没有填当地规划值"),
        (goal("GE_LOCAL_PLAN", unit="张"), facts(yardstick="6.5"), G, "还没有2025年的数"),
        (goal("GE_PROVINCE_MEAN"), facts("80", yardstick="80"), M, "不低于全省平均80%"),
        (goal("GE_PROVINCE_MEAN"), facts("79", yardstick="80"), X, "低于全省平均80%，差1个百分点"),
        (goal("GE_PROVINCE_MEAN"), facts("79"), G, "全省平均"),
        (goal("TREND_DOWN", years=3), facts(52, 51, 50), M, "2023—2025年52%、51%、50%，逐年下降"),
        (goal("TREND_DOWN", years=3), facts(52, 51, 51), X, "持平，没有下降"),
        (goal("TREND_DOWN", years=3), facts(52, 53, 50), X, "2024年53%，比2023年52%反而上升了"),
        (goal("TREND_DOWN", years=3), facts(52, None, 50), G, "还缺2024年的数"),
        (goal("TREND_DOWN", years=3), facts(50, None, 52), X, "2025年52%，比2023年50%反而上升了"),
        (goal("TREND_DOWN", years=3), facts(None, 50, 52), X, "反而上升"),
        (goal("TREND_DOWN", years=3), facts(52, 51, None), G, "还没有2025年的数"),
        (goal("TREND_DOWN", years=3), facts(2, 1, 0), M, "2%、1%、0%"),
        (goal("TREND_UP", years=3), facts(1, 2, 3), M, "逐年上升"),
        (goal("TREND_UP", years=3), facts(1, 3, 3), X, "持平，没有上升"),
        (goal("GE_OR_TREND_UP", 23, years=3), facts(20, 21, 23), M, "不低于23%"),
        (goal("GE_OR_TREND_UP", 23, years=3), facts(20, 21, 22), T, "但2023—2025年20%、21%、22%，逐年上升"),
        (goal("GE_OR_TREND_UP", 23, years=3), facts(20, 22, 21), X, "反而下降了"),
        (goal("GE_OR_TREND_UP", 23, years=3), facts(None, 20, 22), G, "要看趋势，还缺2023年的数"),
        (goal("GE_OR_TREND_UP", 23, years=3), facts(None, None, 24), M, "不低于23%"),
        (goal("GE_OR_TREND_UP", years=3), facts(20, 21, 22), U, "目标值还不知道"),
        (goal("LE_OR_TREND_DOWN", 5.6, unit="‰", years=3), facts(7.1, 6.6, 6), T, "2025年6‰，高于5.6‰，多0.4‰；但"),
        (goal("LE_OR_TREND_DOWN", 5.6, unit="‰", years=3), facts(5.6), M, "不高于5.6‰"),
        (goal("LE_OR_TREND_DOWN", 5.6, unit="‰", years=3), facts(6, 6, 6), X, "持平"),
        (goal("LE_OR_TREND_DOWN", 5.6, unit="‰", years=3), facts(0), M, "0‰"),
        (goal("LE_OWN_MEAN5", unit="1/10万", years=5), facts(10, 10, 10, 10, 10), M, "平均10/10万，不高于平均"),
        (goal("LE_OWN_MEAN5", unit="1/10万", years=5), facts(10, 10, 10, 10, 11), X, "平均10.2/10万，高出0.8"),
        (goal("LE_OWN_MEAN5", unit="1/10万", years=5), facts(1, 1, 1, 1, 0), M, "2025年0/10万"),
        (goal("LE_OWN_MEAN5", unit="1/10万", years=5), facts(10, None, 10, 10, 9), G, "还缺2022年的数"),
        (goal("LE_OWN_MEAN5", unit="1/10万", years=5), facts(10, 10, 10, 10, None), G, "还没有2025年的数"),
        (goal("MIN_OVER_UNITS", 90), facts(by_unit=[("甲街道", D(92)), ("乙镇", D(90))]), M, "最低的是乙镇90%，都不低于90%"),
        (goal("MIN_OVER_UNITS", 90), facts(by_unit=[("甲街道", D(92)), ("乙镇", D("89.9"))]), X, "乙镇89.9%低于90%"),
        (goal("MIN_OVER_UNITS", 90), facts(by_unit=[("甲街道", D(92)), ("乙镇", None)]), G, "还缺乙镇"),
        (goal("MIN_OVER_UNITS", 90), facts(by_unit=[("甲街道", D(80)), ("乙镇", None)]), X, "甲街道80%低于90%；还缺乙镇"),
        (goal("MIN_OVER_UNITS", 90), facts(by_unit=[("甲街道", None)]), G, "按街道"),
        (goal("MIN_OVER_UNITS", 90), facts(95), G, "按街道"),
        (goal("MIN_OVER_UNITS"), facts(by_unit=[("甲街道", D(80))]), U, "目标值还不知道"),
    ],
)  # fmt: skip
def test_the_judge_says_and_says_why(asked, known, outcome, words):
    verdict = judge(asked, known)
    assert (verdict.outcome, verdict.arithmetic) == (outcome, outcome)
    assert words in verdict.sentence and verdict.sentence.endswith("。")


@pytest.mark.parametrize(
    ("known", "outcome", "words"),
    [
        (facts(52, 53, 50), M, "2023年到2025年由52%到50%，下降"),
        (facts(52, None, 50), M, "下降"),
        (facts(50, 40, 50), X, "持平"),
        (facts(None, 51, 50), G, "还缺2023年的数"),
    ],
)
def test_with_the_rule_of_the_ends_only_first_and_last_count(known, outcome, words):
    verdict = judge(goal("TREND_DOWN", years=3), known, Rules(trend=TrendRule.ENDS))
    assert verdict.outcome == outcome and words in verdict.sentence


@pytest.mark.parametrize(
    ("values", "own", "outcome"),
    [
        ((10, 10, 10, 10, 10, 10), False, M),
        ((10, 10, 10, 10, 10, "10.1"), False, X),
        ((None, 10, 10, 10, 10, 9), False, G),
        ((None, 10, 10, 10, 10, 9), True, M),
        ((99, 10, 10, 10, 10, 20), False, M),  # the year 2020 with its 99 lifts the mean
        ((99, 10, 10, 10, 10, 20), True, X),
    ],
)
def test_the_mean_of_five_includes_the_year_itself_or_not(values, own, outcome):
    verdict = judge(goal("LE_OWN_MEAN5", unit="1/10万"), facts(*values), Rules(mean_includes_own=own))
    assert verdict.outcome == outcome


def test_a_mean_is_compared_before_it_is_rounded():
    exact = facts("1.111", "1.111", "1.111", "1.111", "1.116")  # the mean is 1.112
    verdict = judge(goal("LE_OWN_MEAN5", unit=""), exact)
    assert verdict.outcome == X and "平均约1.11" in verdict.sentence


@pytest.mark.parametrize(
    ("asked", "known", "arithmetic", "words"),
    [
        (goal("GE", 90, is_verified=False), facts(95), M, "按待核的目标（≥90%）算，达到。2025年95%，不低于90%。"),
        (goal("GE", 90, is_verified=False), facts(80), X, "按待核的目标（≥90%）算，达不到。"),
        (goal("LE_OR_TREND_DOWN", 5.6, is_verified=False), facts(8, 7, 6), T, "以趋势达到"),
        (goal("TREND_DOWN", is_verified=False), facts(8, 7, 6), M, "按待核的目标（逐年下降）算，达到"),
        (goal("EXISTS", is_verified=False), facts(1), M, "按待核的目标（有）算，达到"),
    ],
)
def test_an_unverified_target_is_never_met_but_the_arithmetic_stands_beside_it(asked, known, arithmetic, words):
    verdict = judge(asked, known)
    assert verdict.outcome == U and verdict.arithmetic == arithmetic and words in verdict.sentence


def test_missing_data_of_an_unverified_target_is_missing():
    assert judge(goal("GE", 90, is_verified=False), facts()).outcome == G


@pytest.mark.parametrize("code", sorted(JUDGES))
def test_no_judge_meets_a_target_that_is_not_verified(code):
    known = facts(1, 1, 1, 1, 1, grade="A", yardstick="0", by_unit=[("甲", D(100))])
    assert judge(goal(code, 1, grade="C", is_verified=False), known).outcome in (U, G)


@pytest.mark.parametrize("code", sorted(JUDGES))
def test_every_judge_has_words_for_its_goal_and_says_missing_without_data(code):
    assert goal_words(goal(code, 90, grade="C"))
    assert judge(goal(code, 90, grade="C"), facts()).outcome == G


def test_an_unknown_judge_is_an_error():
    with pytest.raises(KeyError):
        judge(goal("ALMOST"), facts(1))


@pytest.mark.parametrize(
    ("asked", "own", "years"),
    [
        (goal("GE", 1), True, [2025]),
        (goal("TREND_UP", years=3), True, [2023, 2024, 2025]),
        (goal("GE_OR_TREND_UP", 1, years=1), True, [2023, 2024, 2025]),
        (goal("LE_OWN_MEAN5"), True, [2021, 2022, 2023, 2024, 2025]),
        (goal("LE_OWN_MEAN5"), False, [2020, 2021, 2022, 2023, 2024, 2025]),
    ],
)
def test_the_years_that_a_judge_needs(asked, own, years):
    assert years_needed(asked, 2025, Rules(mean_includes_own=own)) == years
