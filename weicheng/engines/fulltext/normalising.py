"""Two spellings that a reader takes for the same become the same: width, case, Traditional and Simplified, kinds of blanks.

Character by character and never changing the length: then the normal form of a part is the part of the normal form,
without which a word at the edge of a piece could not be found.
"""

import unicodedata
from functools import lru_cache
from typing import Any

_WIDTHS = ("<wide>", "<narrow>")
_KEPT_BLANKS = "\n\t "


def clean(text: str) -> str:
    """What a database can keep and a page can show: no control, zero-width or lone surrogate characters, one kind of line
    end, composed accents. This one may shorten the text: do it once, before anything is counted."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(char for char in text if _is_shown(char)))


def normalise(text: str) -> str:
    """The form in which texts are compared; as long as ``text``."""
    return text.translate(_TABLE)


def _is_shown(char: str) -> bool:
    if char in _KEPT_BLANKS:
        return True
    if 0xFE00 <= ord(char) <= 0xFE0F or 0xE0100 <= ord(char) <= 0xE01EF:
        return False  # variation selectors: the same character in another drawing
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs")


class _Table(dict[int, int]):
    """Fills itself: what a character becomes is worked out when it is first met."""

    def __missing__(self, code: int) -> int:
        self[code] = found = ord(_simple(chr(code)))
        return found


_TABLE = _Table()


def _simple(char: str) -> str:
    if char.isspace():
        return " "
    char = _one(_narrow(char), char)
    char = _one(char.lower(), char)
    return _one(_simplified(char), char) if ord(char) >= 0x2E80 else char


def _narrow(char: str) -> str:
    """Full-width letters, half-width katakana and the compatibility ideographs, but not ① or ㎡, which are other words."""
    mapping = unicodedata.decomposition(char)
    if not mapping:
        return char
    parts = mapping.split()
    same = (len(parts) == 2 and parts[0] in _WIDTHS) or (len(parts) == 1 and 0xF900 <= ord(char) <= 0x2FA1F)
    return unicodedata.normalize("NFKC", char) if same else char


def _one(new: str, old: str) -> str:
    return new if len(new) == 1 else old


def _simplified(char: str) -> str:
    return str(_converter().convert(char))


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
