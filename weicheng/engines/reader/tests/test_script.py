"""Cleaning a text without losing the way back."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weicheng.engines.reader.script import Clean, clean, is_page_mark


def cleaned(text: str, **options: bool) -> str:
    return clean(text, **options).text


def back(result: Clean, piece: str) -> str:
    """The raw text that a piece of the clean text was made from."""
    start = result.text.index(piece)
    begin, end = result.original(start, start + len(piece))
    return result.raw[begin:end]


def test_a_clean_text_is_left_alone_and_costs_no_memory():
    text = "一、各镇街要抓好环境卫生，做到“日产日清”。\n二、每周五检查一次。\n"
    result = clean(text)

    assert result.text == text
    assert result.starts == range(len(text))
    assert result.original(2, 4) == (2, 4)


def test_widths_are_folded_where_grammars_look():
    result = clean("（二〇二六）于２０２６年６月底前达到８５％，ＡＢ类≥１．５米")

    assert result.text == "(二〇二六)于2026年6月底前达到85%，AB类≥1.5米"
    assert back(result, "85%") == "８５％"


@pytest.mark.parametrize(
    "raw",
    ["‚四害‛", "〝四害〞", "｢四害｣", "「四害」", "„四害‟", '"四害"', "＂四害＂"],
)
def test_odd_quotes_become_usual_ones(raw: str):
    assert cleaned(f"消灭{raw}。") == "消灭“四害”。"


def test_straight_quotes_around_latin_words_stay():
    assert cleaned('使用"ABC"系统') == '使用"ABC"系统'


def test_invisible_characters_go():
    result = clean("\ufeff创\u200b卫\u00ad工\x07作\r\n下一行")

    assert result.text == "创卫工作\n下一行"
    assert back(result, "创卫") == "创\u200b卫"


def test_backquotes_that_a_site_left_between_characters_go():
    assert cleaned("卫生工作的`要求") == "卫生工作的要求"


# The construct is that of a real paper: Traditional characters, each followed by its reading.
ANNOTATED = (
    "關(guān)于開(kāi)展環(huán)境衛(wèi)生整治的通知\n各單(dān)位:為(wéi)鞏固成果,結(jié)合實(shí)際,現(xiàn)通知如下:"
)


def test_pinyin_after_characters_goes_and_the_text_becomes_simplified():
    result = clean(ANNOTATED)

    assert result.text == "关于开展环境卫生整治的通知\n各单位:为巩固成果,结合实际,现通知如下:"
    assert back(result, "卫生") == "衛(wèi)生"
    assert back(result, "环境卫生整治") == "環(huán)境衛(wèi)生整治"


def test_zhuyin_after_characters_goes():
    result = clean("環（ㄏㄨㄢˊ）境衛(ㄨㄟˋ)生，各單位應落實。")

    assert result.text == "环境卫生，各单位应落实。"
    assert back(result, "环境") == "環（ㄏㄨㄢˊ）境"


@pytest.mark.parametrize("text", ["空气质量指数(AQI)达标", "细颗粒物(PM)下降", "人工智能(an)", "会议(会场待定)"])
def test_other_brackets_stay(text: str):
    assert cleaned(text) == text


def test_readings_without_tone_go_only_where_the_text_is_annotated():
    annotated = "创(chuàng)卫(wèi)工(gōng)作们(men)"
    assert cleaned(annotated) == "创卫工作们"
    assert cleaned("我们(men)") == "我们(men)"


def test_traditional_is_simplified_only_where_it_prevails():
    assert cleaned("縣政府應於五月底前完成整治，並報備查。") == "县政府应于五月底前完成整治，并报备查。"
    assert cleaned("县政府负责台東路的整治工作，各单位应当落实责任，组织检查。") == (
        "县政府负责台東路的整治工作，各单位应当落实责任，组织检查。"
    )


@pytest.mark.parametrize(
    "mark", ["— 3 —", "-3-", "—3—", "- 3 -", "第3页 共9页", "第 3 页", "共9页，第3页", "Page 3 of 9", "PAGE 3"]
)
def test_page_marks_on_a_line_of_their_own_go(mark: str):
    result = clean(f"在全市范围内开展整治，重点整治背街小\n{mark}\n巷和城中村。\n完。")

    assert result.text == "在全市范围内开展整治，重点整治背街小巷和城中村。\n完。"
    assert back(result, "小巷") == f"小\n{mark}\n巷"
    assert is_page_mark(mark)


def test_page_marks_run_into_a_line_go():
    assert cleaned("采取多种形\n-2-式,加大宣传力度。\n-3-(1)各单位") == "采取多种形\n式,加大宣传力度。\n(1)各单位"
    assert cleaned("总结\n\nPAGE PAGE 1局长讲话") == "总结\n\n局长讲话"


def test_two_marks_in_a_row_go_together():
    assert (
        cleaned("在全市范围内开展整治，重点整治背街小\n- 3 -\n- 4 -\n巷和城中村。")
        == "在全市范围内开展整治，重点整治背街小巷和城中村。"
    )


def test_numbers_that_are_no_page_marks_stay():
    text = "最低气温\n-5-10度之间\n共12项"
    assert cleaned(text) == text


WRAPPED = (
    "    为深入推进创建工作，切实改善城乡人居环\n境，提升群众健康水平，结合我区实际，制定\n本方案。\n"
    "    一、总体要求\n    坚持政府主导、部门协作、社会参与，全面\n推进环境卫生综合整治，到2026年底前实现各\n项指标达标。\n"
)


def test_lines_broken_by_hand_are_joined_and_paragraphs_kept():
    result = clean(WRAPPED)

    assert result.text.split("\n") == [
        "    为深入推进创建工作，切实改善城乡人居环境，提升群众健康水平，结合我区实际，制定本方案。",
        "    一、总体要求",
        "    坚持政府主导、部门协作、社会参与，全面推进环境卫生综合整治，到2026年底前实现各项指标达标。",
        "",
    ]
    assert back(result, "环境，提升") == "环\n境，提升"


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        ("各镇街、各部门，\n县直各单位要落实责任。", "各镇街、各部门，县直各单位要落实责任。"),
        (
            "围绕“强组织、增活力、迎七\n一、促创卫”的主题开展活动。",
            "围绕“强组织、增活力、迎七一、促创卫”的主题开展活动。",
        ),
        ("工作全面、细致、具\n体、扎实，我完全同意。", None),
        (
            "要求各单位对照标准，查找问题，制定措施，落实责任，做到件件有着落\n事事有回音。",
            "要求各单位对照标准，查找问题，制定措施，落实责任，做到件件有着落事事有回音。",
        ),
        ("一、加强组织领导，明确工作责任，健全工作机制\n成立领导小组。", None),
        ("县爱卫办\n2026年5月1日", None),
        ("加强领导。\n落实责任", None),
        ("使用 Word\nExcel 软件，", None),
    ],
)
def test_line_ends_are_judged_by_the_sentence(raw: str, joined: str | None):
    assert cleaned(raw) == (joined or raw)


def test_latin_words_of_joined_lines_are_parted_by_a_space():
    assert (
        cleaned("各单位应当统一使用系统，软件包括 Word,\nExcel 两种。")
        == "各单位应当统一使用系统，软件包括 Word,Excel 两种。"
    )
    assert cleaned("各单位应当统一使用系统、设备、网络，软件有 Word\nand Excel 两种。") == (
        "各单位应当统一使用系统、设备、网络，软件有 Word and Excel 两种。"
    )


def test_line_ends_stay_where_the_format_marks_paragraphs():
    text = "城管局、\n住建局"
    assert cleaned(text, wrapped=False) == text


@pytest.mark.parametrize(
    ("raw", "closed"),
    [
        ("实 施 方 案", "实施方案"),
        ("加 强 组 织 领 导 ， 落 实 责 任", "加强组织领导，落实责任"),
        ("总　则", "总则"),
        ("2026 年 6 月 30 日前", "2026年6月30日前"),
        ("达到 85 %以上，共 12 座", "达到 85%以上，共 12座"),
        ("城管局 住建局 卫健局", "城管局 住建局 卫健局"),
        ("二、工作目标 2026年8月底前", "二、工作目标 2026年8月底前"),
        ("１ ２ ３", "1 2 3"),
    ],
)
def test_spaces_inside_words_are_closed_and_others_stay(raw: str, closed: str):
    result = clean(raw)
    assert result.text == closed
    assert back(result, closed) == raw.strip()


def test_spans_outside_the_text_are_refused():
    with pytest.raises(ValueError, match="no span"):
        clean("创卫").original(1, 3)


def test_an_empty_span_points_between_characters():
    result = clean("\u200b创卫")
    assert result.original(0, 0) == (1, 1)
    assert result.original(2, 2) == (3, 3)


PIECES = [
    "創(chuàng)", "衛(wèi)", "環（ㄏㄨㄢˊ）", "創建衛生城市，", "各單位應", "创卫工作，", "（一）", "２０２６年",
    "８５％", "2026 年", "\n", "\n— 3 —\n", "- 4 -", "\n\n", "　　", " ", "\u200b", "\r\n", "“", "”", "‚四害‛",
    '"门前三包"', "。", "实 施 方 案", "Word", "-2-", "、", "`", "开展整治活动落实责任", "①", "〔2026〕", "𠮷", "⼯作",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
def test_the_way_back_is_monotone_and_covers_what_it_came_from(pieces: list[str], wrapped: bool):
    raw = "".join(pieces)
    result = clean(raw, wrapped=wrapped)
    spans = [result.original(index, index + 1) for index in range(len(result.text))]

    assert len(result.starts) == len(result.text)
    assert all(0 <= start < end <= len(raw) for start, end in spans)
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(spans))
    for begin in range(0, len(result.text), 7):
        for end in range(begin + 1, min(begin + 20, len(result.text)) + 1, 5):
            start, stop = result.original(begin, end)
            assert (start, stop) == (spans[begin][0], spans[end - 1][1])
            assert _is_contained(result.text[begin:end], raw[start:stop])


def _is_contained(piece: str, raw: str) -> bool:
    """Whether the characters of the piece come in order from the characters of the raw span."""
    rest = iter(_loose(raw))
    return all(character in rest for character in _loose(piece).replace(" ", ""))


def _loose(text: str) -> str:
    """A text folded character by character, whatever stands around it."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    return (
        "".join(convert(clean(character).text or character) for character in text).replace('"', "“").replace("”", "“")
    )


def test_random_texts_never_fail():
    chance = random.Random(7)
    for _ in range(200):
        text = "".join(
            chance.choice("國衛创（）()\n 　１。，“”-—3页第\u200b（āɡa") for _ in range(chance.randrange(200))
        )
        result = clean(text)
        if result.text:
            start, end = result.original(0, len(result.text))
            assert 0 <= start < end <= len(text)
