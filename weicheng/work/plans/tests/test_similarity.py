"""Alike tasks are found among thousands in a moment, and only alike ones."""

import random

from hypothesis import given
from hypothesis import strategies as st

from weicheng.work.plans.similarity import Index, Subject, bigrams, dice, likeness

VERBS = ("新建", "改建", "整治", "清理", "更换", "设置", "检查", "培训")
PLACES = ("主干道", "背街小巷", "农贸市场", "老旧小区", "城中村", "学校食堂", "公园广场", "建筑工地", "车站", "河道")
THINGS = ("公厕", "垃圾桶", "宣传栏", "井盖", "路灯", "停车位", "排水沟", "防蝇设施", "毒饵站", "绿化带")
_text = st.text(alphabet="新建改公厕整治小巷处座，。 ", max_size=20)


@given(_text, _text)
def test_likeness_of_words_is_symmetric_and_between_nought_and_one(first, second) -> None:
    a, b = Subject(1, first, first), Subject(2, second, second)
    assert 0 <= likeness(a, b) <= 1
    assert abs(likeness(a, b) - likeness(b, a)) < 1e-9


@given(_text)
def test_a_task_is_wholly_like_itself(text) -> None:
    assert dice(bigrams(text), bigrams(text)) == 1


def test_marks_and_blanks_make_no_difference() -> None:
    assert dice(bigrams("新建公厕，4座。"), bigrams("新建公厕 4座")) == 1


def test_what_the_two_say_of_owner_date_and_number_raises_or_lowers_the_score() -> None:
    plain = Subject(1, "新建公厕4座", "", frozenset({7}), "2026-06-30", frozenset({("4", "座")}))
    same = Subject(2, "新建公厕", "", frozenset({7}), "2026-06-30", frozenset({("4", "座")}))
    other = Subject(3, "新建公厕", "", frozenset({8}), "2026-09-30", frozenset({("6", "座")}))
    silent = Subject(4, "新建公厕", "")
    assert likeness(plain, same) > likeness(plain, silent) > likeness(plain, other)


def test_the_index_finds_what_comparing_all_finds() -> None:
    pick = random.Random(7)
    subjects = [Subject(n, f"{pick.choice(VERBS)}{pick.choice(PLACES)}{pick.choice(THINGS)}", "") for n in range(200)]
    index = Index(subjects)
    for subject in subjects[:40]:
        every = {other.key for other in subjects if other.key != subject.key and likeness(subject, other) >= 0.62}
        assert {other.key for other, _ in index.like(subject, 0.62)} == every
