"""Tasks find their clause by their words, by what a person chose for the same wording, or are left alone."""

import json
from pathlib import Path

import pytest

from weicheng.engines.clauses import Advice, ClauseText, Neighbours, Suggester, Suggestion, TaskText, is_sure
from weicheng.engines.clauses.examples import own_examples, read_examples
from weicheng.engines.clauses.grams import Likeness
from weicheng.engines.clauses.suggesting import AGREEING
from weicheng.engines.clauses.topic import GENERAL, is_topical
from weicheng.engines.clauses.training.fit import HELD_OUT, clauses_of
from weicheng.engines.clauses.weighing import FILE
from weicheng.engines.clauses.words import WORDS

LIBRARY = Path(__file__).resolve().parents[3] / "ground" / "standards" / "library" / "nat-2021-city.yaml"
CLAUSES = clauses_of(LIBRARY)


@pytest.fixture(scope="module")
def suggester():
    return Suggester(CLAUSES)


def keys(advice):
    return [one.key for one in advice.suggestions]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("改造火车站旱厕3座", "toilets"),
        ("更换临街破旧招牌", "signs"),
        ("督促面馆安装防蝇帘", "small-food"),
        ("每月通报各单位进展", "planning"),
        ("成立县创卫指挥部", "network"),
        ("夜间查处工地施工噪声扰民", "noise"),
        ("游泳池水每周送检", "public-places"),
        ("给漏种的孩子补种疫苗", "immunisation"),
        ("投放灭鼠毒饵", "vectors"),
    ],
)
def test_a_task_finds_its_clause_among_the_first_three(suggester, title, key):
    assert key in keys(suggester.advice(TaskText(title)))


@pytest.mark.parametrize(
    "task",
    [
        TaskText("组织预备党员转正表决", section=["组织生活"], paper="机关党委2021年党建工作要点"),
        TaskText("柜员上岗着行服戴工号牌", section=["仪容仪表"]),
        TaskText("走访慰问老党员", section=["走访慰问"]),
    ],
)
def test_a_party_event_and_a_personal_rule_are_left_alone(suggester, task):
    advice = suggester.advice(task)
    assert advice.abstains
    assert advice.none_chance > 0.5


def test_the_heading_decides_where_the_title_says_little(suggester):
    bare = TaskText("每月检查一次")
    under = TaskText("每月检查一次", section=["控烟工作"])
    tobacco = {one.key: one.chance for one in suggester.advice(under).suggestions}
    assert tobacco.get("tobacco", 0) > {one.key: one.chance for one in suggester.advice(bare).suggestions}.get(
        "tobacco", 0
    )


def test_after_a_pick_the_same_wording_is_suggested_first(suggester):
    task = TaskText("落实街长制")
    assert keys(suggester.advice(task))[:1] != ["satisfaction"]
    chosen = Neighbours([("落实街长制", "satisfaction"), ("清洗公厕", "toilets")])
    assert keys(suggester.advice(task, chosen))[0] == "satisfaction"


def test_a_pick_brings_back_what_was_left_alone(suggester):
    task = TaskText("走访慰问老党员")
    assert keys(suggester.advice(task, Neighbours([("走访慰问老党员", "planning")])))[0] == "planning"


def test_among_different_picks_for_one_wording_the_more_frequent_comes_first(suggester):
    chosen = Neighbours([("落实街长制", "communities"), ("落实街长制", "streets"), ("落实街长制", "streets")])
    assert keys(suggester.advice(TaskText("落实街长制"), chosen))[0] == "streets"


def test_a_pick_for_other_wording_changes_nothing(suggester):
    task = TaskText("改造火车站旱厕3座")
    assert suggester.advice(task, Neighbours([("签订责任书", "government")])) == suggester.advice(task)


def test_an_edition_with_keys_of_its_own_is_read_by_its_own_words():
    clauses = [
        ClauseText("a-1", "村庄保洁", "村里垃圾日产日清。", ["保洁员", "垃圾"]),
        ClauseText("a-2", "改厕", "户厕改造。", ["户厕"]),
    ]
    advice = Suggester(clauses).advice(TaskText("完成户厕改造200户"))
    assert keys(advice) == ["a-2", "a-1"]


