"""Quantities against an own bank of phrases, and properties that hold for any text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weicheng.engines.reader.amounts import answer, read_amounts
from weicheng.engines.worktime.numerals import number

BANK = [
    json.loads(line) for line in (Path(__file__).parent / "amounts_bank.jsonl").read_text(encoding="utf-8").splitlines()
]
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


def facts(row: dict) -> set[tuple]:
    return {(round(float(q["value"]), 2), q["unit"], q["comparator"]) for q in row["quantities"]}


def test_the_bank_is_read_right():
    missed = [
        (row["text"], facts(row), facts(answer(row["text"])))
        for row in BANK
        if facts(row) != facts(answer(row["text"]))
    ]
    assert len(BANK) >= 200
    assert len(missed) <= 0.02 * len(BANK), missed


def test_what_only_looks_like_an_amount_gives_none():
    empty = [row["text"] for row in BANK if not row["quantities"]]
    alarms = [text for text in empty if answer(text)["quantities"]]
    assert len(empty) >= 60
    assert len(alarms) <= 0.02 * len(empty), alarms


def test_full_width_figures_give_the_same_values():
    for row in BANK:
        wide = {(value, comparator) for value, _, comparator in facts(answer(row["text"].translate(FULL_WIDTH)))}
        assert wide == {(value, comparator) for value, _, comparator in facts(answer(row["text"]))}, row["text"]


def test_dates_and_lapses_are_no_amounts():
    for text in (
        "2026年6月30日前完成",
        "10个工作日内反馈",
        "收到通知后3日内整改",
        "一个月内完成",
        "24小时值班",
        "每两个月一次",
    ):
        assert read_amounts(text) == [], text


@given(
    st.text(
        alphabet="0123456789.一二三十百千万亿两余多近达超过不少于以上下内%％‰个座处元米/每第至—-、，。 \n（）成分之",
        max_size=50,
    )
)
def test_any_text_is_read_without_an_error_and_offsets_fit(text):
    for one in read_amounts(text):
        assert text[one.start : one.end] == one.text


@given(st.integers(2, 99999))
def test_a_number_of_things_is_read_back(value):
    assert facts(answer(f"新建公厕{value}座")) == {(value, "座", "=")}
    assert facts(answer(f"新建公厕{value:,}座")) == {(value, "座", "=")}
    assert facts(answer(f"不少于{value}座")) == {(value, "座", ">=")}
    assert facts(answer(f"{value}座以下")) == {(value, "座", "<=")}


def test_numerals_of_every_kind():
    kinds = {
        "一百二十": 120,
        "两千三百": 2300,
        "1.5万": 15000,
        "三点五": 3.5,
        "廿三": 23,
        "1,200": 1200,
        "一亿二千万": 1.2e8,
    }
    assert {text: number(text) for text in kinds} == kinds


def test_a_date_is_no_part_of_what_is_counted():
    assert read_amounts("12月底前在主要路段和公共场所设置公益广告260处")[0].object == "在主要路段和公共场所设置公益广告"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每十天检查一次鼠情", set()),
        ("每月召开座谈会1次", set()),
        ("发现一处、清理一处", set()),
        ("连续两次排名末位的", set()),
        ("近三年的档案资料", set()),
        ("2027年1月1日至2027年3月31日", set()),
        ("权重由5分提高到10分", {(10, "分", "=")}),
        ("规范管理率分别不低于65%、60%", {(65, "%", ">="), (60, "%", ">=")}),
        ("转运联单保存三年", {(3, "年", "=")}),
        ("年底前38个无物业小区全部解决", {(38, "个", "=")}),
        ("撰写不少于2000字的心得", {(2000, "字", ">=")}),
        ("开展三轮集中消杀", {(3, "轮", "=")}),
    ],
)
def test_turns_of_phrase_in_plans(text: str, wanted: set) -> None:
    assert facts(answer(text)) == wanted


def test_minutes_of_a_time_of_day_are_no_score() -> None:
    assert read_amounts("每天18时30分报送雨情") == []
    assert [(a.value, a.unit) for a in read_amounts("考核得分90分以上")] == [(90.0, "分")]


def test_boats_ponds_and_sets_count() -> None:
    found = [(a.value, a.unit) for a in read_amounts("配备冲锋舟三艘，整治坑塘27口、沟渠14条，租赁挖掘机6台套")]
    assert found == [(3.0, "艘"), (27.0, "口"), (14.0, "条"), (6.0, "台套")]
    assert read_amounts("全县总人口27口径不一") == []
