"""Titles of rows, as a clerk would write them. All rows are made up; the corpus gives some more."""

import json

import pytest

from weicheng.engines.reader.sentences import fold
from weicheng.engines.reader.tests.title_examples import EXAMPLES
from weicheng.engines.reader.titles import LONGEST, SHORTEST, title_of
from weicheng.engines.reader.training.examples import CORPUS


@pytest.mark.parametrize(("quote", "owners", "titles", "heading"), EXAMPLES, ids=[row[0][:24] for row in EXAMPLES])
def test_a_title_reads_as_on_a_ledger(quote: str, owners: str, titles: str, heading: str) -> None:
    assert title_of(quote, heading, owners.split("、") if owners else ()) in titles.split("|")


def _corpus_rows() -> list[tuple[str, str, list[str]]]:
    rows = [
        json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    return [
        (fold(row["quote"]).replace("\n", ""), (row["section"] or [""])[-1], [o["name"] for o in row["owners"]])
        for row in rows
    ]


def test_titles_of_the_corpus_have_the_length_and_are_no_cut_of_the_quote() -> None:
    rows = _corpus_rows()
    wrong, short = [], []
    for quote, heading, owners in rows:
        title = title_of(quote, heading, owners)
        if 3 < len(title) < SHORTEST and title in quote:
            short.append(title)  # verb and object of a short row, which nothing may be added to
        elif not SHORTEST <= len(title) <= LONGEST or (len(quote) > LONGEST and quote.startswith(title)):
            wrong.append((quote, title))
    assert len(rows) > 300
    assert len(wrong) <= len(rows) / 100, wrong
    assert len(short) <= len(rows) / 40, short


def test_titles_of_the_corpus_begin_with_neither_owner_nor_date() -> None:
    rows = _corpus_rows()
    wrong = [
        title
        for quote, heading, owners in rows
        if (title := title_of(quote, heading, owners))[:1].isdigit()
        or any(title.startswith(o) for o in owners if len(o) > 3)
    ]
    assert len(wrong) <= len(rows) / 50, wrong


@pytest.mark.parametrize(
    ("quote", "heading", "title"),
    [
        ("清理小广告", "市容环境卫生", "清理小广告"),
        ("消杀公厕", "", "消杀公厕"),
        ("开课率达到100%", "强化督查考核", "开课率达到100%"),
        ("定期投放毒饵", "病媒生物防制", "定期投放毒饵"),
        ("每周督查一次,每月通报一次", "", "每周督查一次"),
        ("及时清运积存垃圾", "", "清运积存垃圾"),
        ("施工便道两侧设置围挡(高度不低于2.5米)", "", "施工便道两侧设置围挡"),
        ("每周星期三下午,清扫责任路段人行道", "", "清扫责任路段人行道"),
    ],
)
def test_nothing_is_added_that_the_row_does_not_say(quote: str, heading: str, title: str) -> None:
    assert title_of(quote, heading) == title


def test_no_word_of_the_corpus_is_invented() -> None:
    made_up = ("做好", "按时", "及时", "按期", "按要求", "统一", "组织开展", "做到")
    wrong = [
        (quote, title)
        for quote, heading, owners in _corpus_rows()
        if not quote[:1].isdigit()  # a period alone is what its heading is about
        and any(word in (title := title_of(quote, heading, owners)) and word not in quote for word in made_up)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("quote", "owners", "title"),
    [
        ("县卫健局确保婴幼儿疫苗接种率达到96%以上", [], "确保婴幼儿疫苗接种率达到96%以上"),
        ("镇人民政府保证村庄保洁覆盖率达到100%", [], "保证村庄保洁覆盖率达到100%"),
        ("农贸市场完成地面改造5处,由县商务局牵头", ["县商务局"], "农贸市场完成地面改造"),
    ],
)
def test_an_owner_is_never_left_in_a_title(quote: str, owners: list[str], title: str) -> None:
    assert title_of(quote, "", owners) == title


@pytest.mark.parametrize(
    "quote", ["", "。", "(略)", "2026年", "各单位", "每周一次", "不", "\n", "对", "由由由", "一" * 400, "的、" * 200]
)
def test_a_title_of_anything_is_text_within_the_length(quote: str) -> None:
    assert len(title_of(quote, "", ["各单位"])) <= LONGEST


def test_a_long_text_takes_no_longer_for_each_character() -> None:
    title = title_of("清理背街小巷、" * 3000)
    assert title.startswith("清理背街小巷")
    assert len(title) <= LONGEST
