import pytest

from weicheng.engines.reader.hanging import hangs, is_date, settled
from weicheng.engines.reader.reading import read_text
from weicheng.engines.reader.sentences import split_clauses


@pytest.mark.parametrize(
    "clause",
    [
        "区城管局牵头",
        "区文旅局、区教育局配合",
        "各单位按照方案明确的工作任务",
        "结合本单位实际",
        "在区创卫办的带领下",
        "9月上旬",
        "每周星期五下午",
        "以健康教育为抓手",
    ],
)
def test_ground_time_and_role_hang_on_what_follows(clause):
    assert hangs(clause)


@pytest.mark.parametrize("clause", ["召开动员大会", "区城管局负责清运垃圾", "每周五召开例会", "通过电视台播放公益广告"])
def test_an_action_stands_alone(clause):
    assert not hangs(clause)


def test_a_date_of_signing_is_no_task():
    assert is_date("2026年6月6日")
    assert is_date("二〇一五年元月十六日")
    assert not is_date("6月6日召开大会")


def test_lead_and_cooperating_units_are_never_a_row_of_their_own():
    reading = read_text(
        "一、重点任务\n1.区城管局牵头，区公安分局配合，12月底前规划非机动车停放点95处。\n2026年6月6日\n"
    )
    assert len(reading.rows) == 1
    assert reading.rows[0].quote.endswith("12月底前规划非机动车停放点95处")
    assert {(owner.name, owner.role) for owner in reading.rows[0].owners} == {
        ("区城管局", "lead"),
        ("区公安分局", "coop"),
    }


@pytest.mark.parametrize(
    ("text", "found", "wanted"),
    [
        ("举办义诊,5月底前,更换全部果皮箱", [(0, 1), (2, 2)], ["举办义诊", "5月底前,更换全部果皮箱"]),
        ("整治自3月1日开始,至6月30日止", [(0, 0), (1, 1)], ["整治自3月1日开始,至6月30日止"]),
        ("每组派人值守,(大组三人)轮流换班", [(0, 0), (1, 1)], ["每组派人值守,(大组三人)轮流换班"]),
        ("发放告知书,对限期不改的,依法处罚", [(0, 1), (2, 2)], ["发放告知书", "对限期不改的,依法处罚"]),
        ("发放告知书,对限期不改的,依法处罚", [(0, 0), (1, 1), (2, 2)], ["发放告知书", "对限期不改的,依法处罚"]),
        ("清运垃圾。5月底前,更换果皮箱", [(0, 0), (1, 2)], ["清运垃圾", "5月底前,更换果皮箱"]),
    ],
)
def test_a_time_goes_with_what_follows_and_a_bracket_with_what_precedes(text, found, wanted):
    clauses = split_clauses(text)
    rows = settled(text, clauses, found)
    assert [text[clauses[first].start : clauses[last].end] for first, last in rows] == wanted


@pytest.mark.parametrize(
    "bracket",
    [
        "(牵头单位:县城管局;责任单位:县公安局、县商务局)",
        "(责任单位:县城管局)",
        "(牵头单位:县城管局,配合单位:各镇)",
    ],
)
def test_a_bracket_of_owners_that_stands_alone_is_no_row(bracket):
    text = f"补建垃圾收集亭9座。\n{bracket}。\n清洗人行道护栏。"
    clauses = split_clauses(text)
    inside = [i for i, clause in enumerate(clauses) if text.index("(") <= clause.start < text.index(")")]
    found = [(0, 0), (inside[0], inside[-1]), (inside[-1] + 1, inside[-1] + 1)]
    rows = [text[clauses[first].start : clauses[last].end] for first, last in settled(text, clauses, found)]
    assert rows == ["补建垃圾收集亭9座", "清洗人行道护栏"]
    alone = settled(text, clauses, [(i, i) for i in inside])
    assert alone == []


def test_a_bracket_with_something_to_do_may_be_a_row():
    text = "补建垃圾收集亭9座。\n(各镇每月清洗一次)"
    clauses = split_clauses(text)
    last = len(clauses) - 1
    assert settled(text, clauses, [(last, last)]) == [(last, last)]
