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
    wrong = []
    for quote, heading, owners in rows:
        title = title_of(quote, heading, owners)
        if not SHORTEST <= len(title) <= LONGEST or (len(quote) > LONGEST and quote.startswith(title)):
            wrong.append((quote, title))
    assert len(rows) > 300
    assert len(wrong) <= len(rows) / 100, wrong


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
    "quote", ["", "。", "(略)", "2026年", "各单位", "每周一次", "不", "\n", "对", "由由由", "一" * 400, "的、" * 200]
)
def test_a_title_of_anything_is_text_within_the_length(quote: str) -> None:
    assert len(title_of(quote, "", ["各单位"])) <= LONGEST


def test_a_long_text_takes_no_longer_for_each_character() -> None:
    title = title_of("清理背街小巷、" * 3000)
    assert title.startswith("清理背街小巷")
    assert len(title) <= LONGEST
