"""The stretch of a text around a word, with the words marked as they stand in the original spelling."""

from collections.abc import Iterable
from dataclasses import dataclass

from weicheng.engines.fulltext.normalising import normalise

AROUND = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that is a word sought, or is not."""

    text: str
    is_hit: bool


def marked(text: str, words: Iterable[str]) -> list[Part]:
    """``text`` cut into what is one of the normalised ``words`` and what is not; overlapping words make one mark."""
    inside = _inside(normalise(text), words)
    parts: list[Part] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inside[place] != inside[start]:
            parts.append(Part(text[start:place], bool(inside[start])))
            start = place
    return parts if text else []


def excerpt(text: str, words: Iterable[str], around: int = AROUND) -> list[Part]:
    """What stands within ``around`` characters of the first word found, in one line; empty if none is in ``text``."""
    words = list(words)
    plain = normalise(text)
    places = [(plain.find(word), len(word)) for word in words]
    found = min(((place, length) for place, length in places if place >= 0), default=None)
    if found is None:
        return []
    start, end = max(0, found[0] - around), found[0] + found[1] + around
    parts = marked(" ".join(text[start:end].split("\n")), words)
    before = [Part("…", False)] if start else []
    after = [Part("…", False)] if end < len(text) else []
    return [*before, *parts, *after]


def _inside(plain: str, words: Iterable[str]) -> bytearray:
    inside = bytearray(len(plain))
    for word in words:
        place = plain.find(word) if word else -1
        while place >= 0:
            inside[place : place + len(word)] = b"\x01" * len(word)
            place = plain.find(word, place + 1)
    return inside
