"""A long title is broken where the sense allows it, lines of like length or swelling in the middle (7.3.1)."""

from __future__ import annotations

import itertools
from functools import lru_cache

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
    import rjieba

    return list(rjieba.cut(text))
