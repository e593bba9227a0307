"""Quantities of running text: number, unit, comparator and what is counted.

A number counts when a unit follows it and the turn of phrase is not an ordinal, a slogan, a date, a rhythm or a name.
"""

import re
from dataclasses import dataclass
from typing import Any

from weicheng.engines.reader import measures
from weicheng.engines.worktime.numerals import number
from weicheng.engines.worktime.view import view


@dataclass(frozen=True, slots=True)
class Amount:
    """``raw[start:end] == text``; ``comparator`` is one of = >= <= > <; ``object`` is what is counted, as far as seen."""

    start: int
    end: int
    text: str
    value: float
    unit: str
    comparator: str
    object: str


_HAN = "一二三四五六七八九十百千两零〇廿"
_N = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_HAN}]+(?:点[一二三四五六七八九〇零]+)?)"
_MAG = r"(?:(?:[万亿百]|千(?![米克瓦帕卡伏]))(?:[一二三四五六七八九十百千\d]+[万千百]?)?)"
_MORE = r"(?:余|多|来|几)"
_FIGURE = (
    rf"(?:{_N}{_MORE}?{_MAG}{{0,2}}{_MORE}?|(?<=[近超上逾约过达])[百千万亿]万?{_MORE}?|[百千]{_MORE}|万余|百万|千万)"
)
_AMOUNT = re.compile(
    rf"(?P<a>{_FIGURE})(?:(?:{measures.UNIT})??(?:-{{1,2}}|至|到|~)(?P<b>{_FIGURE}))?(?P<unit>{measures.UNIT})"
    r"(?P<tail>\(?(?:含本数|含)?\)?(?:及)?(?:之)?(?:以上|以下|以内|之内|左右|上下))?"
)
_PARTS = re.compile(
    rf"(?P<hundred>百分之(?P<h>百|{_N})(?:-|至|到)?(?:百分之{_N})?)|(?P<base>{_N})分之(?P<top>{_N})|"
    rf"(?<![\d/.])(?P<t>[1-9])/(?P<u>[2-9]|10)(?![\d/年月日人户个号])|(?P<half>一半|半数)|(?P<full>百分百)"
)
_TAIL = re.compile(r"\(?(?:含本数|含)?\)?(?:及)?(?:之)?(?:以上|以下|以内|之内|左右|上下)")
_FROM_NUMBER = re.compile(rf"[\d{_HAN}万亿半]")
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
    rf"上))(?:了|为|于|在|至|到|每年|每月)?$"
)
_FAR = re.compile(
    r"(?:(?P<least>至少|不少于|最少|起码)|(?P<atmost>最多|至多|不超过))[^,。;:!?\n\d一二三四五六七八九十两、]{1,10}$"
)
_SCORE_HEAD = re.compile(r"(?:扣|加|得|计|减|记|满分|总分|达|低于|高于|各|扣减|奖)(?:除|到|分值)?$")
_IDEA_NEXT = re.compile(rf"的?(?:{measures.IDEAS})")
_IDIOM = re.compile(measures.IDIOMS)
_ONE = "一"
_GLUE_BEFORE = re.compile(
    r"[第每前后末a-zA-Z_№+]$|[a-zA-Z][ /]?[TtVv]?[ -]?\d*-?$|[统唯之逐单专其合进同划归九万]$|\d[-.:/]$|倒数$|号$|PM$"
)
_RATED = re.compile(
    r"每(?:少|多|缺|发现|增加|减少|超过?|查出|漏|推迟|迟报|逾期|出现|新增|降低|提高|低于|高于|晚|迟|拖延|"
    r"延迟)[^,。;扣减罚加奖给补处得]{0,4}$"
)
_REPEATED = re.compile(r"一(?P<u>[一-鿿])一(?P=u)")
_LISTED = re.compile(r"(?:以下|下列|上述|以上)$")
_ATTITUDE = re.compile(
    r"(?:是|成为|作为|营造|营造出|创造|创造出|形成|召开的|给|提供|留下|汇成|拧成|凝成|凝聚成|走出|开创|呈现|展现|树立)$"
)
_PLAN_HEAD = re.compile(
    r"每(?:天|日|周|星期|个?月|季度?|半年|年度?|学期|两周|两个?月|逢)|逐|按[月周季日]|一[周月日季年]$"
)
_STOP = re.compile(r"[,。;:!?\n()、]")


