"""Long texts are cut: a piece is what is looked at when it holds all grams of a word. Neighbours overlap by more than the
longest word that can be sought, so that one across a border lies whole in one of them."""

from collections.abc import Iterator
from dataclasses import dataclass

SIZE = 2000
LONGEST = 64  # characters of one word
OVERLAP = LONGEST


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` stands at ``start`` of the whole."""

    start: int
    text: str


def pieces(text: str, size: int = SIZE, overlap: int = OVERLAP) -> Iterator[Piece]:
    """Cut ``text``; any run of at most ``overlap`` characters lies whole in at least one piece. Nothing of an empty text."""
    step = size - overlap
    if step <= 0:
        raise ValueError("pieces must be longer than their overlap")
    start = 0
    while start < len(text):
        yield Piece(start, text[start : start + size])
        if start + size >= len(text):
            return
        start += step
