"""Words found in bytes, and patterns that are given up at once where none of their alternatives begins."""

import re

import pytest

from weicheng.engines.reader.word_lists import any_of, as_bytes, automaton_of

ALTERNATIVES = r"天(?!(?:然|气)|空)|个?月|[kc]?m|期[(](?!二|三)|分钟"


@pytest.mark.parametrize("found", ["天", "个月", "月", "km", "m", "期(", "分钟"])
def test_a_pattern_given_up_early_still_finds_all_its_alternatives(found: str) -> None:
    assert re.fullmatch(any_of(ALTERNATIVES), found)


def test_a_pattern_given_up_early_keeps_what_may_not_follow() -> None:
    assert not re.match(any_of(ALTERNATIVES), "天空")


def test_words_are_found_in_bytes_at_their_places() -> None:
    words = automaton_of({"卫生": "a", "生活": "b"})
    hits = [(last + 1, value) for last, value in words.iter(as_bytes("爱卫生x生活"))]
    assert hits == [(len("爱卫生".encode()), "a"), (len("爱卫生x生活".encode()), "b")]
