"""Plans, reports and speeches are told by their titles, else by their openings. All titles are made up."""

import pytest

from weicheng.engines.reader.paper_sorts import sorts_of


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("柳河县创建卫生县城实施方案\n各乡镇:\n为改善环境。", ("plan",)),
        ("柳河县关于创建卫生县城实施方案落实情况的报告\n县政府:\n今年以来。", ("report",)),
        ("关于学习《城市管理办法》的总结\n今年以来。", ("report",)),
        ("上半年工作总结及下半年工作计划\n今年以来。", ("report", "plan")),
        ("在全县创卫推进会上的讲话\n同志们:\n今天开会。", ("speech",)),
        ("在现场会上的交流发言\n各位领导:\n我镇去年开始。", ("speech", "report")),
        ("擦亮城乡底色\n按照会议安排,现将我镇的主要做法汇报如下:\n一、加强领导。", ("report",)),
        ("擦亮城乡底色\n为改善环境,结合实际,特制定本方案。\n一、加强领导。", ("plan",)),
        ("一、4月10日前,各乡镇清运积存垃圾。\n", ()),
    ],
)
def test_the_last_word_of_the_title_says_what_sort_of_paper_it_is(text: str, sorts: tuple[str, ...]) -> None:
    assert sorts_of(text) == sorts


def test_what_stands_under_the_addressee_is_no_title() -> None:
    assert sorts_of("青坪镇爱国卫生月活动总结\n县爱卫办:\n根据县里通知安排\n开展了活动。") == ("report",)
