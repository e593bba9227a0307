"""Which clauses are headings, and under which headings each clause stands.

Numbers decide first: a style that is open already gets a sibling, a style that starts at one becomes a child, anything
else goes by the usual rank 一、(一)1.(1)①. Real papers skip and repeat levels; so nothing relies on a complete outline.
"""

from dataclasses import dataclass

from weicheng.engines.reader.sentences import RANK, Clause

LINE_LIMIT, INLINE_LIMIT, RUN_LIMIT = 42, 34, 48
_KNOWN = [
    "指导思想",
    "总体要求",
    "工作目标",
    "目标任务",
    "工作任务",
    "主要任务",
    "重点任务",
    "工作步骤",
    "实施步骤",
    "方法步骤",
    "工作要求",
    "保障措施",
    "工作措施",
    "组织领导",
    "组织机构",
    "基本原则",
    "工作原则",
    "任务分工",
    "职责分工",
    "工作重点",
    "工作内容",
    "主要内容",
    "时间安排",
    "具体安排",
    "具体措施",
    "背景",
    "范围",
    "相关要求",
    "有关要求",
]


@dataclass(slots=True)
class Heading:
    """Clauses ``first`` to ``last`` (inclusive) are one heading; ``start:end`` is its text without number."""

    first: int
    last: int
    start: int
    end: int
    style: str
    ordinal: int
    inline: bool


@dataclass(slots=True)
class Outline:
    """``headings`` in order; ``path[i]`` are indexes of the headings above clause i; ``heading[i]`` its own or -1."""

    headings: list[Heading]
    path: list[tuple[int, ...]]
    heading: list[int]


def _group_end(clauses: list[Clause], first: int) -> int:
    """Last clause of the sentence that starts at ``first``; a new list mark ends it too."""
    last = first
    while (
        last + 1 < len(clauses)
        and clauses[last + 1].sentence == clauses[first].sentence
        and clauses[last + 1].paragraph == clauses[first].paragraph
        and clauses[last + 1].mark is None
        and clauses[last].sep != ":"
        and not (clauses[last].sep == "" and last + 1 < len(clauses))
    ):
        last += 1
    return last


def _is_heading(clauses: list[Clause], first: int, last: int) -> tuple[bool, bool]:
    """(is a heading, stands inline) for the group ``first..last`` that has a list mark."""
    mark, length = clauses[first].mark, clauses[last].end - clauses[first].start
    assert mark is not None
    separator = clauses[last].sep
    following = clauses[last + 1] if last + 1 < len(clauses) else None
    limit = RUN_LIMIT if mark.style == "run" else INLINE_LIMIT
    if following is None or separator in (";", ","):
        return False, False
    same_line = following.paragraph == clauses[first].paragraph
    if separator == "":
        return length <= INLINE_LIMIT, True
    if separator == "\n":
        sibling = not same_line and following.mark is not None and following.mark.style == mark.style
        return length <= LINE_LIMIT and not sibling, same_line
    if same_line:
        if following.mark is not None and separator != ":":
            return False, True
        return length <= limit, True
    if following.mark is None:
        return length <= limit, False
    deeper = RANK[following.mark.style] > RANK[mark.style] and following.mark.ordinal <= 1
    return deeper and length <= limit + 10, False


def find_headings(text: str, clauses: list[Clause], levels: dict[int, int] | None = None) -> list[Heading]:
    """All headings. ``levels`` gives the outline level of paragraphs whose format says that they are headings."""
    headings: list[Heading] = []
    i = 0
    while i < len(clauses):
        clause = clauses[i]
        if clause.mark is not None:
            last = _group_end(clauses, i)
            is_heading, inline = _is_heading(clauses, i, last)
            if is_heading:
                headings.append(
                    Heading(i, last, clause.start, clauses[last].end, clause.mark.style, clause.mark.ordinal, inline)
                )
                i = last + 1
                continue
        elif clause.sep == "\n" and (i == 0 or clauses[i - 1].paragraph != clause.paragraph):
            level = levels.get(clause.paragraph) if levels else None
            if level or text[clause.start : clause.end].strip(":") in _KNOWN:
                headings.append(Heading(i, i, clause.start, clause.end, f"level{level or 1}", 0, False))
        i += 1
    return headings


def _rank(style: str) -> float:
    return float(style[5:]) if style.startswith("level") else float(RANK[style])


def build_outline(text: str, clauses: list[Clause], levels: dict[int, int] | None = None) -> Outline:
    """The outline of the paper over its clauses."""
    headings = find_headings(text, clauses, levels)
    path: list[tuple[int, ...]] = []
    own = [-1] * len(clauses)
    for number, found in enumerate(headings):
        for i in range(found.first, found.last + 1):
            own[i] = number
    stack: list[tuple[str, int]] = []  # style, heading index or -1 for a numbered entry that is no heading
    paragraph = -1
    for i, clause in enumerate(clauses):
        number = own[i]
        if number >= 0 and i > headings[number].first:
            path.append(path[-1])
            continue
        if clause.paragraph != paragraph:
            paragraph = clause.paragraph
            if clause.mark is None or clause.mark.style != "run":
                _close_runs(stack, headings, clauses, paragraph)
        style = headings[number].style if number >= 0 else clause.mark.style if clause.mark else ""
        if style:
            _place(stack, style, clause.mark.ordinal if clause.mark else 0)
        path.append(tuple([n for _, n in stack if n >= 0]))
        if style:
            stack.append((style, number))
    return Outline(headings, path, own)


def _close_runs(stack: list[tuple[str, int]], headings: list[Heading], clauses: list[Clause], paragraph: int) -> None:
    """A run-in list (一是…) ends with its paragraph unless its entry is a line of its own."""
    while stack and stack[-1][0] == "run":
        number = stack[-1][1]
        if number >= 0 and not headings[number].inline and clauses[headings[number].first].paragraph == paragraph - 1:
            return
        stack.pop()


def _place(stack: list[tuple[str, int]], style: str, ordinal: int) -> None:
    """Close what the new entry closes."""
    styles = [s for s, _ in stack]
    if style in styles:
        del stack[styles.index(style) :]
        return
    if (
        ordinal == 1
        and stack
        and _rank(style) < _rank(stack[-1][0])
        and stack[-1][0] != "run"
        and _rank(style) > _rank(stack[0][0])
        and stack[-1][1] >= 0
    ):
        return
    while stack and _rank(stack[-1][0]) >= _rank(style):
        stack.pop()
