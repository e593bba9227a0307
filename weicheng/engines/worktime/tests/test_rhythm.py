"""Rhythms: what a reading asks for, when it falls due, and how it is said."""

from datetime import date

import pytest

from weicheng.engines.worktime.describe import describe_rule
from weicheng.engines.worktime.rhythm import Quota, Rule, Unspecified, WorkingDay, occurrences, rhythm_of
from weicheng.engines.worktime.when import answer, read_when
from weicheng.engines.worktime.workdays import WorkCalendar

RULES = {
    "FREQ=DAILY": "每天",
    "FREQ=DAILY;INTERVAL=2": "每两天",
    "FREQ=DAILY;INTERVAL=10": "每10天",
    "FREQ=WEEKLY": "每周",
    "FREQ=WEEKLY;BYDAY=FR": "每周五",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR": "每周一、三、五",
    "FREQ=WEEKLY;BYDAY=SA,SU": "每周六、日",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR": "每周一至周五",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR": "每两周的周五",
    "FREQ=WEEKLY;BYMONTH=4,5,6,7,8,9,10": "每年4月至10月每周",
    "FREQ=MONTHLY": "每月",
    "FREQ=MONTHLY;INTERVAL=2": "每两个月",
    "FREQ=MONTHLY;INTERVAL=3": "每季度",
    "FREQ=MONTHLY;INTERVAL=6": "每半年",
    "FREQ=MONTHLY;BYMONTHDAY=-1": "每月最后一天",
    "FREQ=MONTHLY;BYMONTHDAY=5,20": "每月5日、20日",
    "FREQ=MONTHLY;BYDAY=-1FR": "每月最后一个星期五",
    "FREQ=MONTHLY;BYDAY=2FR,4FR": "每月第二、第四个星期五",
    "FREQ=YEARLY": "每年",
    "FREQ=YEARLY;INTERVAL=3": "每3年",
    "FREQ=YEARLY;BYMONTH=4": "每年4月",
    "FREQ=YEARLY;BYMONTH=1,7": "每年1月、7月",
    "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31": "每年5月31日",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1": "每年12月最后一天",
    "FREQ=YEARLY;BYMONTH=9;BYDAY=3SA": "每年9月第三个星期六",
    "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20": "每季度末月20日",
    "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1": "每季度末",
    "FREQ=YEARLY;BYMONTH=1,4,7,10": "每季度首月",
    "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1": "每半年末",
    "FREQ=HOURLY;INTERVAL=2": "每两小时",
    "FREQ=MINUTELY;INTERVAL=30": "每30分钟",
}


@pytest.mark.parametrize(("rule", "words"), RULES.items())
def test_a_rule_is_said_in_words_and_the_words_give_it_back(rule, words):
    assert describe_rule(rule) == words
    assert answer(words, None)["recurrence"] == rule


def test_the_last_day_is_said_in_words_beside_other_days_too():
    assert describe_rule("FREQ=MONTHLY;BYMONTHDAY=15,-1") == "每月15日和最后一天"


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("每周五组织大扫除", Rule("FREQ=WEEKLY;BYDAY=FR")),
        ("每年至少开展两次培训", Quota(2, "year", ">=")),
        ("每月第一个工作日召开例会", WorkingDay(1, "month")),
        ("每季度最后一个工作日报送", WorkingDay(-1, "quarter")),
        ("每半月编发一期简报", Unspecified("每半月编发一期")),
        ("定期清掏", Unspecified("定期")),
        ("6月底前完成", None),
    ],
)
def test_a_reading_holds_a_rhythm(text, rhythm):
    assert rhythm_of(read_when(text, date(2026, 1, 1))[0]) == rhythm


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rule("FREQ=MONTHLY"), ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        (Rule("FREQ=MONTHLY;BYMONTHDAY=25"), ["2026-01-25", "2026-02-25", "2026-03-25", "2026-04-25"]),
        (Rule("FREQ=MONTHLY;INTERVAL=3"), ["2026-03-31"]),
        (Rule("FREQ=MONTHLY;BYDAY=-1FR"), ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24"]),
        (Rule("FREQ=YEARLY;BYMONTH=4"), ["2026-04-30"]),
        (Rule("FREQ=YEARLY"), []),
        (Quota(2, "quarter"), ["2026-03-31"]),
        (Quota(3, "campaign"), ["2026-04-30"]),
        (WorkingDay(1, "month"), ["2026-02-02", "2026-03-02", "2026-04-01"]),
        (WorkingDay(-1, "quarter"), ["2026-03-31"]),
        (Unspecified("定期"), []),
    ],
)
def test_a_rhythm_falls_due(rhythm, days):
    found = occurrences(rhythm, date(2026, 1, 15), date(2026, 4, 30), WorkCalendar())
    assert [day.isoformat() for day in found] == days


def test_every_week_and_every_second_week_fall_due_on_their_sundays():
    start, end = date(2026, 1, 1), date(2026, 1, 31)
    assert [d.day for d in occurrences(Rule("FREQ=WEEKLY"), start, end)] == [4, 11, 18, 25]
    assert [d.day for d in occurrences(Rule("FREQ=WEEKLY;INTERVAL=2"), start, end)] == [4, 18]
    assert len(occurrences(Rule("FREQ=DAILY"), start, end)) == 31
    assert len(occurrences(Rule("FREQ=HOURLY;INTERVAL=2"), start, end)) == 31
