"""Page numbers and running heads: on the page, not of the text."""

import re
from collections import Counter

from weicheng.engines.reader.script import is_page_mark
from weicheng.engines.reader.sources.pdf.lines import Line

_MARGIN = 0.14  # of the page height, above and below
_NUMBER = re.compile(r"\d+")
# What begins or ends like this is text of the paper, however often it comes at the top of a page.
_TEXT = re.compile(r"附[件表]|.*[。；，、：;,:]$")

Shape = tuple[str, int, int]


def drop_furniture(pages: list[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each (height, lines) without page numbers and without what repeats in the margins of most pages."""
    repeated = _repeated(pages)
    return [
        [
            line
            for line in lines
            if not (_in_margin(line, height) and (is_page_mark(line.text) or _shapes(line, number) & repeated))
        ]
        for number, (height, lines) in enumerate(pages)
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < height * _MARGIN or line.top > height * (1 - _MARGIN)


def _shapes(line: Line, page: int) -> set[Shape]:
    """The line as it stands (with a year, say) and, if it ends in a number, as one that counts with the pages."""
    height = round(line.top / 6)
    numbers = _NUMBER.findall(line.text)
    counted = {(_NUMBER.sub("#", line.text), int(numbers[-1][:9]) - page, height)} if numbers else set()
    return {(line.text, 0, height)} | counted


def _repeated(pages: list[tuple[float, list[Line]]]) -> set[Shape]:
    counts: Counter[Shape] = Counter()
    for number, (height, lines) in enumerate(pages):
        marginal = [line for line in lines if _in_margin(line, height) and not _TEXT.match(line.text)]
        counts.update({shape for line in marginal for shape in _shapes(line, number)})
    least = max(3, len(pages) * 0.4)
    return {shape for shape, count in counts.items() if count >= least}
