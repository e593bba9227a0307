"""The deadline and the rhythm of a row, on sentences of our own."""

from datetime import date

import pytest

from weicheng.engines.reader.reading import read_text
from weicheng.engines.reader.times import base_of_section, opening_time, shared_time, times_of
from weicheng.engines.worktime.when import read_when

BASE = date(2026, 3, 2)
Due = str | dict[str, str | None] | None


def raw_of(text: str):
    return lambda start, end: text[start:end]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("今年组织全员体检", "2026-12-31"),
        ("今年全县新增卫生村15个", "2026-12-31"),
        ("全年空气优良天数比例达到85%", None),
        ("暂存时间不超过2天", None),
        ("验收不合格的限10天内整改", None),
        ("接到通知后2日内回复", None),
        ("3日内更换破损井盖", "2026-03-05"),
        ("巩固阶段（9月以后）", {"start": "2026-09-01", "end": None}),
        ("动员摸底（2026年5月）", {"start": "2026-05-01", "end": "2026-05-31"}),
        ("4.6月底前完成改造", "2026-06-30"),
    ],
)
def test_what_sets_a_deadline(text: str, due: Due) -> None:
    assert times_of(text, 0, len(text), BASE, raw_of(text)).deadline == due


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每月检查不少于2次", "FREQ=MONTHLY"),
        ("每年更换专栏6次以上", "FREQ=YEARLY"),
        ("全年举办讲座四场", None),
        ("资料按年度、按项目归档", None),
        ("每周一检查各车间", "FREQ=WEEKLY;BYDAY=MO"),
        ("取消周末休假", None),
    ],
)
def test_what_makes_a_rhythm(text: str, rule: str | None) -> None:
    assert times_of(text, 0, len(text), BASE, raw_of(text)).recurrence == rule


def test_with_only_the_year_known_no_lapse_is_due() -> None:
    text = "本周五前上报名单"
    assert times_of(text, 0, len(text), date(2026, 1, 1), raw_of(text)).deadline is None


def test_a_quarter_that_opens_the_sentence_lasts() -> None:
    text = "第一季度，制定计划"
    assert opening_time(text, 0, 5, BASE, raw_of(text)).deadline == {"start": "2026-01-01", "end": "2026-03-31"}


def test_a_clause_that_does_something_lends_its_date_to_nobody() -> None:
    text = "5月底前改造食堂，添置消毒柜"
    assert opening_time(text, 0, 8, BASE, raw_of(text)).deadline is None


def test_a_row_inside_a_clause_shares_its_date() -> None:
    text = "6月底前新建公厕2座、中转站1座"
    assert shared_time(text, text.index("中转站"), BASE, raw_of(text)).deadline == "2026-06-30"


@pytest.mark.parametrize(
    ("heading", "base"),
    [
        ("2027年工作打算", date(2027, 1, 1)),
        ("自查阶段（2027年2月—3月）", date(2027, 2, 1)),
        ("明年工作计划", date(2027, 1, 1)),
        ("2025年工作回顾", BASE),
        ("明年更美好", BASE),
    ],
)
def test_a_heading_of_a_later_year_moves_the_base(heading: str, base: date) -> None:
    assert base_of_section(["总结", heading, "细目"], BASE) == base


def test_without_a_base_the_text_keeps_its_before() -> None:
    assert [when.text for when in read_when("6月底前", None)] == ["6月底前"]


def test_one_act_of_a_series_has_the_rhythm_that_opens_its_sentence():
    text = "一、工作内容\n1.团委每季度出一期黑板报，组织学生进行一次卫生知识测试，今年办一次摄影展，张贴宣传画。\n"
    rhythms = {row.quote: row.recurrence for row in read_text(text, 2026).rows}
    assert rhythms["组织学生进行一次卫生知识测试"] == "FREQ=MONTHLY;INTERVAL=3"
    assert all(rule is None for quote, rule in rhythms.items() if "测试" not in quote and "黑板报" not in quote)