def read_amounts(text: str) -> list[Amount]:
    """Every quantity of the text, in order, in linear time."""
    seen = view(text)
    found: list[Amount] = []
    place = _FROM_NUMBER.search(seen.text)
    while place:
        at = place.start()
        read = _percent(seen.text, at) or _counted(seen.text, at)
        end = at + 1
        if read:
            start, end, value, unit, comparator = read
            if unit:
                left, right = seen.raw_span(start, end)
                found.append(
                    Amount(left, right, text[left:right], value, unit, comparator, _object(seen.text, start, end))
                )
        place = _FROM_NUMBER.search(seen.text, max(end, at + 1))
    return found


def answer(text: str) -> dict[str, Any]:
    """The quantities of a clause, in the fields of the phrase bank."""
    rows = [
        {
            "text": a.text,
            "value": int(a.value) if a.value == int(a.value) else a.value,
            "unit": a.unit,
            "comparator": a.comparator,
            "object": a.object,
        }
        for a in read_amounts(text)
    ]
    return {"text": text, "quantities": rows}


Read = tuple[int, int, float, str, str]


def _percent(text: str, at: int) -> Read | None:
    """百分之九十八, 三分之二, 3/4, 一半 as percentages."""
    found = _PARTS.match(text, at)
    if not found or (at and text[at - 1].isdigit()):
        return None
    if found["hundred"]:
        value = 100.0 if found["h"] == "百" else number(found["h"])
        if text.startswith("点", found.end()):
            return None
    elif found["half"] or found["full"]:
        value = 50.0 if found["half"] else 100.0
    else:
        over, under = number(found["top"] or found["t"]), number(found["base"] or found["u"])
        if not over or not under or over > under:
            return None
        value = round(100 * over / under, 2)
    tail = _TAIL.match(text, found.end())
    end = tail.end() if tail else found.end()
    if value is None or ((found["half"] or found["t"]) and not tail and not _compares(text, at)):
        return None
    if re.match(r"个?百分点", text[end:][:4]):
        return None
    start, comparator = _comparator(
        text,
        at,
        tail.group() if tail else "",
        value,
        "%",
        bool("至" in found.group() or "到" in found.group() or "-" in found.group()),
    )
    return start, end, value, "%", comparator


def _compares(text: str, at: int) -> bool:
    return bool(_BEFORE.search(text[max(0, at - 5) : at]))


def _counted(text: str, at: int) -> Read | None:
    """A figure and its unit; a read without unit only says how far the text is dealt with."""
    found = _AMOUNT.match(text, at)
    if not found:
        run = re.compile(r"\d[\d.,:/-]*|百分之").match(text, at)
        return (at, run.end(), 0.0, "", "") if run else None
    figure, unit = found["a"], found["unit"]
    head, following = text[max(0, at - 14) : at], text[found.end() : found.end() + 8]
    start, value = at, _value(figure, found["b"])
    if value is None:
        return None
    start, comparator = _comparator(
        text, at, found["tail"] or "", value, unit, bool(found["b"]) or _two_digits(figure), _has_more(figure)
    )
    marked = comparator != "=" or found["tail"] is not None
    if not _is_quantity(
        figure, unit, head, following, marked, text[found.start("unit") : found.start("unit") + 12], at == start
    ):
        return (at, found.start("unit"), 0.0, "", "")
    if unit.startswith("成"):
        return start, found.end(), value * 10 + (5 if unit == "成半" else 0), "%", comparator
    return start, found.end(), value, unit, comparator


def _has_more(figure: str) -> bool:
    return bool(re.search(_MORE, figure))


def _two_digits(figure: str) -> bool:
    """两三个, 三五处: two neighbouring digits in characters are a range."""
    return bool(re.fullmatch(r"[一二两三四五六七八][二三四五六七八九]", figure))


def _value(figure: str, upper: str | None) -> float | None:
    if _two_digits(figure):
        return number(figure[0])
    plain = re.sub(_MORE, "", figure)
    value = _magnitude(plain)
    if value is not None and upper and not re.search("[万亿千百]$", plain):
        scale = re.search(r"[万亿]+$", re.sub(_MORE, "", upper))
        value *= _magnitude("一" + scale.group()) or 1 if scale else 1
    return value


def _magnitude(plain: str) -> float | None:
    if plain and plain[0] in "万亿":
        plain = "一" + plain
    return number(plain.replace(",", ""))


