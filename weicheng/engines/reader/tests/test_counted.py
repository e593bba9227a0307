import pytest

from weicheng.engines.reader.counted import counted_parts
from weicheng.engines.reader.reading import read_text


@pytest.mark.parametrize(
    ("clause", "parts"),
    [
        (
            "各支部开展读一本好书、听一场报告、写一篇体会活动",
            ["读一本好书", "听一场报告", "写一篇体会活动"],
        ),
        ("新建公厕3座、改造中转站2座、添置果皮箱80个", ["新建公厕3座、改造中转站2座、添置果皮箱80个"]),
        ("组织一次讲座、一次测试、一次评比", ["组织一次讲座、一次测试、一次评比"]),
        ("每人读一本书、写一篇体会", ["每人读一本书、写一篇体会"]),
    ],
)
def test_acts_with_a_number_each_are_rows_of_their_own(clause, parts):
    text = "前面。" + clause + "。后面"
    spans = counted_parts(text, 3, 3 + len(clause))
    assert [text[start:end] for start, end in spans] == parts


def test_a_phase_heading_with_its_months_is_a_row_whatever_it_is_called():
    text = "实施方案\n一、工作步骤\n(一)摸底(3月至4月)\n各社区情况不一。\n(二)巩固(5月至6月)\n情况如前。\n"
    quotes = [row.quote for row in read_text(text, 2026).rows]
    assert "摸底(3月至4月)" in quotes
    assert "巩固(5月至6月)" in quotes
