"""Figures and comparators of quantities: 300余, 1500余万, 两三, 不低于…, …以上."""

import re

from weicheng.engines.worktime.numerals import number

HAN = "一二三四五六七八九十百千两零〇廿"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{HAN}]+(?:点[一二三四五六七八九〇零]+)?)"
_MAGNITUDE = r"(?:(?:[万亿百]|千(?![米克瓦帕卡伏]))(?:[一二三四五六七八九十百千\d]+[万千百]?)?)"
_MORE = r"(?:余|多|来|几)"
FIGURE = rf"(?:{NUMBER}{_MORE}?{_MAGNITUDE}{{0,2}}{_MORE}?|(?<=[近超上逾约过达])[百千万亿]万?{_MORE}?|[百千]{_MORE}|万余|百万|千万)"
_LEAST = (
    r"不低于|不少于|不小于|不得低于|不得少于|不得小于|不应少于|不应低于|不能少于|不能低于|至少|最少|达到了?|达|≥|>=|⩾|"
    r"≧|不下于|不短于|不弱于|起码|最低|保证"
)
_ATMOST = (
    r"不超过|不得超过|不能超过|不应超过|不高于|不得高于|不大于|不得大于|不应大于|不多于|不得多于|不长于|控制在|最多|"
    r"至多|最高|最长|≤|<=|⩽|≦|近|接近|将近|不突破|上限"
)
_OVER = r"超过|超出|大于|多于|高于|超|逾|突破|>|过|大过|长于"
_UNDER = r"低于|小于|少于|不足|不到|未达到?|<|不满|短于"
_BEFORE = re.compile(
    rf"(?:(?P<atmost>{_ATMOST})|(?P<least>{_LEAST})|(?P<under>{_UNDER})|(?P<over>{_OVER})|(?P<about>约为?|大约|大概|"
    rf"上))(?:了|为|于|在|至|到|每年|每月|日均|人均|年均|月均|户均|平均)?$"
)
_BEFORE_ENDS = frozenset(_ATMOST + _LEAST + _UNDER + _OVER + "约为大概上了于在至到年月均")
_FAR = re.compile(
    r"(?:(?P<least>至少|不少于|最少|起码)|(?P<atmost>最多|至多|不超过))[^,。;:!?\n\d一二三四五六七八九十两、]{0,10}(?:每[\d百千万]+[一-鿿㎡]{1,2})?$"
)
TAIL_AT = re.compile(r"\(?(?:含本数|含)?\)?(?:及)?(?:之)?(?:以上|以下|以内|之内|左右|上下)")
_MORE_AT = re.compile(_MORE)
_SCALE = re.compile(r"[万亿]+$")
_TWO_DIGITS = re.compile(r"[一二两三四五六七八][二三四五六七八九]")


def has_more(figure: str) -> bool:
    """300余, 十多, 20来: at least so many."""
    return not figure.isascii() and _MORE_AT.search(figure) is not None


def is_rough(figure: str) -> bool:
    """两三个, 三五处: two neighbouring digits in characters are a range."""
    return len(figure) == 2 and bool(_TWO_DIGITS.fullmatch(figure))


def value_of(figure: str, upper: str | None) -> float | None:
    """The number, or the lower end of a range, which borrows 万 and 亿 from the upper (2至3万)."""
    if is_rough(figure):
        return number(figure[0])
    plain = _MORE_AT.sub("", figure)
    value = _magnitude(plain)
    scale = _SCALE.search(_MORE_AT.sub("", upper)) if upper else None
    if value is None or scale is None or plain[-1:] in ("万", "亿", "千", "百"):
        return value
    return value * (_magnitude(scale.group()) or 1)


def _magnitude(plain: str) -> float | None:
    return number(("一" + plain if plain[:1] in ("万", "亿") else plain).replace(",", ""))


def is_compared(text: str, at: int) -> bool:
    """Whether a comparator stands right before the place."""
    return bool(_BEFORE.search(text[max(0, at - 5) : at]))


def comparator(text: str, at: int, tail: str, *, ranged: bool, full: bool = False) -> tuple[int, str]:
    """Where the comparator of the figure at ``at`` begins, and what it says; ``full`` is 100 %, of which 达 says =."""
    head = text[max(0, at - 8) : at]
    found = _BEFORE.search(head) if head[-1:] in _BEFORE_ENDS else None
    start = at - len(head) + found.start() if found else at
    if ("下" in tail and "上下" not in tail) or "内" in tail:
        return start, "<="
    if "以上" in tail:
        return start, ">="
    kind = found.lastgroup if found else None
    if found and kind in _SIGNS:
        return start, "=" if full and found.group().startswith("达") else _SIGNS[kind]
    far = _FAR.search(text[max(0, at - 16) : at])
    if far:
        return at - len(far.group()), ">=" if far["least"] else "<="
    if found and found.group().startswith("上"):
        return (start, ">=") if text[at] in "百千万" else (at, "=")
    return start, ">=" if ranged else "="


_SIGNS = {"least": ">=", "atmost": "<=", "over": ">", "under": "<"}
