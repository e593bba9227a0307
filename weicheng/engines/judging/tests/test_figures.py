"""Typed figures, limits by grade, the impossible and the improbable."""

from datetime import date
from decimal import Decimal as D

import pytest

from weicheng.engines.judging.limits import GradeLimits, graded
from weicheng.engines.judging.plausibility import Claim, impossible, improbable
from weicheng.engines.judging.typed import BadFigure, read_figure

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("９５．６％", "%", "95.6"), ("95.6", "%", "95.6"), ("95.60 %", "%", "95.60"), ("3.2万", "人", "32000"),
        ("3.2 万人", "人", "32000"), ("1,234 人", "人", "1234"), ("１，２３４", "", "1234"), ("百分之九十五点六", "%", "95.6"),
        ("三万二千人", "人", "32000"), ("十二", "", "12"), ("18/10万", "1/10万", "18"), ("2.2㎡", "㎡", "2.2"),
        ("12µg/m³", "µg/m³", "12"), ("78.3岁", "岁", "78.3"), ("-3", "", "-3"), ("0", "%", "0"), (".5", "", "0.5"),
    ],
)  # fmt: skip
def test_a_figure_is_read_as_people_type_it(text, unit, value):
    assert read_figure(text, unit) == D(value)


@pytest.mark.parametrize("text", ["", "  ", "无", "—", "未统计"])
def test_nothing_typed_is_no_figure(text):
    assert read_figure(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "约95",
        "95%以上",
        "1.2.3",
        "1,23",
        "1e5",
        "NaN",
        "九成多",
        "abc",
        "9" * 40,
        "约1200座",
        "近三万人",
        "超过95%",
        "不少于3座",
        "3万5",
        "95.6%%",
        "1/3",
    ],
)
def test_what_is_no_figure_is_refused_in_words(text):
    with pytest.raises(BadFigure, match="“"):
        read_figure(text)


def test_a_rate_in_another_unit_is_refused():
    with pytest.raises(BadFigure, match="请换算成“‰”再填"):
        read_figure("5.2%", "‰")


def test_the_decimals_that_were_typed_are_kept():
    assert str(read_figure("95.60%", "%")) == "95.60"


LIMITS = GradeLimits(
    "GB/T 27770-2011", "防鼠设施合格率", "GE", "%", {"A": D(97), "B": D(95), "C": D(93)}, frozenset("C")
)


@pytest.mark.parametrize(
    ("value", "grade", "reached"),
    [("97", "A", True), ("96.9", "B", True), ("95", "B", True), ("93", "C", True), ("92.99", "D", False), ("0", "D", False)],
)  # fmt: skip
def test_the_grade_is_the_best_whose_bound_is_kept(value, grade, reached):
    found = graded(LIMITS, D(value))
    assert (found.grade, found.reached) == (grade, reached) and "C级≥93%" in found.sentence


def test_a_bound_that_is_not_sure_is_marked_and_one_that_is_unknown_decides_nothing():
    flies = GradeLimits("GB/T 27772", "侵害率", "LE", "%", {"A": None, "B": D(6), "C": D(9)})
    assert "限值待核" in graded(flies, D(7)).sentence and graded(flies, D(7)).grade == "C"
    unknown = graded(GradeLimits("GB/T 27773", "蟑迹", "LE", "%", {"C": None}), D(1))
    assert (unknown.grade, unknown.reached, unknown.is_verified) == ("", None, False) and "待核" in unknown.sentence


def claim(year=2025, **values):
    starts, ends = values.pop("starts", date(year, 1, 1)), values.pop("ends", date(year, 12, 31))
    unit, factor = values.pop("unit", "%"), values.pop("factor", 100)
    numbers = {name: D(str(value)) for name, value in values.items()}
    return Claim(starts, ends, unit, D(factor), **numbers)