def _comparator(
    text: str, at: int, tail: str, value: float, unit: str, ranged: bool, more: bool = False
) -> tuple[int, str]:
    """Where the comparator begins, and what it says."""
    head = text[max(0, at - 8) : at]
    found = _BEFORE.search(head)
    start = at - len(head) + found.start() if found else at
    if ("下" in tail and "上下" not in tail) or "内" in tail:
        return start, "<="
    if "以上" in tail:
        return start, ">="
    kind = found.lastgroup if found else None
    if kind == "least" and unit == "%" and value == 100 and found and found.group().startswith("达"):
        return start, "="
    if kind in ("least", "atmost", "over", "under"):
        return start, {"least": ">=", "atmost": "<=", "over": ">", "under": "<"}[kind]
    far = _FAR.search(text[max(0, at - 16) : at])
    if far:
        return at - len(far.group()), ">=" if far["least"] else "<="
    if found and found["about"] and found.group().startswith("上"):
        return (start, ">=") if text[at] in "百千万" else (at, "=")
    return start, ">=" if ranged or more else "="


def _is_quantity(figure: str, unit: str, head: str, following: str, marked: bool, rest: str, bare: bool) -> bool:
    if _GLUE_BEFORE.search(head) or _RATED.search(head) or (head and head[-1:].isdigit()):
        return False
    arabic = figure[0].isdigit() and figure[0].isascii()
    if re.fullmatch(measures.DURATIONS, unit.split("/")[0]):
        return _is_standard(figure, unit, head, following, marked, rest)
    if not arabic and (_IDIOM.match(figure + rest) and not marked):
        return False
    if head[-1:] == '"' and re.match(r"[^\"]{0,4}\"", following):
        return False
    if (
        not marked
        and _IDEA_NEXT.match(following)
        and (not arabic or figure in "123456789")
        and unit in ("个", "项", "条", "种", "类", "次", "件", "场", "道", "大")
    ):
        return False
    if unit == "分" and not arabic:
        return bool(_SCORE_HEAD.search(head)) and figure not in ("万",)
    if not marked and (figure in ("百", "千", "万") or _REPEATED.match(figure + rest) or _LISTED.search(head)):
        return False
    if unit == "次" and not arabic and following.startswith(measures.MEETINGS):
        return False
    if unit == "类" and (not arabic or marked):
        return False
    if not arabic and unit in measures.SHY and not marked and (len(figure) == 1 or figure in ("十分",)):
        return _stands_alone(unit, head, following)
    if figure == _ONE and not marked:
        return _one_counts(unit, head, following)
    return True


def _stands_alone(unit: str, head: str, following: str) -> bool:
    """A number in characters with an ambiguous unit counts where its clause ends with it: 新购垃圾车三台, 标志牌四块."""
    closes = not following or following[0] in ",。;、)\n"
    return unit in measures.PLAIN_THINGS or (unit in measures.SMALL_THINGS and closes)


def _one_counts(unit: str, head: str, following: str) -> bool:
    """One of something is said of a thing to do or to have: 组织一次, 配备一名, 各一台; not with 每季度…一次."""
    if _ATTITUDE.search(head) or (unit == "轮" and head.endswith("新")):
        return False
    if unit == "套" and re.search(r"制度|机制|体系|办法|流程|班子|人马", following):
        return False
    if unit == "次" or unit in ("期", "场", "轮", "遍"):
        return not _PLAN_HEAD.search(head) and not re.match(r"(?:性|过|地|到)", following)
    return not re.match(r"(?:地|般|样)", following)


def _is_standard(figure: str, unit: str, head: str, following: str, marked: bool, rest: str) -> bool:
    """Durations count only as a standard of their own: 不超过30分钟, 保存不少于2年."""
    inside = rest[len(unit) :].startswith(("以内", "之内", "内"))
    if unit in ("分钟", "秒", "秒钟"):
        return not re.match(r"(?:城市|便民|社区)?[一-鿿]{0,4}圈", following)
    if inside or re.search(r"(?:时限|期限|限期|限时|提前|整改时间)[^,。;]{0,4}$", head):
        return False
    return marked and not (unit == "年" and len(figure) == 4)


def _object(text: str, start: int, end: int) -> str:
    """The noun after the unit, or else what stands before the number."""
    stop = _STOP.search(text, end, min(len(text), end + 20))
    after = text[end : stop.start() if stop else end + 20].lstrip("的")
    if after and not re.match(r"以|,", after):
        return after
    low = max(0, start - 20)
    cut = max((m.end() for m in _STOP.finditer(text, low, start)), default=low)
    return text[cut:start]
