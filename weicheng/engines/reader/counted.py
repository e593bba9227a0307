"""What the form of a paper settles whatever the model says: phase headings with a period, and counted things in one clause.

A phase heading that gives its months is a row by itself. A clause that strings together acts with a number each (读一本好书、听一场
报告、写一篇体会) is as many rows, each to be checked by itself.
"""

import re
from collections.abc import Iterable

from weicheng.engines.reader.outline import Outline

_PERIOD = re.compile(r"[(][^()]{0,6}(?:\d{1,2}|[一二三四五六七八九十]{1,3})月[^()]{0,24}[)]$")
_CLASSIFIERS = "个次场篇项本期份支座处块条名台部套间所张堂批轮节封件"
_COUNTED = re.compile(rf"[\u4e00-\u9fff]{{1,2}}[一两二三四五六七八九十\d]+[{_CLASSIFIERS}]")
# verbs before the first act whose second letter is not its own
_HELPERS = ("开展", "组织", "进行", "做到", "实行", "举办", "要求", "抓好")
_FEWEST = 3  # acts in a string of them; two are rather one act with two objects


def with_phases(text: str, outline: Outline, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of clauses, with the headings of phases that none of them holds."""
    runs = list(found)
    held = {clause for first, last in runs for clause in range(first, last + 1)}
    for heading in outline.headings:
        if heading.first not in held and _PERIOD.search(text, heading.start, heading.end):
            runs.append((heading.first, heading.last))
    return sorted(runs)


def counted_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the acts that ``text[start:end]`` strings together, or the whole where it does not."""
    whole = [(start, end)]
    if text.count("、", start, end) < _FEWEST - 1 or "," in text[start:end]:
        return whole
    parts: list[tuple[int, int]] = []
    here = start
    for piece in text[start:end].split("、"):
        parts.append((here, here + len(piece)))
        here += len(piece) + 1
    if not all(_COUNTED.match(text, a, b) for a, b in parts[1:]):
        return whole
    first = [_verb(text, found) for found in _COUNTED.finditer(text, *parts[0])]
    return [(first[-1], parts[0][1]), *parts[1:]] if first else whole


def _verb(text: str, counted: re.Match[str]) -> int:
    """Where the verb of the first act begins: 开展 | 读一本好书."""
    start = counted.start()
    return start + 1 if text.startswith(_HELPERS, start - 1) else start
