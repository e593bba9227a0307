from datetime import date

import pytest

from weicheng.ground.campaigns.daylist import DayChange, read_days
from weicheng.ground.campaigns.errors import BadDays


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2027-02-06 上班 春节调休", [DayChange(date(2027, 2, 6), True, "春节调休")]),
        ("2027年2月6日（周六）上班", [DayChange(date(2027, 2, 6), True)]),
        ("2027.2.6,休,", [DayChange(date(2027, 2, 6), False)]),
        ("２０２７／２／６　补班　元宵", [DayChange(date(2027, 2, 6), True, "元宵")]),
        ("2027年2月5日至2月7日 放假 春节", [DayChange(date(2027, 2, day), False, "春节") for day in (5, 6, 7)]),
        (
            "2026年12月31日—2027年1月1日放假调休",
            [DayChange(date(2026, 12, 31), False), DayChange(date(2027, 1, 1), False)],
        ),
        ("# 说明", []),
        ("", []),
    ],
)
def test_days_are_read_as_offices_write_them(line, expected):
    assert read_days(line) == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("春节放七天", "写成"),
        ("2月6日 上班", "缺年份"),
        ("2027-02-30 上班", "没有2027年02月30日"),
        ("2027-02-06至2027-02-01 放假", "早于"),
        ("2027-02-06至2027-12-01 放假", "最多"),
        ("2027-02-06", "写成"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_reason(line, reason):
    with pytest.raises(BadDays) as refusal:
        read_days(f"2027-01-01 放假 元旦\n{line}")

    [(number, written, why)] = refusal.value.problems
    assert (number, written) == (2, line)
    assert reason in why