@pytest.mark.parametrize(
    ("made", "field", "words"),
    [
        (claim(value="100.1"), "value", "100.1%超过了100%，不可能"),
        (claim(value=1001, unit="‰"), "value", "超过了1000‰"),
        (claim(value=367, unit="天"), "value", "全年365天"),
        (claim(value=25, unit="h"), "value", "一天24小时"),
        (claim(value=-1, unit="个"), "value", "数值不能是负数"),
        (claim(numerator=-1, denominator=5), "numerator", "分子不能是负数"),
        (claim(numerator=6, denominator=5), "numerator", "分子6比分母5还大"),
        (claim(numerator=6, denominator=0), "denominator", "分母是0"),
        (claim(numerator=6), "denominator", "还要填分母"),
        (claim(denominator=6), "numerator", "还要填分子"),
        (claim(2027, value=1), "year", "2027年还没有到"),
        (claim(2026, value=1, starts=date(2026, 4, 1)), "year", "这个时段还没有到"),
        (claim(1926, value=1), "year", "1926年太早"),
        (claim(value=90, yardstick=101), "yardstick", "对照值101%超过了100%"),
        (claim(value="95.6", numerator=95, denominator=100), "value", "算出来是95%，和填的95.6%对不上"),
    ],
)
def test_the_impossible_is_refused_with_the_reason(made, field, words):
    assert any(where == field and words in said for where, said in impossible(made, TODAY))


@pytest.mark.parametrize(
    "made",
    [
        claim(value=100), claim(value=0), claim(value=366, unit="天", year=2024), claim(numerator=5, denominator=5, value=100),
        claim(numerator=0, denominator=5, value=0), claim(numerator=900, denominator=60, value=15, unit="㎡", factor=1),
        claim(2026, value=50),
    ],
)  # fmt: skip
def test_the_border_is_possible(made):
    assert impossible(made, TODAY) == []


@pytest.mark.parametrize(
    ("made", "last", "words"),
    [
        (claim(value=95), claim(2024, value="9.5"), "是2024年9.5的10倍"),
        (claim(value="9.5"), claim(2024, value=95), "只有2024年95的十分之一"),
        (claim(value=9), claim(2024, value=95), "不到2024年95的十分之一"),
        (claim(value=0), claim(2024, value=95), "数值是0，2024年是95"),
        (claim(value=95, numerator=950000, denominator=1000000), claim(2024, value=95, numerator=95, denominator=100),
         "差约1万倍，是不是单位不一样"),
        (claim(2026, value=50), None, "2026年12月31日才到期末"),
    ],
)  # fmt: skip
def test_the_improbable_is_asked_about(made, last, words):
    assert any(words in said for said in improbable(made, last, TODAY))


@pytest.mark.parametrize(
    ("made", "last"),
    [
        (claim(value=95), None),
        (claim(value=95), claim(2024, value=94)),
        (claim(value=5), claim(2024, value=0)),
        (claim(value="66.7", numerator=2, denominator=3), None),
        (claim(value="66.67", numerator=2, denominator=3), None),
        (claim(value="67", numerator=2, denominator=3), None),
        (claim(value="9.51"), claim(2024, value=95)),
        (claim(numerator=2, denominator=3), None),
    ],
)
def test_what_is_likely_is_not_asked_about(made, last):
    assert improbable(made, last, TODAY) == [] and impossible(made, TODAY) == []


def test_the_value_is_reckoned_from_numerator_and_denominator():
    assert claim(numerator=1, denominator=4).reckoned == 25 and claim(numerator=1).reckoned is None


def test_there_is_no_half_of_a_whole_thing_but_of_a_ratio():
    day = {"starts": date(2025, 1, 1), "ends": date(2025, 12, 31), "unit": "个", "value": D("400.5")}
    assert impossible(Claim(**day), TODAY) == [("value", "400.5个不是整数，个只能是整的。")]
    assert impossible(Claim(**day, factor=D(1000)), TODAY) == []  # so many per thousand people
