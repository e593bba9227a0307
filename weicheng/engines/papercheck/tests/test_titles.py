"""What is the title and what are the addressees: a title that does not look like one is still no list of receivers."""

from __future__ import annotations

import pytest

from weicheng.engines.papercheck import check
from weicheng.engines.papercheck.anatomy import take_apart
from weicheng.engines.papercheck.tests.building import FANG, HEI, P, document


def plain(text: str, **looks) -> P:
    return P(text, **{"font": FANG, "align": "left", **looks})


def found_in(paper) -> list[str]:
    return sorted(one.rule.id for one in check(paper.docx()).findings)


@pytest.mark.parametrize("size", [14, 16])
def test_a_title_set_like_the_text_is_a_title_with_the_wrong_looks(size):
    paper = document()
    paper.parts["title"] = plain("关于开展集中整治行动的通知", size=size)
    assert take_apart(paper.docx()).title_text == "关于开展集中整治行动的通知"
    assert found_in(paper) == ["G32", "G33", "G34"]


def test_nor_is_it_taken_for_the_addressees_where_there_are_none():
    paper = document()
    paper.parts["title"] = plain("关于开展集中整治行动的通知", font=HEI)
    paper.drop("addressees", "t1")
    apart = take_apart(paper.docx())
    assert (apart.title_text, apart.addressees) == ("关于开展集中整治行动的通知", None)
    assert "G40" not in found_in(paper)


def test_the_last_line_of_a_title_belongs_to_it_even_if_it_is_set_like_the_text():
    paper = document()
    paper["title"].text = "关于在全区范围内开展集中整治"
    paper.put_after("title", "title2", plain("行动有关事项的通知"))
    assert take_apart(paper.docx()).title_text == "关于在全区范围内开展集中整治行动有关事项的通知"
    assert "G40" not in found_in(paper) and {"G32", "G33", "G34"} <= set(found_in(paper))


@pytest.mark.parametrize("text", ["集中整治办法（试行）", "集中整治工作方案（征求意见稿）"])
def test_a_kind_with_a_note_in_brackets_ends_a_title(text):
    paper = document()
    paper.parts["title"] = plain(text)
    assert take_apart(paper.docx()).title_text == text


def test_a_note_under_the_title_is_no_receiver():
    paper = document()
    paper.drop("addressees", "t1")
    paper.put_after("title", "under", plain("（2026年5月6日领导小组会议通过）"))
    assert take_apart(paper.docx()).addressees is None


def test_receivers_without_a_colon_are_still_receivers():
    paper = document()
    paper["addressees"].text = "各镇（街道），区直各单位"
    assert found_in(paper) == ["G40"]


def test_running_text_that_names_a_paper_is_no_title():
    paper = document()
    paper.drop("title", "t1")
    paper["addressees"].text = "根据全区统一部署，请各单位认真执行上级通知。"
    assert take_apart(paper.docx()).title == []
