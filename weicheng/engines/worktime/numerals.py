"""Numbers as Chinese offices write them: 2025, 二〇二五, 二0二五, 十五, 廿三, 两千, 一百二十, 1,200, 3.5."""

import re

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0, "壹": 1, "贰": 2, "叁": 3}
DIGITS |= {str(i): i for i in range(10)}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_LARGE = {"万": 10**4, "亿": 10**8}

HAN = "〇零一二三四五六七八九十百千两廿卅"
SMALL = r"(?:\d{1,3}|[一二三四五六七八九十两廿卅百]{1,5})"  # a count of days, weeks, times
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def integer(text: str) -> int | None:
    """The whole number that the text writes, or None."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def number(text: str) -> float | None:
    """The number that the text writes, in figures or in characters, with 万 and 亿 expanded, or None."""
    if text.isdecimal() and text.isascii():
        return float(text)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if text.isascii():
        return float(text) if _PLAIN.fullmatch(text) else None
    if all(c in DIGITS for c in text):  # 二〇二五, 一二
        return float("".join(str(DIGITS[c]) for c in text))
    if "点" in text:
        whole, _, part = text.partition("点")
        left, right = number(whole), number(part)
        return None if left is None or right is None or not all(c in DIGITS for c in part) else _decimal(left, part)
    return _places(text)


def _decimal(whole: float, part: str) -> float:
    return whole + int("".join(str(DIGITS[c]) for c in part)) / 10 ** len(part)


def _places(text: str) -> float | None:
    """A number with place names: 三千二百, 1.5万, 一亿二千万."""
    for name in ("亿", "万"):
        if name in text:
            head, _, tail = text.rpartition(name)
            left = number(head) if head else 1.0
            right = number(tail) if tail else 0.0
            return None if left is None or right is None else left * _LARGE[name] + right
    total, current = 0.0, None
    for piece in re.findall(r"\d+(?:\.\d+)?|.", text):
        if piece[0].isdigit() and piece.isascii():
            current = float(piece)
        elif piece in DIGITS:
            current = (current or 0) * 10 + DIGITS[piece]
        elif piece in _UNITS:
            total += (1 if current is None else current) * _UNITS[piece]
            current = None
        elif piece in _TENS:
            total += _TENS[piece]
        else:
            return None
    return total + (current or 0)
