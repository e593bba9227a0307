"""A long title is broken where the sense allows it, lines of like length or swelling in the middle (7.3.1)."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

# What no line may cut: names of titles and bodies, standing terms, days, short brackets.
_WHOLE = re.compile(
    "(国家卫生(?:城市|城镇|区|县|镇)|卫生(?:城市|城镇|社区)|爱国卫生(?:运动|月)?(?:委员会)?|病媒生物(?:防制)?|环境卫生|健康素养|"
    "农贸市场|背街小巷|公共厕所|领导小组(?:办公室)?|周例会|推进会|调度会|实施方案|工作方案|行动方案|工作情况|责任单位|"
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月(?:\d{1,2}日)?|（[^（）]{1,8}）)"
)
PER_LINE = 19  # 156 mm hold 20 characters of 22 pt; one is left as air
# No line begins with these, none ends with those.
_NOT_FIRST = set("的了和与及、，。；：》）”")
_TAILS = {"区", "市", "县", "镇"}  # what a segmenter cuts off from the name before it
_NOT_LAST = set("《（“和与及关于")


def width(text: str) -> float:
    """In full characters; Latin letters and digits are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


@lru_cache(maxsize=256)
def broken(title: str) -> tuple[str, ...]:
    """The lines of a title; breaks that the author made are kept."""
    given = [line.strip() for line in title.split("\n") if line.strip()]
    if len(given) > 1:
        return tuple(given)
    text = given[0] if given else ""
    if width(text) <= PER_LINE:
        return (text,)
    words = _words(text)
    wanted = -(-int(width(text) + 0.5) // PER_LINE)
    for count in range(wanted, wanted + 3):
        found = _best(words, count)
        if found:
            return found
    return tuple(text[start : start + PER_LINE] for start in range(0, len(text), PER_LINE))


def _best(words: list[str], count: int) -> tuple[str, ...]:
    """The arrangement on ``count`` lines with the least raggedness."""
    best: tuple[str, ...] = ()
    price = float("inf")
    for cuts in itertools.islice(itertools.combinations(range(1, len(words)), count - 1), 20_000):
        edges = (0, *cuts, len(words))
        lines = tuple("".join(words[a:b]) for a, b in itertools.pairwise(edges))
        cost = _cost(lines) + sum(40 for cut in cuts if words[cut] in _TAILS)
        if cost < price:
            best, price = lines, cost
    return best


def _cost(lines: tuple[str, ...]) -> float:
    widths = [width(line) for line in lines]
    if max(widths) > PER_LINE:
        return float("inf")
    cost = (max(widths) - min(widths)) * 1.0
    for line in lines[1:]:
        cost += 40 if line[0] in _NOT_FIRST else 0
        cost += 6 if len(line) <= 4 else 0
    for line in lines[:-1]:
        cost += 40 if line[-1] in _NOT_LAST else 0
    # A waist (long, short, long) is the one shape that nobody likes.
    if len(widths) == 3 and widths[1] < min(widths[0], widths[2]):
        cost += 8
    return cost


def _words(text: str) -> list[str]:
    """Terms of the trade stay whole; a segmenter of everyday words would cut them, or cut across them (区周 of 卫生区周例会)."""
    import rjieba

    pieces = re.split(_WHOLE, text)
    return [word for place, one in enumerate(pieces) for word in ([one] if place % 2 else rjieba.cut(one)) if word]
