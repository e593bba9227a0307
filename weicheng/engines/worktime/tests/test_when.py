"""The reader of dates and rhythms against an own bank of phrases, and properties that hold for any text."""

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from weicheng.engines.worktime import when
from weicheng.engines.worktime.festivals import FESTIVAL_FIRST
from weicheng.engines.worktime.gate import every_start
from weicheng.engines.worktime.lexicon import FESTIVALS
from weicheng.engines.worktime.view import view
from weicheng.engines.worktime.when import answer, read_when

HERE = Path(__file__).parent
BANK = [json.loads(line) for line in (HERE / "when_bank.jsonl").read_text(encoding="utf-8").splitlines()]
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
FIELDS = ("recurrence", "workdays", "days", "hours")


def rule_parts(rule: str | None) -> set[tuple[str, ...]]:
    return {
        (name, *sorted(value.split(",")))
        for name, _, value in (p.partition("=") for p in (rule or "").split(";"))
        if name
    }


def facts(row: dict) -> tuple:
    deadline = row.get("deadline")
    count = row.get("count") or {}
    return (
        tuple(deadline.items()) if isinstance(deadline, dict) else deadline,
        rule_parts(row.get("recurrence")) and frozenset(rule_parts(row["recurrence"])),
        tuple(count.get(name) for name in ("value", "comparator", "per")) if count else None,
        *(row.get(name) for name in FIELDS[1:]),
    )


def read(row: dict) -> dict:
    return answer(row["text"], date.fromisoformat(row["base"]))


def test_the_bank_is_read_right_and_holds_enough_phrases_of_every_kind():
    missed = [
        (row["text"], facts(row), facts(read(row)))
        for row in BANK
        if facts(row) != facts(read(row)) and not (row.get("lunar") and not read(row)["deadline"])
    ]
    assert len(BANK) >= 550
    assert len(missed) <= 0.02 * len(BANK), missed


def test_phrases_without_a_time_give_no_alarm():
    empty = [row for row in BANK if not any(facts(row))]
    alarms = [row["text"] for row in empty if any(facts(read(row)))]
    assert len(empty) > 100
    assert len(alarms) <= 0.02 * len(empty), alarms


def test_full_width_figures_and_marks_read_the_same():
    for row in BANK:
        wide = {**row, "text": row["text"].translate(FULL_WIDTH)}
        assert facts(read(wide)) == facts(read(row)), row["text"]


def test_line_breaks_and_blanks_inside_an_expression_read_the_same():
    for row in BANK[:120]:
        text = "".join(c + ("\n" if n % 7 == 3 and not c.isdigit() else "") for n, c in enumerate(row["text"]))
        if not any(c.isspace() for c in row["text"]):
            assert facts(read({**row, "text": text})) == facts(read(row)), row["text"]


@pytest.mark.parametrize("name", FESTIVALS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_festival_begins_as_the_gate_asks(name, data):
    found = re.search(name, data.draw(st.from_regex(name)))
    assert found
    assert found.group()[0] in FESTIVAL_FIRST


def test_the_gate_lets_every_expression_of_the_bank_in():
    for row in BANK:
        seen, base = view(row["text"]).text, date.fromisoformat(row["base"])
        assert when._scan(seen, base) == when._scan(seen, base, every_start), row["text"]


def test_offsets_give_the_words_in_running_text():
    text = "\n".join(row["text"] for row in BANK)
    found = read_when(text, date(2020, 1, 1))
    assert len(found) > 450
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(
    st.text(
        alphabet="0123456789一二三五十年月日号每周前底至、,.-“”《》(): \n　（）２０至完成开展不少于次个工作小时内起",
        max_size=60,
    )
)
def test_any_text_is_read_without_an_error_and_offsets_fit(text):
    for base in (None, date(2024, 2, 29)):
        for one in read_when(text, base):
            assert text[one.start : one.end] == one.text


WORDS = """
每 按 逐 分 隔 逢 自 从 至 到 - — 、 和 前 之前 底 末 初 上旬 中旬 内 起 止 期间 半 双 单 第 最后一个 首 个
工作日 小时 分钟 天 日 周 星期 月 季度 年 旬 学期 一 二 两 三 五 十 廿 〇 1 2 6 12 31 45 100 2024 2026 二〇二六
今年 明年 次年 去年 本月 下月 次月 本周 下周 今天 明日 上半年 下半年 全年 年内 即日 国庆 “五一” 春节 中秋 清明
世界无烟日 黄金周 “十四五” 十二五 末月 首月 次 场 期 至少 不少于 不超过 以上 以下 完成 开展 召开 印发 考核 调度
日产日清 双休日 周末 节假日 春季 汛期 验收 发文之日 收到通知 后 已 了 的 为 ， 。 （ ） : 《 》
"""
PIECES = [*WORDS.split(), "\n", " "]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from([None, date(2024, 2, 29), date(2099, 12, 31)]))
def test_any_chain_of_time_words_is_read_without_an_error(pieces, base):
    text = "".join(pieces)
    for one in read_when(text, base):
        assert text[one.start : one.end] == one.text


