import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weicheng.engines.fulltext import (
    LONGEST,
    excerpt,
    grams,
    marked,
    normalise,
    pieces,
    terms,
    tokens,
    wanted_grams,
    wanted_tokens,
)
from weicheng.engines.fulltext.normalising import clean

COMMON = "爱国卫生创建城市管理整治病媒生物防制市容环境健康教育食品安全公厕垃圾分类农贸市场老旧小区的一是在不了有和人这中大为上个"
OTHERS = "，。；：（）〔〕《》、0123456789%.-/ABCxyzＡｂ９乾淨環境衛生𠮷㙍é\n\t 　"
ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def long_text(length=50_000, seed=7):
    choose = random.Random(seed)
    return "".join(choose.choices(COMMON * 4 + OTHERS, k=length))


@given(ANY)
def test_the_normal_form_is_as_long_as_the_text_and_stays_as_it_is(text):
    once = normalise(text)
    assert len(once) == len(text)
    assert normalise(once) == once


@given(ANY, st.data())
def test_the_normal_form_of_a_part_is_the_part_of_the_normal_form(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert normalise(text[start:end]) == normalise(text)[start:end]


@given(st.text(max_size=100))
def test_a_cleaned_text_is_clean_and_holds_nothing_a_database_refuses(text):
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once and "\ufeff" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("ＡＢＣ１２３％", "abc123%"),
        ("愛國衛生運動", "爱国卫生运动"),
        ("环境　整治", "环境 整治"),
        ("GB/T９７０４—2012", "gb/t9704—2012"),
        ("①㎡", "①㎡"),
        ("\uf9b5", "\u4f8b"),
    ],
)
def test_width_case_and_traditional_characters_make_no_difference(typed, form):
    assert normalise(typed) == form


def test_every_run_of_up_to_twelve_characters_lies_in_a_piece_that_has_all_its_grams():
    text = normalise(long_text())
    cut = [(piece, grams(piece.text)) for piece in pieces(text)]
    for start in range(len(text)):
        for length in range(1, 13):
            term = text[start : start + length]
            at = min(start // 1936, len(cut) - 1)
            holding = [held for piece, held in cut[max(0, at - 1) : at + 2] if term in piece.text]
            assert holding
        # Two neighbours of a run are two neighbours of the piece: one look at the longest run is enough.
        assert all(set(wanted_grams(term)) <= held for held in holding)


@given(st.text("爱国卫生创", min_size=1, max_size=300), st.integers(0, 300), st.integers(1, 12))
def test_pieces_put_together_are_the_text_and_no_run_is_cut_by_a_border(text, start, length):
    cut = list(pieces(text, size=30, overlap=12))
    whole = "".join(piece.text[: 30 - 12] for piece in cut[:-1]) + cut[-1].text
    assert whole == text
    run = text[start : start + length]
    assert any(run in piece.text for piece in cut)


def test_a_piece_that_lacks_a_pair_is_no_candidate_and_tokens_are_plain_words():
    held = set(tokens("卫生城市").split())
    assert all(token.isascii() and token.isalnum() for token in held)
    assert set(wanted_tokens("卫生").replace('"', "").split(" AND ")) <= held
    assert not set(wanted_tokens("生卫").replace('"', "").split(" AND ")) <= held
    assert wanted_tokens("卫") == f'"{ord("卫"):x}"'


def test_a_search_is_split_at_blanks_but_not_within_quotes():
    assert terms("灭蚊　照片 灭蚊") == ["灭蚊", "照片"]
    assert terms("“除 四 害” 2026") == ["除 四 害", "2026"]
    assert terms("  ") == []
    assert [len(word) for word in terms("长" * 100)] == [LONGEST, 100 - LONGEST]


def test_the_excerpt_marks_words_in_the_spelling_of_the_paper():
    text = "前言。" * 30 + "全市開展愛國衛生運動，\n灭蚊1次。" + "后记。" * 30
    parts = excerpt(text, terms("爱国卫生 灭蚊"), around=8)
    assert [part.text for part in parts if part.is_hit] == ["愛國衛生", "灭蚊"]
    assert parts[0].text == parts[-1].text == "…"
    assert "\n" not in "".join(part.text for part in parts)
    assert excerpt(text, ["没有"]) == []


@given(st.text("爱国卫生Ａa ", max_size=60), st.lists(st.text("爱国卫生a", min_size=1, max_size=3), max_size=3))
def test_marking_loses_no_character_and_marks_each_occurrence(text, words):
    parts = marked(text, words)
    assert "".join(part.text for part in parts) == text
    hit = normalise("".join(part.text if part.is_hit else "|" * len(part.text) for part in parts))
    for word in words:
        assert normalise(text).count(word) == hit.count(word)


def test_accents_are_composed_before_they_are_counted():
    assert clean("Cafe\u0301") == unicodedata.normalize("NFC", "Cafe\u0301")
