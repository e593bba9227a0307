"""The form of the house for what must be put right."""

from datetime import date

from weicheng.engines.gongwen import write
from weicheng.engines.gongwen.rectification import Fault, Rectification, rectification_document
from weicheng.engines.gongwen.tests.reading import grids, read


def test_it_says_what_where_by_when_and_has_a_slip_to_return():
    form = Rectification(
        "整改通知书〔2026〕第3号", "北苑街道", date(2026, 5, 5), date(2026, 5, 12), "青禾区创卫办", date(2026, 5, 6),
        [Fault("早市东口", "垃圾桶满溢", "日产日清", "增加清运"), Fault("2号公厕", "地面积水")], inspectors="第二督查组",
    )  # fmt: skip
    content = write(rectification_document(form))
    text = read(content).text
    for word in (
        "整改通知书〔2026〕第3号",
        "第二督查组",
        "2026年5月12日前",
        "以下2个问题",
        "签收和整改回执",
        "青禾区创卫办",
    ):
        assert word in text
    table = grids(content)[0]
    assert table[1] == ["1", "早市东口", "垃圾桶满溢", "日产日清", "增加清运"]
    assert table[2][2:] == ["地面积水", "", ""]


def test_nothing_is_threatened_that_was_not_written():
    form = Rectification("", "甲", date(2026, 5, 5), date(2026, 5, 6), "乙", date(2026, 5, 5), [Fault("丙", "丁")])
    assert "联系人" not in read(write(rectification_document(form))).text
