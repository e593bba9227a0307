"""What a paper says about itself."""

import pytest

from weicheng.engines.reader.document import Block, Document
from weicheng.engines.reader.header import read_plan
from weicheng.engines.reader.header_dates import iso_date
from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.rows import Plan

BODY = "为做好有关工作，制定本方案。\n" * 3


def plan_of(
    text: str, headings: tuple[Heading, ...] = (), year: int | None = None, blocks: tuple[Block, ...] = ()
) -> Plan:
    return read_plan(Document(text, blocks), text, headings, year)


def heading(text: str, title: str, level: int = 1) -> Heading:
    start = text.index(title)
    return Heading(start, start + len(title), level, start, start + len(title))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026年3月5日", "2026-03-05"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二○一五年元月十六日", "2015-01-16"),
        ("二0一五年十二月三十一日", "2015-12-31"),
        ("２０２５年１１月２０日", "2025-11-20"),
        ("2026.3.5", "2026-03-05"),
        ("2026年13月5日", None),
        ("3月5日", None),
    ],
)
def test_dates_in_arabic_and_chinese_figures(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "number",
    ["青政办发〔2026〕3号", "青政办发[2026]3号", "青政办发【2026】3号", "青政办发（2026）3号", "青政办发﹝2026﹞第3号"],
)
def test_the_number_of_the_paper_in_every_bracket(number: str) -> None:
    plan = plan_of(f"{number}\n青禾区创建工作实施方案\n{BODY}")
    assert (plan.number, plan.year, plan.year_source) == (number, 2026, "number")


def test_the_number_of_a_cited_paper_is_not_its_own() -> None:
    plan = plan_of(f"创建工作实施方案\n根据《关于做好创建工作的通知》（临政发〔2025〕31号）精神，制定本方案。\n{BODY}")
    assert plan.number is None
    assert plan.basis == ["关于做好创建工作的通知"]


def test_a_title_over_several_lines_is_joined() -> None:
    plan = plan_of(f"青禾区人民政府办公室关于印发\n青禾区创建国家卫生城市工作实施方案的通知\n\n各镇人民政府：\n{BODY}")
    assert plan.title == "青禾区人民政府办公室关于印发青禾区创建国家卫生城市工作实施方案的通知"
    assert plan.issuer == "青禾区人民政府办公室"


def test_blanks_that_spread_a_title_go() -> None:
    assert plan_of(f"石坝镇创建市级卫生镇\n实 施 方 案\n{BODY}").title == "石坝镇创建市级卫生镇实施方案"


def test_the_format_knows_the_title_best() -> None:
    text = "内部资料\n爱卫工作\n正文内容。"
    assert plan_of(text, blocks=(Block(5, 9, level=0),)).title == "爱卫工作"


def test_the_signature_gives_issuer_and_date() -> None:
    plan = plan_of(f"创建工作方案\n{BODY}\n云陂县卫生健康局\n二〇二四年二月六日\n")
    assert (plan.issuer, plan.date, plan.year, plan.year_source) == ("云陂县卫生健康局", "2024-02-06", 2024, "date")


def test_the_day_from_which_rules_hold_is_no_signature() -> None:
    assert plan_of(f"卫生检查办法\n{BODY}\n第九条　本办法自2020年3月1日起施行。").date is None


def test_a_given_year_outranks_the_paper() -> None:
    plan = plan_of(f"2024年创建工作方案\n{BODY}", year=2026)
    assert (plan.year, plan.year_source) == (2026, "given")


@pytest.mark.parametrize("title", ["201*年创建工作方案", "20XX年创建工作方案", "二〇××年创建工作方案"])
def test_a_masked_year_stays_unknown(title: str) -> None:
    plan = plan_of(f"{title}\n{BODY}")
    assert (plan.year, plan.year_source) == (None, None)


def test_an_anniversary_tells_the_year() -> None:
    plan = plan_of(f"迎七一活动方案\n为庆祝建党95周年，开展主题活动。\n{BODY}")
    assert (plan.year, plan.year_source) == (2016, "text")


def test_the_year_of_a_cited_plan_is_not_taken_from_its_name() -> None:
    plan = plan_of(f"创建工作方案\n根据《2019年工作要点》，2021年6月底前完成改造，2021年底验收。\n{BODY}")
    assert plan.year == 2021


@pytest.mark.parametrize(
    ("title", "campaign", "sought"),
    [
        ("青禾区创建国家卫生城市工作方案", "创建国家卫生城市", "国家卫生城市"),
        ("云陂县巩固省级卫生县城工作计划", "巩固省级卫生县城", "省级卫生县城"),
        ("石坝镇创建市级卫生镇实施方案", "创建市级卫生镇", "市级卫生镇"),
        ("建设局创建市级文明卫生单位方案", "创建市级文明卫生单位", "市级文明卫生单位"),
        ("明德小学迎接国家卫生区复审工作方案", "国家卫生区复审", "国家卫生区"),
        ("关于开展第37个爱国卫生月活动的通知", "第37个爱国卫生月活动", None),
    ],
)
def test_campaign_and_title_sought(title: str, campaign: str, sought: str | None) -> None:
    plan = plan_of(f"{title}\n{BODY}")
    assert (plan.campaign, plan.sought_title) == (campaign, sought)


def test_phases_with_their_periods() -> None:
    text = (
        "2025年创建方案\n一、实施步骤\n（一）宣传发动阶段（3月1日至4月10日）\n召开大会。\n"
        "（二）集中整治（4月11日至9月30日）\n整治市容。\n第三阶段：总结提高（2025年10月）\n总结经验。"
    )
    headings = (
        heading(text, "一、实施步骤"),
        Heading(*_span(text, "（二）集中整治"), 2, text.index("集中整治"), text.index("集中整治") + 4),
    )
    phases = plan_of(text, headings).phases
    assert [(p.name, p.start, p.end) for p in phases] == [
        ("宣传发动阶段", "2025-03-01", "2025-04-10"),
        ("集中整治", "2025-04-11", "2025-09-30"),
        ("第三阶段：总结提高", "2025-10-01", "2025-10-31"),
    ]


def _span(text: str, piece: str) -> tuple[int, int]:
    start = text.index(piece)
    return start, start + len(piece)


def test_the_leading_group_is_read_from_its_lines() -> None:
    text = "方案\n成立创卫工作领导小组：\n组　长：钱某某（区长）\n副组长：孙某某、李某某\n成　员：周某某　吴某某\n"
    found = {(p["post"], p["name"]) for p in plan_of(text).organisation}
    assert found == {
        ("组长", "钱某某"),
        ("副组长", "孙某某"),
        ("副组长", "李某某"),
        ("成员", "周某某"),
        ("成员", "吴某某"),
    }


def test_figures_of_the_section_on_aims_are_targets() -> None:
    text = "2025年方案\n一、工作目标\n健康知识知晓率达到85%以上，绿化覆盖率不低于36%。\n二、任务\n投药覆盖率达到95%。"
    plan = plan_of(text, (heading(text, "一、工作目标"), heading(text, "二、任务")))
    assert [(t.object, t.value, t.unit, t.comparator) for t in plan.targets] == [
        ("健康知识知晓率", 85.0, "%", ">="),
        ("绿化覆盖率", 36.0, "%", ">="),
    ]


def test_a_paper_that_says_nothing_of_itself_gives_an_empty_plan() -> None:
    assert plan_of("") == Plan()
    assert plan_of("清理垃圾。").title is None