@pytest.mark.parametrize("text", ["", " ", "\x00\ud800", "😀" * 3000, "整治" * 50_000])
def test_odd_texts_are_answered(suggester, text):
    assert 0 <= suggester.advice(TaskText(text, text, [text])).none_chance <= 1


def test_chances_are_of_one_whole(suggester):
    advice = suggester.advice(TaskText("改造火车站旱厕3座"))
    assert len(advice.suggestions) == 3
    assert sum(one.chance for one in advice.suggestions) + advice.none_chance <= 1.0001
    assert advice.best_chance == max(one.chance for one in advice.suggestions)


def test_sure_suggestions_are_right_on_papers_that_taught_nothing(suggester):
    taught = {example.document for example in own_examples()}
    rows = read_examples(HELD_OUT)
    assert not taught & {row.document for row in rows}
    advice = [(row.clauses, suggester.advice(row.task)) for row in rows]
    sure = [(right, one) for right, one in advice if is_sure(one)]
    assert len(sure) >= 70
    assert sum(one.suggestions[0].key in right for right, one in sure) >= 0.97 * len(sure)


def test_words_and_examples_name_clauses_of_the_library():
    known = {clause.key for clause in CLAUSES}
    assert set(WORDS) <= known
    assert {key for example in own_examples() for key in example.clauses} <= known


def test_likeness_is_one_for_the_same_and_nothing_for_the_unlike():
    likeness = Likeness({1: "清扫主次干道", 2: "接种疫苗"})
    assert likeness.of("清扫主次干道")[1] == pytest.approx(1)
    assert 2 not in likeness.of("清扫主次干道")
    assert likeness.of("清扫主次干道", without=[1]) == {}


@pytest.mark.parametrize(
    "title",
    [
        "召开动员大会",
        "每月报送工作小结",
        "制定活动方案并分解任务",
        "开展宣传报道",
        "成立工作领导小组",
        "收集整理档案资料",
    ],
)
def test_meetings_and_reports_belong_to_the_campaign_only_in_a_paper_of_the_campaign(suggester, title):
    other = suggester.advice(TaskText(title, section=["工作要求"], paper="全县档案数字化建设实施方案"))
    ours = suggester.advice(TaskText(title, section=["工作要求"], paper="全县创建国家卫生县城实施方案"))
    assert other.abstains, keys(other)
    assert keys(ours)[0] in GENERAL


def test_a_task_about_dirt_belongs_to_its_clause_whatever_the_paper(suggester):
    assert keys(suggester.advice(TaskText("清理小区楼道垃圾", paper="县直机关工作要点")))[:1] != []


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("创建国家卫生县城", True),
        ("开展灭蟑行动", True),
        ("优化投资环境", False),
        ("社会治安综合整治", False),
        ("档案数字化", False),
    ],
)
def test_what_speaks_of_hygiene(text, is_so):
    assert is_topical(text) == is_so


def test_likely_for_one_reason_alone_is_not_sure():
    one = Suggestion("toilets", 0.99)
    assert is_sure(Advice((one,), 0.0, agreeing=3))
    assert not is_sure(Advice((one,), 0.0, agreeing=2))
    assert not is_sure(Advice((Suggestion("toilets", 0.9),), 0.0, agreeing=4))
    assert not is_sure(Advice((), 1.0))


def test_what_people_chose_for_the_same_wording_is_sure(suggester):
    task = TaskText("落实街长制")
    assert not is_sure(suggester.advice(task))
    assert suggester.advice(task, Neighbours([("落实街长制", "satisfaction")] * 5)).agreeing == AGREEING


def test_a_person_knows_better_what_a_paper_of_another_matter_means(suggester):
    task = TaskText("召开动员大会", paper="全县档案数字化建设实施方案")
    assert keys(suggester.advice(task, Neighbours([("召开动员大会", "planning")])))[0] == "planning"


def test_rows_of_no_clause_are_left_alone_on_papers_that_were_left_out():
    figures = json.loads(FILE.read_text(encoding="utf-8"))["left out"]
    assert figures["rightly left alone"] >= 0.88
    assert figures["wrongly left alone"] <= 0.03
