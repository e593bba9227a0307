"""Who leads a campaign, as a plan names them."""

import pytest

from weicheng.engines.reader.organisation import organisation_of
from weicheng.engines.reader.people import is_name, people_of

GROUP = "柳泉县创建省级卫生县城工作领导小组"


def posts(text: str) -> list[tuple[str, str, str]]:
    return [(one["post"], one["name"], one["duty"]) for one in organisation_of(text) if not one["seat"]]


def bodies(text: str) -> set[str]:
    return {one["body"] for one in organisation_of(text) if not one["seat"]}


def seats(text: str) -> list[tuple[str, str]]:
    return [(one["body"], one["seat"]) for one in organisation_of(text) if one["seat"]]


@pytest.mark.parametrize(
    "word", ["市长", "副市长", "常务副县长", "代县长", "区委", "负责人", "县卫健局", "党组书记", "王村长"]
)
def test_an_office_is_no_name(word: str) -> None:
    assert not is_name(word)


@pytest.mark.parametrize(
    ("listed", "people"),
    [
        ("钱江  县委副书记、县长", [("钱江", "县委副书记、县长")]),
        ("钱江　孙晓梅　欧阳海", [("钱江", ""), ("孙晓梅", ""), ("欧阳海", "")]),
        ("钱江（县长）、孙晓梅（副县长）", [("钱江", "县长"), ("孙晓梅", "副县长")]),
        ("县长 钱江", [("钱江", "县长")]),
        ("副镇长孙晓梅、钱江", [("孙晓梅", "副镇长"), ("钱江", "")]),
        ("吴　平　县委常委、副县长", [("吴平", "县委常委、副县长")]),
        ("何静县城管局局长吕强县教育局局长", [("何静", "县城管局局长"), ("吕强", "县教育局局长")]),
        ("钱江同志及各股室负责人", [("钱江", ""), ("", "各股室负责人")]),
        ("县财政局、县水利局", [("", "县财政局"), ("", "县水利局")]),
    ],
)
def test_names_and_offices_are_told_apart(listed: str, people: list[tuple[str, str]]) -> None:
    assert people_of(listed) == people


def test_members_go_on_in_the_lines_below() -> None:
    text = (
        f"成立{GROUP}：\n组  长：钱江  县委副书记、县长\n副组长：吴平  副县长\n成  员：孙立  县卫健局局长\n"
        "        何静  县城管局局长\n        各乡镇人民政府主要负责人\n领导小组下设办公室，办公室设在县卫健局，"
        "孙立同志兼任办公室主任。\n二、工作任务\n县城管局6月底前补建公厕。\n"
    )
    assert posts(text) == [
        ("组长", "钱江", "县委副书记、县长"),
        ("副组长", "吴平", "副县长"),
        ("成员", "孙立", "县卫健局局长"),
        ("成员", "何静", "县城管局局长"),
        ("成员", "", "各乡镇人民政府主要负责人"),
        ("办公室主任", "孙立", ""),
    ]
    assert bodies(text) == {GROUP}
    assert seats(text) == [(f"{GROUP}办公室", "县卫健局")]


def test_a_group_without_names_has_its_office_holders() -> None:
    text = "成立由县长任总指挥、分管副县长任副总指挥的爱国卫生工作指挥部，下设办公室，办公室设在县卫健局。"
    assert posts(text) == [("总指挥", "", "县长"), ("副总指挥", "", "分管副县长")]
    assert bodies(text) == {"爱国卫生工作指挥部"}
    assert seats(text) == [("爱国卫生工作指挥部办公室", "县卫健局")]


def test_a_post_given_to_somebody_is_read() -> None:
    text = f"成立{GROUP}，组长由县长担任。办公室主任由县卫健局局长孙立担任。各股室负责人为成员。"
    assert posts(text) == [("组长", "", "县长"), ("办公室主任", "孙立", "县卫健局局长"), ("成员", "", "各股室负责人")]


def test_the_body_is_named_without_what_is_done_to_it() -> None:
    text = "经研究决定，局党组会对局爱卫工作领导小组成员进行调整：局长钱江同志任组长。"
    assert bodies(text) == {"局爱卫工作领导小组"}


def test_a_task_that_names_members_founds_nothing() -> None:
    assert organisation_of("各成员单位要按职责抓好落实。组长单位负责汇总。成员要按时参加会议。") == []