DIGITS = "〇一二三四五六七八九"


def in_characters(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (
        DIGITS[ones] if ones or not tens else ""
    )


def written(day: date) -> list[str]:
    year = "".join(DIGITS[int(c)] for c in str(day.year))
    return [
        f"{day.year}年{day.month}月{day.day}日前",
        f"{day.year}年{day.month:02}月{day.day:02}日之前",
        f"{day.year}-{day.month:02}-{day.day:02}前",
        f"{day.year}/{day.month}/{day.day}前",
        f"{day.year}.{day.month}.{day.day}前",
        f"{day.year} 年 {day.month} 月 {day.day} 日以前",
        f"{year}年{in_characters(day.month)}月{in_characters(day.day)}日前",
        f"{year.replace('〇', '○')}年{in_characters(day.month)}月{in_characters(day.day)}日前",
        f"{day.year}年{day.month}月\n{day.day}号前".translate(FULL_WIDTH),
    ]


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_a_date_written_in_many_ways_is_read_back(day):
    base = day - timedelta(days=40)
    for text in written(day):
        assert answer(f"各单位务必于{text}完成整改", base)["deadline"] == day.isoformat(), text


@given(st.dates(date(2001, 1, 1), date(2040, 12, 31)), st.integers(0, 364))
def test_a_date_without_a_year_is_the_next_such_day(base, ahead):
    day = base + timedelta(days=ahead)
    assume((day.month, day.day) != (2, 29))
    assert answer(f"于{day.month}月{day.day}日前上报", base)["deadline"] == day.isoformat()


@given(st.dates(date(2001, 1, 1), date(2040, 12, 31)), st.integers(0, 300))
def test_a_range_written_in_many_ways_is_read_back(start, length):
    end = start + timedelta(days=length)
    for joint in ("至", "到", "-", "—", "——", "～", "－"):
        text = f"整治阶段（{start.year}年{start.month}月{start.day}日{joint}{end.year}年{end.month}月{end.day}日）"
        assert answer(text, start)["deadline"] == {"start": start.isoformat(), "end": end.isoformat()}, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("各镇务必于6月30日前完成清运", "没有年份"),
        ("春季集中灭鼠", "不是确定的日期"),
        ("每半月编发一期简报", "没有唯一的日历规则"),
        ("每月第一个工作日调度", "工作日历"),
        ("尽快建立台账", "没有说到哪一天"),
        ("定期清洗水箱", "没有说多久一次"),
        ("收到通知后3日内整改", "那天是哪天不知道"),
        ("省级暗访前补齐标识", "是哪一天"),
    ],
)
def test_what_cannot_be_known_is_said_in_words(text, words):
    doubts = [one.doubt for one in read_when(text, None) if one.doubt]
    assert any(words in doubt for doubt in doubts), doubts


def test_without_a_base_rules_and_full_dates_are_still_read():
    assert answer("每周五开展大扫除", None)["recurrence"] == "FREQ=WEEKLY;BYDAY=FR"
    assert answer("2026年6月底前完成", None)["deadline"] == "2026-06-30"
    assert answer("6月底前完成", None)["deadline"] is None


def test_a_table_number_does_not_run_into_the_date_after_it():
    assert read_when("1\n6月30日前", date(2026, 1, 1))[0].deadline == "2026-06-30"
    assert read_when("附件1\n2026年8月底前完成", date(2026, 1, 1))[0].deadline == "2026-08-31"


def test_importing_the_reader_loads_nothing_heavy():
    import subprocess
    import sys

    code = (
        "import sys; import weicheng.engines.worktime.when, weicheng.engines.worktime.rhythm, weicheng.engines.worktime.workdays;"
        "print(sorted({'django', 'holidays', 'chinese_calendar', 'pandas'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_flood_of_fifty_years_is_no_rhythm() -> None:
    assert read_when("按照50年一遇防洪标准加固堤防", date(2026, 1, 1)) == []
    assert [found.recurrence for found in read_when("汛期各站逐日上报雨情", date(2026, 1, 1)) if found.recurrence] == [
        "FREQ=DAILY"
    ]
