"""What stands in the Word files, read back by the reader engine: fields, tables, numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from weicheng.engines.gongwen.tests.reading import grids, read
from weicheng.engines.gongwen.words import clean
from weicheng.ground.org.services.units import rename_unit
from weicheng.ground.org.tests.factories import UnitFactory
from weicheng.ground.papers.choices import PaperKind, Variant
from weicheng.work.letters.choices import step_of
from weicheng.work.letters.documents.phrases import day_words, listed, short_day
from weicheng.work.letters.tests.city import build_city, content_of, days
from weicheng.work.plans.tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


def test_a_letter_holds_number_both_sides_and_the_goal_of_the_unit():
    city = build_city()
    (paper,) = city.issue(city.bureau)
    text = read(content_of(paper)).text
    wanted = (
        "青禾区创建国家卫生区",
        "目标责任书",
        paper.number,
        "青禾区创建工作领导小组（甲方）",
        "青禾区城市管理局（乙方）",
        "乙方牵头1项任务",
        "有数量或指标要求的1项",
        f"时限为{day_words(city.toilets.due_on)}",
        "乙方主要负责人温某为第一责任人",
        "分管负责人卢某为直接责任人",
        "代表：区长 季某",
        "主要负责人：局长 温某",
    )
    assert [words for words in wanted if words not in text] == []


def test_the_annexes_hold_the_rows_of_the_unit_as_three_fixed_and_four_guaranteed():
    city = build_city()
    bureau, street = city.issue(city.bureau, city.street)
    led = grids(content_of(bureau))[-1]
    assert led[0] == ["序号", "编号", "包任务", "定责任", "定人员", "定进度", "包时间", "包质量", "包达标"]
    due = short_day(city.toilets.due_on)
    assert led[1][:3] == ["1", city.toilets.number, "新建公厕"]
    assert led[1][3].split() == ["牵头：本单位", "配合：北苑街道"]
    assert led[1][4:] == ["温某", "—", due, "≥46座", "达标率100%"]
    own, helped = grids(content_of(street))[-2:]
    assert own[1][1:3] == [city.sweeping.number, "清扫背街小巷"] and own[1][5] == "每日"
    assert helped[1][:4] == ["1", city.toilets.number, "新建公厕", "区城管局"]


def test_a_task_of_forty_units_does_not_fill_a_page_with_their_names():
    city = build_city()
    others = [UnitFactory(short_name=f"第{place}街道") for place in range(40)]
    TaskFactory(campaign=city.campaign, title="大扫除", lead=city.bureau, coops=others)
    (paper,) = city.issue(city.bureau)
    duty = grids(content_of(paper))[-1][2][3]
    assert "第0街道、第1街道、第2街道等40个单位" in duty and "第3街道" not in duty
    assert listed(["甲", "乙"]) == "甲、乙"


def test_the_letter_keeps_the_name_that_the_unit_bore_that_day():
    city = build_city()
    (paper,) = city.issue(city.bureau)
    rename_unit(by=city.office, unit=city.bureau, name="青禾区综合执法局", on=timezone.localdate())
    paper.refresh_from_db()
    assert paper.unit_name == "青禾区城市管理局"
    assert "青禾区城市管理局" in read(content_of(paper)).text
    city.bureau.refresh_from_db()
    assert city.issue(city.bureau) == []  # a new name alone is no new letter
    TaskFactory(campaign=city.campaign, lead=city.bureau)
    (newer,) = city.issue(city.bureau)
    assert newer.unit_name == "青禾区综合执法局" and newer.replaces_id == paper.pk


def test_a_notice_lists_what_is_late_and_due_with_a_receipt_to_tear_off():
    city = build_city()
    late = TaskFactory(campaign=city.campaign, title="拆除广告", lead=city.bureau, due_on=days(-20))
    due = TaskFactory(campaign=city.campaign, title="更换井盖", lead=city.bureau, due_on=days(1))
    TaskFactory(campaign=city.campaign, title="早办结的", lead=city.bureau, due_on=days(-3), done_on=days(-4))
    (paper,) = city.issue(city.bureau, kind=PaperKind.NOTICE)
    content = content_of(paper)
    text = read(content).text
    assert "已逾期1项、即将到期1项" in text and "回　执" in text
    tasks, receipt = grids(content)
    assert [row[1] for row in tasks[1:]] == [late.number, due.number]
    assert tasks[1][-1].startswith("逾期")
    assert receipt[0] == ["通知单", paper.number, "单位", "青禾区城市管理局"]
    assert [row[0] for row in receipt] == ["通知单", "签收人", "联系电话"]


@pytest.mark.parametrize(
    ("variant", "lag", "word"),
    [(Variant.BLUE, 1, "蓝色提醒"), (Variant.YELLOW, -3, "黄色督办"), (Variant.RED, -40, "红色督办")],
)
def test_a_reminder_has_the_colour_of_its_lateness_in_words_too(variant, lag, word):
    city = build_city()
    task = TaskFactory(campaign=city.campaign, title="拆除广告", lead=city.bureau, due_on=days(lag))
    (paper,) = city.issue(city.bureau, kind=PaperKind.REMINDER, variant=variant)
    content = content_of(paper)
    assert read(content).text.startswith(word)
    form, tasks, answer, _ = grids(content)
    assert form[0] == ["承办单位", "青禾区城市管理局", "督办等级", word]
    assert form[1][3] == day_words(paper.made_from["answer_by"])
    assert [row[1] for row in tasks[1:]] == [task.number]
    assert [row[0] for row in answer] == ["未办结原因", "措施"]
    for other in set(Variant) - {variant}:
        assert city.issue(city.bureau, kind=PaperKind.REMINDER, variant=other) == []


@pytest.mark.parametrize(
    ("left", "late", "variant"),
    [(3, False, Variant.BLUE), (0, True, Variant.YELLOW), (-5, True, Variant.YELLOW), (-6, True, Variant.RED)],
)
def test_the_colours_meet_without_gap(left, late, variant):
    assert step_of(left, late) == variant


HOSTILE = ("<script>alert(1)</script>", "&amp;]]>", "{{ 7*7 }}{% now %}", '"><img src=x>', "\u202e倒写", "𠮷䶮")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stand_in_the_papers_as_they_are(text):
    city = build_city(text)
    TaskFactory(campaign=city.campaign, title=f"拆除{text}", lead=city.bureau, due_on=days(-40))
    (letter,) = city.issue(city.bureau)
    (notice,) = city.issue(city.bureau, kind=PaperKind.NOTICE)
    (reminder,) = city.issue(city.bureau, kind=PaperKind.REMINDER, variant=Variant.RED)
    for paper in (letter, notice, reminder):
        assert clean(f"青禾区城市管理局{text}") in read(content_of(paper)).text
        assert clean(f"拆除{text}") in [cell for grid in grids(content_of(paper)) for row in grid for cell in row]


def test_the_same_rows_give_the_same_bytes():
    from weicheng.work.letters.services.issuing import Batch, letter_bytes

    city = build_city()
    made = [
        letter_bytes(Batch(city.campaign, PaperKind.LETTER, "", days(0), [city.bureau.pk]), city.bureau, "第1号")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    later = Batch(city.campaign, PaperKind.LETTER, "", days(0) + timedelta(days=1), [city.bureau.pk])
    assert letter_bytes(later, city.bureau, "第1号") != made[0]
