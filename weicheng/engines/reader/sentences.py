"""Clean text becomes clauses: the pieces between commas, with the list mark, if any, that stands before them.

Nothing is cut inside 《…》, short “…” and (…). A list mark may stand at the start of a line, after a full stop or a gap,
or, in brackets, anywhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

DIGITS = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
TERMINAL = "。!?"

# The number of a list entry, by style; the name of the group is the style.
MARK = re.compile(
    rf"""(?P<part>第[{DIGITS}]{{1,3}}(?:[章节条]|部分))[、:\s]?
    |(?P<han>[{DIGITS}]{{1,3}})[、.](?!\d)
    |[(](?P<hanb>[{DIGITS}]{{1,3}})[)][、.]?
    |(?P<hanc>[{BRACKETED}])[、.]?
    |(?P<num>\d{{1,2}})[、.](?!\d)
    |[(](?P<numb>\d{{1,2}})[)][、.]?
    |(?P<circ>[{CIRCLED}])[、.]?
    |(?P<numh>\d{{1,2}})[)][、.]?
    |(?P<run>[{DIGITS}]{{1,2}}是要?|[{DIGITS}]要(?=[\u4e00-\u9fff])|第[{DIGITS}]{{1,2}}(?=[,、:是要])|其[一二三四五六七八九](?=[,是]))[,、:]?
    |(?P<stage>第[{DIGITS}]{{1,2}}(?:个)?(?:阶段|步骤|步|时段))[:、,]?
    """,
    re.VERBOSE,
)
RANK = {"part": 0, "han": 1, "hanb": 2, "hanc": 2, "stage": 2, "num": 3, "numb": 4, "numh": 4, "circ": 5, "run": 6}

_TOKEN = re.compile(
    rf"《[^《》\n]{{1,60}}》|“[^“”\n]{{1,40}}”|[(](?:[{DIGITS}]{{1,3}}|\d{{1,2}})[)]|[(][^()\n]{{0,80}}[)]"
    rf"|[{CIRCLED}{BRACKETED}]|[,;。!?:\n]|[ \u3000]+(?=(?:[{DIGITS}]{{1,3}}|\d{{1,2}})[、.](?!\d))|\.{{3,}}|…+"
)
_BRACKET_MARK = re.compile(rf"[(](?:[{DIGITS}]{{1,3}}|\d{{1,2}})[)]$|^[{CIRCLED}{BRACKETED}]$")
_SPACE = " \u3000\t\r"
# One character for one: full width to half width, so that everything after sees one form of each mark.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= str.maketrans({"\u301c": "~", "\uff61": "。", "\u2018": "“", "\u2019": "”", "【": "(", "】": ")"})


@dataclass(slots=True)
class Mark:
    """A list number: its style (a group of MARK), its ordinal (0 when unknown) and its span."""

    style: str
    ordinal: int
    start: int
    end: int


@dataclass(slots=True)
class Clause:
    """``text[start:end]`` without its separator ``sep`` ("" at the end of a line)."""

    start: int
    end: int
    sep: str
    mark: Mark | None
    paragraph: int
    sentence: int


def fold(text: str) -> str:
    """``text`` with half-width punctuation, digits and letters; every offset stays what it was."""
    return text.translate(_FOLD)


def ordinal(written: str) -> int:
    """The number that a list mark writes, 0 when it is none."""
    written = written.strip("其第是要")
    if written.isdecimal():
        return int(written)
    if len(written) == 1 and written in CIRCLED:
        return CIRCLED.index(written) + 1
    if len(written) == 1 and written in BRACKETED:
        return BRACKETED.index(written) + 1
    han = "".join(c for c in written if c in DIGITS)
    if not han:
        return 0
    if "十" not in han:
        return DIGITS.index(han[-1]) + 1
    tens, _, ones = han.partition("十")
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + (DIGITS.index(ones) + 1 if ones else 0)


def read_mark(text: str, position: int) -> Mark | None:
    """The list mark that starts at ``position``."""
    found = MARK.match(text, position)
    if found is None:
        return None
    style = found.lastgroup or ""
    return Mark(style, ordinal(found.group(style)), found.start(), found.end())


_HEADLIKE = re.compile(r"[\u4e00-\u9fff、“”]{3,18}$")


def _heading_end(text: str, begin: int, stop: int, mark: Mark, gap: Callable[[int], str]) -> int:
    """Where a numbered heading ends that only white space parts from the text after it; 0 where there is none."""
    if RANK[mark.style] > 3:
        return 0
    for i in range(begin + 3, min(begin + 19, stop - 3)):
        white = " " if text[i - 1] == " " else gap(i)
        if (
            white
            and ("\n" not in white or RANK[mark.style] < 3)
            and _HEADLIKE.match(text[begin:i].rstrip())
            and text[i] not in "年月日、"
        ):
            return i
    return 0


def split_clauses(text: str, gap: Callable[[int], str] | None = None) -> list[Clause]:
    """Clauses of ``text`` in order; a line break ends a paragraph.

    ``gap(i)`` is the white space that was taken out before the character i: a heading may end there.
    """
    clauses: list[Clause] = []
    start, end, paragraph = 0, len(text), 0
    sentence, fresh = 0, True  # fresh: a list mark may stand here
    left, mark = start, None

    def close(right: int, separator: str) -> None:
        nonlocal mark, sentence
        begin = left
        while begin < right and text[begin] in _SPACE:
            begin += 1
        if fresh_at.pop("here", None):
            seen = read_mark(text, begin)
            if seen is not None and seen.end <= right + 1:
                mark, begin = seen, seen.end
        while begin < right and text[begin] in _SPACE:
            begin += 1
        stop = right
        while stop > begin and text[stop - 1] in _SPACE:
            stop -= 1
        if stop > begin:
            cut = _heading_end(text, begin, stop, mark, gap) if mark is not None and gap is not None else 0
            if cut:
                tail = cut - 1 if text[cut - 1] == " " else cut
                clauses.append(Clause(begin, tail, "\n", mark, paragraph, sentence))
                sentence, begin = sentence + 1, cut
                mark = read_mark(text, begin)
                begin = mark.end if mark is not None and mark.end < stop else begin
            clauses.append(Clause(begin, stop, separator, mark, paragraph, sentence))
            mark = None
        elif clauses and separator == ":" and clauses[-1].sep == "":
            clauses[-1].sep = separator
        elif clauses and separator and separator in TERMINAL + "\n":
            clauses[-1].sep = separator if clauses[-1].sep in ",;:" else clauses[-1].sep

    fresh_at: dict[str, bool] = {"here": True}
    for token in _TOKEN.finditer(text, start, end):
        piece = token.group()
        if piece[0] in "《“":
            continue
        if piece[0] == "(" or piece[0] in CIRCLED or piece[0] in BRACKETED:
            if _BRACKET_MARK.match(piece) and token.start() > left:
                close(token.start(), "")
                left = token.start()
                fresh_at["here"] = True
            elif text[token.start() - 2 : token.start()] == "阶段" and token.start() - left < 24 and len(piece) > 4:
                close(token.end(), "")
                left = token.end()
            continue
        if (
            piece[0] == ":"
            and text[token.start() - 1 : token.start()].isdigit()
            and text[token.end() : token.end() + 1].isdigit()
        ):
            continue
        if (
            piece[0] == ","
            and text[token.start() - 1 : token.start()].isdigit()
            and re.match(r"\d{3}(?!\d)", text[token.end() : token.end() + 4])
        ):
            continue
        close(token.start(), piece[0])
        left = token.end()
        if piece[0] == "\n":
            paragraph += 1
            sentence += 1
        elif piece[0] in TERMINAL:
            sentence += 1
        if piece[0] not in ",":
            fresh_at["here"] = True
    close(end, "")
    return clauses
