"""Line ends inside a sentence: texts that were wrapped by hand, by a web page or by a PDF."""

import re
from collections import Counter
from functools import cached_property

Edit = tuple[int, int, str]

LABEL = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,4}[章节篇条部]"
    r"|[一二三四五六七八九十]{1,3}[、．.]"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、．]|\.(?!\d)|\))"
    r"|[①-⑳⑴-⒛●■□◆★•▪➢#*|]|附件|附表|抄送|主送)"
)
_TERMINAL = frozenset("。！？；：…!?;:")
_INSIDE = frozenset("：:；;")  # these end no line that stands in an open bracket: (牵头单位：… 责任单位：
_COMMA = frozenset(",，、")
_CLOSING = frozenset("，。、；：！？,;:)”’》】〕")
_PAIRS = (("“", "”"), ("(", ")"), ("（", "）"), ("《", "》"), ("〔", "〕"))
_LAST_CLAUSE = re.compile(r"[^。！？；!?;]*\Z")
# Characters: a line this long is no heading; with an unfinished clause in it, this long; before a page mark, this long.
_SENTENCE = re.compile(r"[。；;].{4}")  # a numbered line with more than one sentence is no heading
_LONG = 40
_FAIRLY_LONG = 22
_MARKED = 10
_HEADING = 40


def joins(text: str) -> list[Edit]:
    """Edits that take away line ends which stand in the middle of a sentence."""
    lines = text.split("\n")
    layout = _Layout(lines)
    edits: list[Edit] = []
    at = 0
    for index in range(len(lines) - 1):
        line = lines[index]
        end_of_line = at + len(line)
        at = end_of_line + 1
        if not line or (line[-1] in _TERMINAL and line[-1] not in _INSIDE) or line.isspace():
            continue
        following = _next(lines, index)
        if following is None:
            continue
        tail = line.rstrip()
        head = lines[following].lstrip()
        if not tail or not _goes_on(tail, head, lines[following], layout, following - index > 1):
            continue
        begin = end_of_line - len(line) + len(tail)
        end = end_of_line + 1 + sum(len(skipped) + 1 for skipped in lines[index + 1 : following])
        end += len(lines[following]) - len(head)
        latin = tail[-1].isascii() and tail[-1].isalpha() and head[0].isascii() and head[0].isalpha()
        edits.append((begin, end, " " if latin else ""))
    return edits


def _next(lines: list[str], index: int) -> int | None:
    """The next line, or the one after a single empty line."""
    for following in (index + 1, index + 2):
        if following < len(lines) and lines[following] and not lines[following].isspace():
            return following
    return None


def goes_on_after_mark(tail: str, head: str) -> bool:
    """Whether a sentence runs on over a page mark, which may stand anywhere: less evidence is needed."""
    if not tail or not head or tail[-1] in _TERMINAL or LABEL.match(head) or head.startswith("  "):
        return False
    return tail[-1] in _COMMA or (len(tail) >= _MARKED and not LABEL.match(tail) and _unfinished(tail))


class _Layout:
    """What the lines of the text have in common, looked at only once a line asks for it."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    @cached_property
    def width(self) -> int | None:
        return _wrap_width(self._lines)

    @cached_property
    def indents(self) -> bool:
        return _indents_tell(self._lines)


def _goes_on(tail: str, head: str, following: str, layout: _Layout, apart: bool) -> bool:
    last = tail[-1]
    if last in _TERMINAL:
        return last in _INSIDE and not apart and not LABEL.match(head) and _opens(tail, head, ("(", ")"), ("（", "）"))
    if head[0] in _CLOSING and not apart:
        return True
    if _opens(tail, head) and not apart:
        return True
    if LABEL.match(head) or (following.startswith("  ") and layout.indents):
        return False
    if last in _COMMA:
        return True
    if apart:
        return False
    if layout.width is not None and layout.width - 5 <= _shown_width(tail):
        return True
    if LABEL.match(tail) and len(tail) <= _HEADING and not _SENTENCE.search(tail):
        return False
    return len(tail) >= _LONG or (len(tail) >= _FAIRLY_LONG and _unfinished(tail))


def _opens(tail: str, head: str, *pairs: tuple[str, str]) -> bool:
    """A quotation or bracket is open at the end of the line and is closed in the next."""
    for opening, closing in pairs or _PAIRS:
        if opening in tail and tail.rfind(opening) > tail.rfind(closing):
            close = head.find(closing)
            inner = head.find(opening)
            if close >= 0 and (inner < 0 or close < inner):
                return True
    return False


def _unfinished(tail: str) -> bool:
    """The last sentence has a comma but no end: prose, not a heading."""
    match = _LAST_CLAUSE.search(tail[-200:])
    clause = match.group() if match else ""
    return any(comma in clause for comma in _COMMA)


def _shown_width(line: str) -> int:
    """Columns on a screen: two for a Han character, one for a Latin one."""
    return (len(line.encode("utf-8", "surrogatepass")) + len(line)) // 2


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the lines of a hard-wrapped text end, None for a text with a line for each paragraph."""
    widths = Counter(_shown_width(line.rstrip()) for line in lines if len(line) >= 12)
    total = sum(widths.values())
    if total < 4:
        return None
    near: Counter[int] = Counter()  # lines of a width or up to five columns less
    for width, count in widths.items():
        for more in range(6):
            near[width + more] += count
    best = max(widths, key=near.__getitem__)
    share = near[best] / total
    longer = sum(count for width, count in widths.items() if width > best + 4) / total
    return best if share >= 0.4 and longer <= 0.1 else None


def _indents_tell(lines: list[str]) -> bool:
    """Whether an indented line begins a paragraph: not where all lines are indented alike."""
    filled = [line for line in lines if line and not line.isspace()]
    indented = sum(line.startswith("  ") for line in filled)
    return 0 < indented < 0.8 * len(filled)
