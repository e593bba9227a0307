"""Text as a Word file can hold it."""

from __future__ import annotations

import re

# What XML 1.0 has no place for; a name pasted from a table may carry them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows: in a paper they only hide what stands there.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """The text without what breaks the file; line breaks are \\n, tabs one space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _TURNING.sub("", _FORBIDDEN.sub("", text))
