"""Quantities of running text: number, unit, comparator and what is counted.

A number counts when a unit follows it and the turn of phrase is not an ordinal, a slogan, a date, a rhythm or a name.
"""

import re
from dataclasses import dataclass
from typing import Any

from weicheng.engines.reader import measures
from weicheng.engines.reader.countable import Mention, counts
from weicheng.engines.reader.figures import (
    FIGURE,
    HAN,
    NUMBER,
    TAIL_AT,
    comparator,
    has_more,
    is_compared,
    is_rough,
    value_of,
)
from weicheng.engines.worktime.numerals import number
from weicheng.engines.worktime.view import view


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class Amount:
    """``raw[start:end] == text``; ``comparator`` is one of = >= <= > <; ``object`` is what is counted, as far as seen."""

    start: int
    end: int
    text: str
    value: float
    unit: str
    comparator: str
    object: str


@dataclass(slots=True)  # not frozen: a paper makes thousands of them
class _Read:
    """A reading on the view; without a unit it only says how far the text is dealt with."""

    start: int
    end: int
    value: float = 0.0
    unit: str = ""
    comparator: str = ""


_AMOUNT_AT = re.compile(
    rf"(?P<a>{FIGURE})(?:(?:(?![日月年号]){measures.UNIT})??(?:-{{1,2}}|至|到|~)(?P<b>{FIGURE}))?(?P<unit>{measures.UNIT})"
    rf"(?P<tail>{TAIL_AT.pattern})?"
)
_PARTS_AT = re.compile(
    rf"(?P<hundred>百分之(?P<h>百|{NUMBER})(?:-|至|到)?(?:百分之{NUMBER})?)|(?P<base>{NUMBER})分之(?P<top>{NUMBER})|"
    rf"(?<![\d/.])(?P<t>[1-9])/(?P<u>[2-9]|10)(?![\d/年月日人户个号])|(?P<half>一半|半数)|(?P<full>百分百)"
)
_SHARE = re.compile(r"分之|/|一半|半数|百分百")  # no _PARTS_AT without it
_NUMBER_RUN_AT = re.compile(r"\d[\d.,:/-]*|百分之")
_FROM_NUMBER = re.compile(rf"[\d{HAN}万亿半]")
_STOP = re.compile(r"[,。;:!?\n()、]")
_CLOCK = re.compile(rf"[\d{HAN}][时点]$")  # 18时30分 is a time of day


def read_amounts(text: str) -> list[Amount]:
    """Every quantity of the text, in order, in linear time."""
    seen = view(text)
    found: list[Amount] = []
    last = _Read(0, 0)
    shares = _SHARE.search(seen.text) is not None
    place = _FROM_NUMBER.search(seen.text)
    while place:
        at = place.start()
        read = (shares and _share(seen.text, at)) or _counted(seen.text, at)
        if read and read.unit:
            if _same_limit(seen.text, last, read):
                read.comparator = last.comparator
            last = read
            start, end = seen.raw_span(read.start, read.end)
            counted = _object(seen.text, read.start, read.end)
            found.append(Amount(start, end, text[start:end], read.value, read.unit, read.comparator, counted))
        place = _FROM_NUMBER.search(seen.text, max(read.end if read else 0, at + 1))
    return found


def _same_limit(text: str, last: _Read, read: _Read) -> bool:
    """分别不低于65%、60%: the comparator holds for each member of the list."""
    listed = last.unit == read.unit and text[last.end : read.start] in ("、", "和", "以及", "及")
    return listed and read.comparator == "=" and "分别" in text[max(0, last.start - 6) : last.start + 2]


def answer(text: str) -> dict[str, Any]:
    """The quantities of a clause, in the fields of the phrase bank."""
    rows = [
        {
            "text": one.text,
            "value": int(one.value) if one.value == int(one.value) else one.value,
            "unit": one.unit,
            "comparator": one.comparator,
            "object": one.object,
        }
        for one in read_amounts(text)
    ]
    return {"text": text, "quantities": rows}


def _share(text: str, at: int) -> _Read | None:
    """百分之九十八, 三分之二, 3/4, 一半 as percentages."""
    found = _PARTS_AT.match(text, at)
    if not found or (at and text[at - 1].isdigit()) or text.startswith(("点", "个百分点"), found.end()):
        return None
    value = _percentage(found)
    if text[at - 1 : at] in ("个", "项") and found["h"] == "百":
        return None  # 六个百分之百
    tail = TAIL_AT.match(text, found.end())
    needs_mark = found["half"] or found["t"]
    if value is None or (needs_mark and not tail and not is_compared(text, at)):
        return None
    ranged = bool(re.search("[至到-]", found.group()))
    start, sign = comparator(text, at, tail.group() if tail else "", ranged=ranged, full=value == 100)
    return _Read(start, tail.end() if tail else found.end(), value, "%", sign)


def _percentage(found: re.Match[str]) -> float | None:
    if found["hundred"]:
        return 100.0 if found["h"] == "百" else number(found["h"])
    if found["half"] or found["full"]:
        return 50.0 if found["half"] else 100.0
    over, under = number(found["top"] or found["t"]), number(found["base"] or found["u"])
    return round(100 * over / under, 2) if over and under and over <= under else None


def _counted(text: str, at: int) -> _Read | None:
    """A figure with its unit."""
    found = _AMOUNT_AT.match(text, at)
    if not found:
        run = _NUMBER_RUN_AT.match(text, at)
        return _Read(at, run.end()) if run else None
    figure, unit = found["a"], found["unit"]
    if unit == "分" and _CLOCK.search(text, max(0, at - 3), at):
        return _Read(at, found.end())
    value = value_of(figure, found["b"])
    if value is None:
        return None
    ranged = bool(found["b"]) or is_rough(figure) or has_more(figure)
    start, sign = comparator(text, at, found["tail"] or "", ranged=ranged, full=unit == "%" and value == 100)
    place, end = found.start("unit"), found.end()
    marked = sign != "=" or found["tail"] is not None
    head = text[max(0, at - 14) : at]
    if not counts(Mention(figure, unit, head, text[place : place + 12], text[end : end + 16], marked)):
        return _Read(at, place)
    if unit.startswith("成"):
        return _Read(start, end, value * 10 + _after_tenths(unit), "%", sign)
    return _Read(start, end, value, unit, sign)


def _after_tenths(unit: str) -> float:
    """两成五 is 25 %, 八成半 85 %."""
    last = unit.removeprefix("成")
    return 5.0 if last == "半" else number(last) or 0.0 if last else 0.0


_DATE = re.compile(r"\d+[年月日](?:底|初|末|上旬|中旬|下旬)?(?:之前|以前|前|内|起)?")


def _object(text: str, start: int, end: int) -> str:
    """The noun after the unit, or else what stands before the number."""
    stop = _STOP.search(text, end, min(len(text), end + 20))
    after = text[end : stop.start() if stop else end + 20].lstrip("的")
    if after and not after.startswith("以"):
        return after
    low = max(0, start - 20)
    cut = max((m.end() for m in _STOP.finditer(text, low, start)), default=low)
    # A date before the object is no part of it.
    cut = max((m.end() for m in _DATE.finditer(text, cut, start)), default=cut)
    return text[cut:start]
