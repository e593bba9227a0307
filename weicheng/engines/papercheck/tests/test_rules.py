"""Every rule has a file that breaks only it: a good paper with one thing changed, and the checker says that one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from weicheng.engines.papercheck import RULES, SOURCES, Shape, check
from weicheng.engines.papercheck.tests.building import (
    FANG,
    HEI,
    KAI,
    SONG,
    P,
    Sample,
    document,
    letter,
    minutes,
    report,
)

Change = Callable[[Sample], None]
GOOD = {
    "通知": (document, Shape.DOCUMENT),
    "报告": (report, Shape.DOCUMENT),
    "函": (letter, Shape.LETTER),
    "纪要": (minutes, Shape.MINUTES),
}


def with_(name: str, **values) -> Change:
    def change(paper: Sample) -> None:
        for key, value in values.items():
            setattr(paper[name], key, value)

    return change


def page(**values: float) -> Change:
    return lambda paper: paper.page.update(values)


def foot(kind: str, **values) -> Change:
    def change(paper: Sample) -> None:
        for key, value in values.items():
            setattr(paper.feet[kind], key, value)

    return change


def each(*changes: Change) -> Change:
    def change(paper: Sample) -> None:
        for one in changes:
            one(paper)

    return change


def dropping(*names: str) -> Change:
    return lambda paper: paper.drop(*names)


def adding(after: str, part: P) -> Change:
    return lambda paper: paper.put_after(after, "added", part)


def body_pitch(points: float) -> Change:
    def change(paper: Sample) -> None:
        for name in ("opening", "one", "text", "two", "three", "four", "next", "last"):
            paper[name].pitch = points

    return change


def feet_runs(changes: dict, shown: str = "1", dash: str = "—") -> Change:
    def change(paper: Sample) -> None:
        for one in paper.feet.values():
            one.runs = [(f"{dash} ", changes), ("PAGE", {**changes, "shown": shown}), (f" {dash}", changes)]

    return change


def tracked(paper: Sample) -> None:
    run = '<w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr><w:t>要</w:t></w:r>'
    paper["last"].extra = f'<w:ins w:id="1" w:author="周">{run}</w:ins>'


def tall_letter_foot(paper: Sample) -> None:
    paper.bare_first = False


def until_the_page_ends(paper: Sample) -> None:
    paper.drop("noted", "noted2", "b1", "attached", "a1", "attached_title", "a2", "attached_text")
    for number in range(LINES_LEFT):
        paper.put_after("last", f"more{number}", P("各单位要抓好落实。", first=2))


LINES_LEFT = 18
SONG_FOOT = {"font": SONG, "latin": SONG}
LETTERS_RULE = {"bottom": ("single", 12, "FF0000")}
# rule -> (good paper, what is changed)
BROKEN: dict[str, tuple[Callable[[], Sample], Change]] = {
    "G01": (document, page(width=216, height=279)),
    "G02": (document, each(page(top=30, bottom=42))),
    "G03": (document, each(page(left=30, right=24))),
    "G04": (document, page(right=32)),
    "G05": (document, page(bottom=25, foot=14.8)),
    "G06": (document, body_pitch(24)),
    "G07": (document, lambda paper: [setattr(part, "spacing", 0) for part in paper.parts.values()] and None),
    "G08": (document, with_("text", colour="0000FF")),
    "G10": (document, with_("copy_number", text="0012")),
    "G11": (document, with_("urgency", font=FANG)),
    "G12": (document, dropping("mark")),
    "G13": (document, with_("mark", colour="")),
    "G14": (document, with_("mark", align="left")),
    "G15": (document, with_("mark", font=HEI)),
    "G16": (document, with_("mark", above=80)),
    "G18": (document, with_("number", text="")),
    "G19": (document, with_("number", text="某爱卫[2026]12号")),
    "G20": (document, with_("number", text="某爱卫〔2026〕第12号")),
    "G21": (document, with_("number", text="某爱卫〔2026〕012号")),
    "G22": (document, with_("number", text="某爱卫〔26〕12号")),
    "G23": (document, with_("number", font=SONG)),
    "G24": (document, with_("number", align="left")),
    "G25": (document, dropping("m2")),
    "G26": (document, with_("title", text="关于集中整治情况的报告")),
    "G27": (report, lambda paper: paper["number"].runs.__setitem__(1, ("季某", {}))),
    "G28": (document, with_("number", borders={})),
    "G29": (document, with_("number", borders={"bottom": ("single", 12, "000000")})),
    "G30": (document, with_("number", left=3, right=3)),
    "G31": (document, dropping("title", "t1")),
    "G32": (document, with_("title", font=HEI)),
    "G33": (document, with_("title", size=18)),
    "G34": (document, with_("title", align="left")),
    "G35": (document, dropping("r2")),
    "G36": (document, with_("title", text="关于开展集中整治行动有关事宜")),
    "G37": (document, with_("title", text="关于开展集中整治行动的通知。")),
    "G38": (document, dropping("t1")),
    "G39": (document, with_("addressees", first=2)),
    "G40": (document, with_("addressees", text="各镇（街道），区直各单位:")),
    "G41": (document, with_("opening", font=SONG)),
    "G42": (document, with_("text", size=14, first=2)),
    "G43": (document, with_("opening", first=0)),
    "G44": (document, with_("one", font=FANG)),
    "G45": (document, with_("two", runs=[("（一）清扫保洁。", {}), ("主要道路每天清扫两次。", {})])),
    "G46": (document, with_("three", font=KAI)),
    "G47": (document, dropping("three")),
    "G48": (document, with_("three", text="1、背街小巷由社区负责。")),
    "G49": (document, with_("next", text="三、有关要求")),
    "G50": (document, with_("last", text="各单位要按时报送情况,不得迟报。")),
    "G51": (document, with_("text", text='从2026年5月起，用三个月时间集中整治"脏乱差"。')),
    "G52": (document, dropping("b1")),
    "G53": (document, with_("noted", left=4, hanging=4)),
    "G54": (document, with_("noted", text="附件:1.任务分工表")),
    "G55": (document, with_("noted2", text="　　　2.联系人名单。")),
    "G56": (document, with_("noted2", text="　　　3.联系人名单")),
    "G57": (document, with_("signature", text="")),
    "G58": (document, with_("day", text="")),
    "G59": (document, with_("day", text="二〇二六年五月六日")),
    "G60": (document, with_("day", text="2026年05月06日")),
    "G61": (document, with_("day", text="26年5月6日")),
    "G62": (document, with_("day", right=0)),
    "G63": (document, adding("signature", P())),
    "G64": (document, with_("note", text="联系人：周某，电话：0000-6000000")),
    "G65": (document, with_("note", first=0)),
    "G66": (document, with_("attached", new_page=False)),
    "G67": (document, with_("attached", font=FANG)),
    "G68": (document, with_("attached", text="附件1：")),
    "G69": (document, with_("attached", text="附件3")),
    "G70": (document, with_("attached_title", align="left")),
    "G71": (document, with_("copies", font=SONG)),
    "G72": (document, with_("copies", text="　抄送：区委办公室，区政府办公室")),
    "G73": (document, with_("copies", text="抄送：区委办公室，区政府办公室。")),
    "G74": (document, with_("copies", text="　抄送:区委办公室，区政府办公室。")),
    "G75": (document, with_("printed", text="　某区爱卫办\t2026年05月07日印发")),
    "G76": (document, with_("printed", text="某区爱卫办\t2026年5月7日印发")),
    "G77": (document, with_("copies", borders={"top": ("single", 24, "000000")})),
    "G78": (document, with_("printed", borders={"top": ("single", 18, "000000"), "bottom": ("single", 8, "000000")})),
    "G79": (document, with_("printed", right=5)),
    "G80": (document, lambda paper: paper.feet.clear()),
    "G81": (document, each(foot("default", size=10.5, right=1), foot("even", size=10.5, left=1))),
    "G82": (document, feet_runs({"font": SONG, "latin": "Times New Roman"})),
    "G83": (document, feet_runs(SONG_FOOT, dash="-")),
    "G84": (document, lambda paper: paper.feet.pop("even") and None),
    "G85": (document, foot("even", left=4)),
    "G86": (document, page(foot=10)),
    "G87": (letter, with_("lower", borders={})),
    "G88": (letter, lambda paper: paper["mark"].frame.update(w="8844")),
    "G89": (letter, with_("number", right=3)),
    "G90": (letter, with_("mark", text="某区爱国卫生运动委员会文件")),
    "G91": (letter, lambda paper: paper["mark"].frame.update(y="2600")),
    "G92": (letter, tall_letter_foot),
    "G93": (letter, with_("copies", borders={"top": ("single", 8, "000000")})),
    "G94": (minutes, with_("excused", runs=[("请假：区水务局赵某。", {})])),
    "G95": (minutes, with_("present", left=3)),
    "G96": (document, tracked),
    "G98": (document, dropping("addressees")),
    "G99": (document, until_the_page_ends),
    "G97": (document, lambda paper: setattr(paper, "comments", 2)),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_paper_breaks_no_rule(name):
    build, shape = GOOD[name]
    found = check(build().docx())
    assert [(one.rule.id, one.where, one.found) for one in found.findings] == []
    assert found.shape is shape and found.checked >= 80


def test_every_rule_has_a_file_that_breaks_it():
    assert sorted(BROKEN) == [rule.id for rule in RULES]
    assert len({rule.id for rule in RULES}) == len(RULES) >= 40


@pytest.mark.parametrize("rule", BROKEN)
def test_one_thing_changed_is_one_rule_broken(rule):
    build, change = BROKEN[rule]
    paper = build()
    change(paper)
    found = check(paper.docx()).findings
    assert [one.rule.id for one in found] == [rule]
    assert found[0].where and found[0].should and found[0].found


def test_every_rule_says_its_place_and_how_sure_it_is():
    for rule in RULES:
        of_the_standard = rule.place.startswith("GB/T 9704-2012 ")
        assert of_the_standard or rule.place in ("办文习惯", "公文处理工作条例第九条"), rule.id
        assert (rule.confidence == "T") is bool(rule.sources) and set(rule.sources) <= set(SOURCES), rule.id
        assert of_the_standard or not rule.sources, "a habit is not read in the standard"


def test_nearly_all_places_in_the_standard_were_read_and_the_rest_say_so():
    places = [rule for rule in RULES if rule.place.startswith("GB/T 9704-2012 ")]
    assert [rule.id for rule in places if rule.confidence == "K"] == ["G68", "G99"]
    assert len(places) >= 85


def test_every_rule_stands_in_the_reference_with_its_place():
    page = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "papers.md").read_text(encoding="utf-8")
    rows = [
        f"| {one.id} | {one.title} | {one.place.removeprefix('GB/T 9704-2012 ')} | {one.confidence} | {read or '—'} |"
        for one, read in ((rule, "、".join(rule.sources)) for rule in RULES)
    ]
    assert [row for row in rows if row not in page] == []
    assert [address for _, address in SOURCES.values() if address not in page] == []
