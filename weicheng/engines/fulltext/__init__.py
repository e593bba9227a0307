"""Chinese full text without a dictionary: one and two characters find the candidates, an exact comparison decides.

``normalise`` keeps the length, so that a place found in the normalised text is the same place in the text shown.
"""

from weicheng.engines.fulltext.grams import grams, tokens, wanted_grams, wanted_tokens
from weicheng.engines.fulltext.normalising import clean, normalise
from weicheng.engines.fulltext.pieces import LONGEST, OVERLAP, SIZE, Piece, pieces
from weicheng.engines.fulltext.slides import slides_text
from weicheng.engines.fulltext.snippets import Part, excerpt, marked
from weicheng.engines.fulltext.words import terms

__all__ = [
    "LONGEST",
    "OVERLAP",
    "SIZE",
    "Part",
    "Piece",
    "clean",
    "excerpt",
    "grams",
    "marked",
    "normalise",
    "pieces",
    "slides_text",
    "terms",
    "tokens",
    "wanted_grams",
    "wanted_tokens",
]
