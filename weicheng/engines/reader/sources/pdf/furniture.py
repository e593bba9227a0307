"""Page numbers and running heads: on the page, not of the text."""

import re
from collections import Counter

from weicheng.engines.reader.script import is_page_mark
from weicheng.engines.reader.sources.pdf.lines import Line

_MARGIN = 0.14  # of the page height, above and below
_DIGITS = re.compile(r"\d+")


def drop_furniture(pages: list[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each (height, lines) without page numbers and without what repeats in the margins of most pages."""
    repeated = _repeated(pages)
    return [
        [
            line
            for line in lines
            if not (_in_margin(line, height) and (is_page_mark(line.text) or _shape(line) in repeated))
        ]
        for height, lines in pages
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < height * _MARGIN or line.top > height * (1 - _MARGIN)


def _shape(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.top / 6)


def _repeated(pages: list[tuple[float, list[Line]]]) -> set[tuple[str, int]]:
    counts = Counter(
        shape for height, lines in pages for shape in {_shape(line) for line in lines if _in_margin(line, height)}
    )
    least = max(3, len(pages) * 0.4)
    return {shape for shape, count in counts.items() if count >= least}
