"""Figures as people type them: full-width digits, thousands commas, 万, a unit behind, 百分之九十五."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from weicheng.engines.reader.amounts import read_amounts

MOST = Decimal(10) ** 14
_NOTHING = {"", "-", "—", "－", "/", "无", "暂无", "未统计", "…"}
_FIGURE = re.compile(r"([-+−]?\d[\d,]*(?:\.\d+)?|[-+−]?\.\d+)(十万|百万|千万|万|亿|千|百)?(.*)")
_TIMES = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SAME = {"%": "%", "‰": "‰", "㎡": "㎡", "m2": "㎡", "m²": "㎡", "平方米": "㎡", "平米": "㎡", "h": "h", "小时": "h",
         "岁": "岁", "周岁": "岁", "天": "天", "日": "天", "1/10万": "1/10万", "/10万": "1/10万"}  # fmt: skip
_RATES = {"%", "‰", "1/10万"}


class BadFigure(ValueError):
    """What was typed is no figure; the words say what would be."""


def read_figure(text: str, unit: str = "") -> Decimal | None:
    """The figure, with the decimals it was typed with; "" and 无 are None.

    ``unit`` is the one that is asked: a rate typed in another (5.2% where ‰ is asked) is refused. Raises BadFigure.
    """
    folded = unicodedata.normalize("NFKC", text.replace("㎡", "平方米")).replace("−", "-")
    plain = "".join(folded.split())
    if plain in _NOTHING:
        return None
    found = _FIGURE.fullmatch(plain)
    if found is None or (found[3] and found[3][0].isdigit()):
        return _in_words(text, plain, unit)
    number, times, behind = found.groups()
    if "," in number and not _THOUSANDS.fullmatch(number):
        raise BadFigure(f"“{text.strip()}”里的逗号不知道是什么意思，小数点请用“.”。")
    _check_unit(text, behind, unit)
    try:
        value = Decimal(number.replace(",", "")) * _TIMES.get(times or "", 1)
    except InvalidOperation as error:
        raise BadFigure(_not_a_number(text)) from error
    return _bounded(text, value)


def _in_words(text: str, plain: str, unit: str) -> Decimal:
    """百分之九十五点六, 三万二千人: as the reader of papers understands them."""
    if _ROUGH_BEFORE.match(plain):
        raise BadFigure(_not_a_number(text))
    bare = "分之" not in plain and plain.endswith(tuple("零一二三四五六七八九十百千万"))
    counted = plain + "个" if bare else plain  # the reader asks for a unit
    amounts = read_amounts(counted)
    if len(amounts) != 1 or amounts[0].text != counted or amounts[0].comparator != "=":
        raise BadFigure(_not_a_number(text))
    amount = amounts[0]
    _check_unit(text, amount.unit, unit)
    return _bounded(text, Decimal(str(amount.value)).normalize() + 0)


_ROUGH = re.compile(r"以[上下内]|左右|上下|[多余]$|不到|近$")
_ROUGH_BEFORE = re.compile(r"大?约|将?近|超|逾|不[足少到]|至[少多]|最[少多]|[高低]于")
_POWERS = re.compile(r"m[23]|10万")


def _check_unit(text: str, typed: str, unit: str) -> None:
    """A rate stands for itself; other units behind a figure (人, 处, km) are words. 95%以上 is no figure."""
    if _ROUGH.search(typed) or re.search(r"\d|%%", _POWERS.sub("", typed)):
        raise BadFigure(_not_a_number(text))
    said = _SAME.get(typed)
    if said in _RATES and unit and said != _SAME.get(unit, unit):
        raise BadFigure(f"这里的单位是“{unit}”，您填的是“{text.strip()}”，请换算成“{unit}”再填。")


def _bounded(text: str, value: Decimal) -> Decimal:
    if abs(value) >= MOST:
        raise BadFigure(f"“{text.strip()[:30]}”太大了，请检查是不是多打了几位。")
    return value


def _not_a_number(text: str) -> str:
    return f"“{text.strip()[:30]}”不是数，请填数字，如95.6、3.2万、1,234。"
