"""What a person types into the search box: words with blanks between them, all of which must occur; “…” is taken whole."""

import re

from weicheng.engines.fulltext.normalising import clean, normalise
from weicheng.engines.fulltext.pieces import LONGEST

MOST = 8  # words of one search
_WORD = re.compile(r'[“"「]([^“”"「」]+)[”"」]|([^\s“”"「」]+)')


def terms(typed: str) -> list[str]:
    """The normalised words of a search, each once; a word beyond the longest is cut into such as can be sought."""
    found: list[str] = []
    for quoted, bare in _WORD.findall(clean(typed)):
        word = normalise(quoted or bare)
        for start in range(0, len(word), LONGEST):
            part = word[start : start + LONGEST]
            if part.strip() and part not in found:
                found.append(part)
    return found[:MOST]
