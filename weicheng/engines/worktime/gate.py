"""Where a time expression can begin at all: a cheap look ahead, by first character, before the grammar is tried.

Most characters of a paper begin nothing. The gate may be wider than the grammar, never narrower; a test holds them equal.
"""

import re

from weicheng.engines.worktime import lexicon
from weicheng.engines.worktime.festivals import FESTIVAL_FIRST

_HAN = "〇零一二三四五六七八九十廿卅两半"
_UNIT = r"(?:年|月|日|号|天|周(?!边|密)|星期|礼拜|个(?:月|工|小|季|星|学|钟)|工作日|小时|钟头|季|旬|学期|半年)"
_JOINT = r"(?:-{1,2}|至|到|、|和|与|及|直至|直到|起|开始|始)"
_ACT = "例调通考评检督巡小总汇点排会研报碰反公测讲分清保消抽产结扫收查"
_NAMED = (
    r"[本当这](?:年|月|季|周|日|一|个|星|礼)|今[年日天明后晚早]|明[年日天晚早]|来年|次[年月]|翌年|去年|首季|即日|元月"
)
# these begin with many characters, but the first ends with 前, the second with a word of 期 or 中
_EVENT, _WITHIN = rf"(?:{lexicon.EVENTS})\S{{0,8}}前", r"\S{2,16}(?:期间|期内|中)"
_GATES: tuple[tuple[str, str], ...] = (
    ("0123456789", rf"\d{{1,4}}{_UNIT}|\d{{1,4}}{_JOINT}(?:\d|第)|\d{{1,4}}[./]\d|\d{{1,2}}个半月|\d{{8}}前?"),
    (_HAN, rf"[{_HAN}\d]{{1,6}}(?:{_UNIT}|{_JOINT}第?[{_HAN}\d])|.个半月|前三季|[十九][一二三四五六]?五(?:规划|期|时|末|中)"),
    ("每天日周月季年", r"每|天天|日日|周周|月月|季季|年年"),
    ("逢逐按分以隔", r".(?:个?工作日|[日天周旬月季年双节]|半年|星期|礼拜)"),
    ("周星礼", r"(?:周|星期|礼拜)[一二三四五六日天末]"),
    ("双工", r"双休日|工作日"),
    ("天日周旬月季半年", rf"(?:天|日|周|旬|月|季度?|半年|年)[{_ACT}]|(?:日|天|周|月|季度?|半年|年)[^,。;:每]{{0,14}}(?:次|遍|场|期|轮)"),
    ("早上", r"早[、和中晚]|上(?:午|下)"),
    ("上下前后", r"[上下前](?:半年|个|一|周|月|季|年|下|星|礼)|下下|后[天年]|前[二两三23]个?季"),
    ("年全一1", r"年度|年[底末终初中内度]|全年|一年|1年"),
    ("本当这今明来次翌去首即元", _NAMED),
    ("月季岁", r"[月季]度?[底末初中上下]|岁末"),
    ("自从现", r"[自从](?:即|今|现|本|当)|[自从][^,。;:!?\n]{1,24}?(?:之日|之时|当日)|现在"),
    ("第qQ", r"第[一二三四1-4](?:季|、|和|至|到|-)|[qQ][1-4]"),
    ("活行创整迎攻专集宣阶复巩推试会战方任竞检", _WITHIN),
    ("".join(FESTIVAL_FIRST), "|".join(lexicon.FESTIVALS)),
    ('"十九', r"\"?(?:九五|十五|十[一二三四五六]五)"),
    ("".join({name[0] for name in lexicon.SEASONS.split("|")}), lexicon.SEASONS),
    ("".join({name[0] for name in lexicon.EVENTS.split("|")}), _EVENT),
    ("不定每按节尽近适限", r"不定期|定期|每阶段|按时段|节假日|尽快|尽早|近期|适时|限期"),
    ("《[第", r"《|\[|第[\d一二三四五六七八九十百]+(?:条|章|款|届|次)"),
)  # fmt: skip


def _by_first() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for firsts, pattern in _GATES:
        for first in dict.fromkeys(firsts):
            patterns.setdefault(first, []).append(pattern)
    return {first: re.compile("|".join(several)) for first, several in patterns.items()}


_OPENS = _by_first()


def _first_of(holds_before: bool, holds_within: bool) -> re.Pattern[str]:
    """The characters that may begin something in a text, by whether it holds 前, and 期 or 中."""
    seldom = {_EVENT: holds_before, _WITHIN: holds_within}
    firsts = {first for gate in _GATES if seldom.get(gate[1], True) for first in gate[0]}
    return re.compile("[" + re.escape("".join(sorted(firsts))) + "]")


_FIRST = {(before, within): _first_of(before, within) for before in (False, True) for within in (False, True)}


def next_start(text: str, at: int) -> int | None:
    """The next place from ``at`` where an expression may begin."""
    opens = _OPENS
    for place in _FIRST["前" in text, "期" in text or "中" in text].finditer(text, at):
        start = place.start()
        if opens[place.group()].match(text, start):
            return start
    return None


def every_start(text: str, at: int) -> int | None:
    """The same without a gate, for tests."""
    return at if at < len(text) else None
