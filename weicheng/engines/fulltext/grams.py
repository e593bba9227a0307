"""Which pieces may hold a word: those that hold every two neighbouring characters of it, or the one character it is.

Most Chinese words have two characters, which an index of three-character runs cannot find.
"""

from collections.abc import Iterable
from itertools import pairwise

_NAMES: dict[str, str] = {}


def grams(text: str) -> set[str]:
    """Every character and every two neighbours of a normalised text."""
    return {*text, *map("".join, pairwise(text))}


def wanted_grams(term: str) -> list[str]:
    """What a piece with ``term`` (normalised, not empty) has in its grams."""
    return sorted(set(map("".join, pairwise(term)))) or [term]


def tokens(text: str) -> str:
    """The grams of a piece as words of letters and digits, for an index that would throw punctuation away."""
    names = [_name(char) for char in text]
    return " ".join({*names, *(f"{one}x{two}" for one, two in pairwise(names))})


def wanted_tokens(term: str) -> str:
    """A query in the language of SQLite's FTS5 for pieces that may hold ``term``."""
    return " AND ".join(f'"{_token(gram)}"' for gram in wanted_grams(term))


def _token(gram: Iterable[str]) -> str:
    return "x".join(map(_name, gram))


def _name(char: str) -> str:
    """The character's number in hexadecimal, which has no x; texts use few characters, often."""
    name = _NAMES.get(char)
    if name is None:
        name = _NAMES[char] = f"{ord(char):x}"
    return name
