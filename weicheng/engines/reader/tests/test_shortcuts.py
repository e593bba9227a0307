"""Where the reader asks a cheap question before a dear one, both must say the same."""

import re
from pathlib import Path

import pytest

from weicheng.engines.reader import clause_kinds, lexicon
from weicheng.engines.reader.category_features import TURNS, plain, turns
from weicheng.engines.reader.features import clause_features, clause_totals
from weicheng.engines.reader.model import load_model
from weicheng.engines.reader.outline import build_outline
from weicheng.engines.reader.owner_clauses import _TOGETHER_FIRST
from weicheng.engines.reader.owner_phrases import PARTNER, TOGETHER
from weicheng.engines.reader.owner_subjects import _clauses
from weicheng.engines.reader.script import clean
from weicheng.engines.reader.sentences import fold, split_clauses
from weicheng.engines.reader.title_clauses import (
    _CALLING,
    _CONDITION_ENDS,
    _EMPTY,
    _EMPTY_ENDS,
    _FOLLOWS,
    _SETTING_ENDS,
)
from weicheng.engines.reader.title_words import CALLED, CONDITION, FOLLOWED, SETTING
from weicheng.engines.reader.unit_words import DUTY, DUTY_SAID
from weicheng.engines.reader.word_lists import as_bytes

PAPERS = sorted((Path(__file__).parents[1] / "corpus" / "docs").glob("*.txt"))
TEXTS = [file.read_text(encoding="utf-8") for file in PAPERS]
PIECES = sorted({piece for text in TEXTS for piece in re.split(r"[。；;\n]|(?<=[，,])", fold(text)) if piece.strip()})


def test_turns_of_phrase_are_those_that_the_patterns_find() -> None:
    for piece in PIECES:
        wanted = {name for name, pattern in TURNS.items() if pattern.search(plain(piece[:400]))}
        assert set(turns(piece)) - {"x:phase", "x:short"} == wanted, piece


@pytest.mark.parametrize(
    ("sign", "pattern"),
    [
        (lexicon.TOLD, clause_kinds._PAST),
        (lexicon.ITSELF, clause_kinds._SELF),
        (lexicon.RATED, clause_kinds._RATE),
        (lexicon.STATED, clause_kinds._STATE),
        (lexicon.SPOKEN, clause_kinds._SAY),
        (lexicon.OFTEN, clause_kinds._OFTEN_AT),
        (lexicon.POSTED, clause_kinds._ROSTER),
    ],
)
def test_what_a_pattern_of_clauses_finds_has_a_cue_of_it(sign: int, pattern: re.Pattern[str]) -> None:
    found = [piece for piece in PIECES if pattern.search(piece)]
    assert found
    for piece in found:
        assert lexicon.signs_of(lexicon.clause_words().iter(as_bytes(piece))) & sign, piece


@pytest.mark.parametrize("text", TEXTS, ids=[file.stem for file in PAPERS])
def test_sums_by_group_are_the_scores_of_the_features(text: str) -> None:
    folded = fold(clean(text).text)
    clauses = split_clauses(folded)
    outline = build_outline(folded, clauses)
    model = load_model()
    plainly = model.scores(clause_features(folded, clauses, outline))
    by_group = clause_totals(folded, clauses, outline, model.sums)
    assert len(plainly) == len(by_group) == len(clauses)
    for one, other in zip(plainly, by_group, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_patterns_of_titles_match_only_behind_their_gates() -> None:
    ends = [piece.strip("，, ") for piece in PIECES]
    for piece in filter(None, ends):
        assert not SETTING.search(piece) or piece[-1] in _SETTING_ENDS, piece
        assert not CONDITION.match(piece) or piece[-1] in _CONDITION_ENDS, piece
        assert not CALLED.match(piece) or piece[0] in _CALLING, piece
        assert not FOLLOWED.match(piece) or piece[0] in _FOLLOWS, piece


def test_patterns_of_owners_match_only_behind_their_gates() -> None:
    together = [piece for piece in PIECES if TOGETHER.match(piece)]
    assert all(piece[0] in _TOGETHER_FIRST for piece in together)
    dutiful = [piece for piece in PIECES if DUTY.search(piece)]
    assert dutiful
    assert dutiful == [piece for piece in PIECES if DUTY_SAID.search(piece)]
    partners = [piece for piece in PIECES if PARTNER.search(piece)]
    assert all({"与", "和", "同"}.intersection(piece) for piece in partners)


@pytest.mark.parametrize(
    "empty", ["", "全面完成", "如期完成到位", "统一", "取得实效", "清理完毕", "务必落实到位", "执行"]
)
def test_a_clause_without_content_is_told_by_its_end(empty: str) -> None:
    assert _EMPTY.match(empty)
    assert not empty or empty[-1] in _EMPTY_ENDS


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("9:00开会,投入10,500元:清运1,2号点", ["9:00开会", "投入10,500元", "清运1", "2号点"]),
        ("一、清扫 二、清运", ["清扫", "清运"]),
        ("等等…完成;(一)检查(含夜间)!①整改", ["等等", "完成", "检查(含夜间)", "整改"]),
    ],
)
def test_sentences_are_cut_at_marks_that_stand_in_no_figure(line: str, wanted: list[str]) -> None:
    assert [line[clause.start : clause.end] for clause in split_clauses(line)] == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("9:00开会，10,500元：（1）清扫；②清运", ["9:00开会", "10,500元", "（1）清扫", "②清运"]),
        ("各科室（含窗口）要落实(一)责任。完", ["各科室（含窗口）要落实", "(一)责任", "完"]),
        (":一,二", ["一", "二"]),
    ],
)
def test_clauses_end_at_marks_that_stand_in_no_figure(line: str, wanted: list[str]) -> None:
    assert [line[a:b] for a, b in _clauses(line, 0, len(line))] == wanted
