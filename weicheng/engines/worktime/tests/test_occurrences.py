"""Standing work: every interval and count of the offices' list falls due on the days it should, in pieces as at once."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weicheng.engines.worktime.headcounts import Band, people_for, problems, read_bands
from weicheng.engines.worktime.occurrences import Holiday, Standing, dues, rule_parts
from weicheng.engines.worktime.rhythm import Quota, Rule, Unspecified, WorkingDay
from weicheng.engines.worktime.standing import read_demand, say_demand
from weicheng.engines.worktime.workdays import WorkCalendar

CALENDAR = WorkCalendar()
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def march(*days):
    return [date(2026, 3, day) for day in days]


def ends(*months):
    return [date(2026, month + 1, 1) - timedelta(days=1) if month < 12 else date(2026, 12, 31) for month in months]


def every(weekday, month=3):
    days = [date(2026, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.weekday() == weekday and day.month == month]


ALL_MARCH = march(*range(1, 32))
ALL_MONTHS = ends(*range(1, 13))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))

# What a rule of the list asks in our words, the rhythm as an office would write it, where we look, and on which days it is due
# with how many times each. Phases of a campaign (one stretch, nothing that comes round) are not rhythms and stand at the end.
LIST_D = [
    ("rooms are swept three times a day or more", "每天不少于3次", MARCH, ALL_MARCH, 3),
    ("indoors and toilets cleaned once a day", "每天一次", MARCH, ALL_MARCH, 1),
    ("guards on the contracted road each day", "每天", MARCH, ALL_MARCH, 1),
    ("households clean each day", "每日", MARCH, ALL_MARCH, 1),
    ("refuse of a day leaves that day", "日产日清", MARCH, ALL_MARCH, 1),
    ("upkeep all day long by sweepers", "全天候", MARCH, ALL_MARCH, 1),
    ("one unannounced check a week", "每周1次", MARCH, every(6), 1),
    ("one duty person each week", "每周", MARCH, every(6), 1),
    ("the week's big clean of the road", "每周", MARCH, every(6), 1),
    ("clean, check and rate at the weekend", "每周末", MARCH, every(6), 1),
    ("this week's work is sent in at the weekend", "每个周末", MARCH, every(6), 1),
    ("the campaign meets on Fridays", "每周五", MARCH, every(4), 1),
    ("five offices keep the greenery on Friday afternoons", "每周五下午", MARCH, every(4), 1),
    ("the others sweep on the month's last Friday afternoon", "每月最后一个星期五下午", MARCH, march(27), 1),
    ("offices and households rated twice a month", "每半月一次", MARCH, march(15, 31), 1),
    ("hillside refuse every two weeks", "每两周一次", MARCH, march(8, 22), 1),
    ("toilets emptied once a month or more", "每月不少于1次", YEAR, ALL_MONTHS, 1),
    ("tap water analysed each month", "每月", YEAR, ALL_MONTHS, 1),
    ("special assessment each month", "每月一次", YEAR, ALL_MONTHS, 1),
    ("cleaning quality checked at the month's end", "每月末", YEAR, ALL_MONTHS, 1),
    ("month grade worked out at the month's end", "每月最后一天", YEAR, ALL_MONTHS, 1),
    ("the year's work split to months", "每月", YEAR, ALL_MONTHS, 1),
    ("the year's work split to weeks", "每周", MARCH, every(6), 1),
    ("board, lecture and test each two months", "每两个月一次", YEAR, ends(2, 4, 6, 8, 10, 12), 1),
    ("the column is renewed six times a year", "每年不少于6次", YEAR, ends(12), 6),
    ("general assessment each quarter", "每季度一次", YEAR, ends(3, 6, 9, 12), 1),
    ("hospital roads checked each quarter", "每季度", YEAR, ends(3, 6, 9, 12), 1),
    ("source water and flood channels each half-year", "每半年一次", YEAR, ends(6, 12), 1),
    ("two food-safety drives a year or more", "每年不少于2次", YEAR, ends(12), 2),
    ("three pest drives a year or more", "每年至少3次", YEAR, ends(12), 3),
    ("two or three drives in the campaign", "活动期间2至3次", YEAR, ends(12), 2),
]  # fmt: skip


def due_days(words, span, start=YEAR[0], end=YEAR[1], holiday=Holiday.KEEP, calendar=CALENDAR):
    demand = read_demand(words)
    return [due.day for due in dues(Standing(demand.rhythm, start, end, holiday), *span, calendar)]


@pytest.mark.parametrize(("asked", "words", "span", "days", "times"), LIST_D, ids=[row[0] for row in LIST_D])
def test_a_rule_of_the_list_falls_due(asked, words, span, days, times):
    assert read_demand(words).is_settled
    assert due_days(words, span) == days
    assert read_demand(words).needed == times


@pytest.mark.parametrize("words", ["定期清掏", "每年春季", "随脏随打扫", "定时收集", "巡查", "每学期一次"])
def test_a_rule_without_an_interval_stays_words_and_falls_due_never(words):
    demand = read_demand(words)
    assert isinstance(demand.rhythm, Unspecified) and say_demand(demand) == words
    assert due_days(words, YEAR) == []


@pytest.mark.parametrize(
    "words", [row[1] for row in LIST_D] + ["每旬1次", "每周五两次", "每月第2个工作日", "每月不超过2次"]
)
def test_what_is_said_back_is_read_as_the_same(words):
    demand = read_demand(words)
    assert read_demand(say_demand(demand)) == demand


def test_a_range_keeps_both_ends_and_a_limit_asks_for_nothing():
    assert (read_demand("集中开展2—3次").needed, read_demand("集中开展2—3次").most) == (2, 3)
    assert (read_demand("每月不超过2次").needed, read_demand("每月不超过2次").most) == (0, 2)
    assert read_demand("每周五两次").needed == 2
    assert read_demand("每周五下午").part == "pm"


def test_a_period_runs_from_its_first_day_and_a_day_is_that_day_alone():
    half = dues(Standing(Quota(1, "half_month"), *YEAR), *MARCH, CALENDAR)
    assert [(due.first.day, due.day.day) for due in half] == [(1, 15), (16, 31)]
    friday = dues(Standing(Rule("FREQ=WEEKLY;BYDAY=FR"), *YEAR), *MARCH, CALENDAR)
    assert all(due.first == due.day for due in friday)
    by_day = dues(Standing(Rule("FREQ=MONTHLY;BYMONTHDAY=5,20"), *YEAR), *MARCH, CALENDAR)
    assert [(due.first.day, due.day.day) for due in by_day] == [(1, 5), (6, 20)]
    weekend = dues(Standing(Quota(1, "weekend"), *YEAR), *MARCH, CALENDAR)
    assert [(due.first.weekday(), due.day.weekday()) for due in weekend] == [(5, 6)] * 5


def test_the_first_period_begins_with_the_duty_and_one_cut_short_by_its_end_is_not_asked():
    quarter = Standing(Quota(2, "quarter"), date(2026, 2, 10), date(2026, 8, 15))
    assert [(due.first, due.day) for due in dues(quarter, *YEAR, CALENDAR)] == [
        (date(2026, 2, 10), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
    ]


@pytest.mark.parametrize(
    ("holiday", "days"),
    [
        (Holiday.KEEP, [date(2026, 9, 25), date(2026, 10, 2), date(2026, 10, 9)]),
        (Holiday.BEFORE, [date(2026, 9, 24), date(2026, 9, 30), date(2026, 10, 9)]),
        (Holiday.AFTER, [date(2026, 9, 28), date(2026, 10, 8), date(2026, 10, 9)]),
        (Holiday.SKIP, [date(2026, 10, 9)]),
    ],
)
def test_a_friday_in_the_holidays_follows_the_holiday_rule(holiday, days):
    """In 2026 the Mid-Autumn day is Friday 25 September and the National Day holidays run from 1 to 7 October."""
    found = dues(Standing(Rule("FREQ=WEEKLY;BYDAY=FR"), *YEAR, holiday), date(2026, 9, 25), date(2026, 10, 9), CALENDAR)
    assert [due.day for due in found] == days
    moved = [due for due in found if due.is_moved]
    assert all(due.original.weekday() == 4 and due.first == min(due.day, due.original) for due in moved)


def test_two_days_of_one_holiday_are_not_moved_onto_each_other():
    days = dues(Standing(Rule("FREQ=DAILY"), *YEAR, Holiday.BEFORE), date(2026, 9, 29), date(2026, 10, 9), CALENDAR)
    assert [due.day for due in days] == [date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 9)]


def test_a_rhythm_that_names_the_weekend_is_not_moved_off_it():
    assert due_days("每周六", MARCH, holiday=Holiday.BEFORE) == every(5)
    assert due_days("每周末", MARCH, holiday=Holiday.AFTER) == every(6)
    assert due_days("每月", (date(2026, 1, 1), date(2026, 2, 28)), holiday=Holiday.SKIP) == ends(1, 2)


def test_a_year_whose_days_off_are_not_announced_is_marked_only_where_the_calendar_is_asked():
    span = date(2031, 1, 1), date(2031, 12, 31)
    rule = Rule("FREQ=MONTHLY;BYDAY=-1FR")
    assert not any(due.is_estimated for due in dues(Standing(rule, *span), *span, CALENDAR))
    assert all(due.is_estimated for due in dues(Standing(rule, *span, Holiday.BEFORE), *span, CALENDAR))
    confirmed = WorkCalendar(confirmed=[2031])
    assert not any(due.is_estimated for due in dues(Standing(WorkingDay(1, "month"), *span), *span, confirmed))


@pytest.mark.parametrize(
    "rule", ["", "FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=MONTHLY;BYDAY=6FR", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
             "FREQ=DAILY;COUNT=3", "乱写", "FREQ=WEEKLY;BYMONTHDAY=x"],
)  # fmt: skip
def test_a_rule_that_no_calendar_can_carry_out_is_refused_in_words(rule):
    with pytest.raises(ValueError, match=r"日历规则|间隔|日子"):
        rule_parts(rule)


RHYTHMS = st.one_of(
    st.sampled_from([Rule(read_demand(words).rhythm.rrule) for words in (
        "每周五", "每天", "每两周", "每两个月", "每季度", "每年", "每三天", "每月最后一个星期五", "每月5日、20日", "每年4月")]),
    st.builds(Quota, st.integers(1, 5), st.sampled_from(
        ["day", "weekend", "week", "ten_days", "half_month", "month", "quarter", "half", "year", "campaign"])),
    st.builds(WorkingDay, st.sampled_from([-1, 1, 2, 7]), st.sampled_from(["week", "month", "quarter"])),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    RHYTHMS,
    st.sampled_from(list(Holiday)),
    st.dates(date(2024, 12, 1), date(2026, 1, 31)),
    st.integers(1, 500),
    st.lists(st.integers(0, 500), max_size=4),
)
def test_asked_in_any_pieces_the_same_falls_due_as_at_once(rhythm, holiday, start, length, cuts):
    end = start + timedelta(days=length)
    standing = Standing(rhythm, start, end, holiday)
    whole = dues(standing, start, end, CALENDAR)
    edges = sorted({start, *(start + timedelta(days=min(cut, length)) for cut in cuts), end + timedelta(days=1)})
    pieces = [
        due
        for first, following in pairwise(edges)
        for due in dues(standing, first, following - timedelta(days=1), CALENDAR)
    ]
    assert pieces == whole
    assert len({due.original for due in whole}) == len(whole)
    assert all(start <= due.day <= end and due.first <= due.day for due in whole)


RULE_OF_THE_ROAD = "5人以下组织1人；5-10人，组织3人；15以上，组织4人"


def test_the_head_count_rule_is_read_and_its_gap_and_overlap_are_named():
    bands = read_bands(RULE_OF_THE_ROAD)
    assert bands == [Band(None, 5, 1), Band(5, 10, 3), Band(15, None, 4)]
    assert [(p.kind, p.low, p.high) for p in problems(bands)] == [("overlap", 5, 5), ("gap", 11, 14)]
    assert [str(p) for p in problems(bands)] == [
        "5人的单位落在两档里：派1人还是3人？",
        "11至14人的单位派几人，文件没有写。",
    ]
    assert [people_for(bands, n) for n in (1, 4, 5, 6, 10, 11, 14, 15, 80)] == [1, 1, None, 3, 3, None, None, 4, 4]
    assert people_for(bands, None) is None


def test_settled_bands_have_no_problem_and_one_answer_for_every_head_count():
    settled = [Band(None, 4, 1), Band(5, 14, 3), Band(15, None, 4)]
    assert problems(settled) == []
    assert [people_for(settled, n) for n in (4, 5, 11, 14, 15)] == [1, 3, 3, 3, 4]


def test_an_open_end_without_a_band_is_a_gap_without_an_end():
    assert [(p.low, p.high) for p in problems([Band(3, 9, 1)])] == [(1, 2), (10, None)]
    assert str(problems([Band(None, 9, 1)])[0]) == "10人以上的单位派几人，文件没有写。"
