"""Clean text becomes clauses: the pieces between commas, with the list mark, if any, that stands before them.

Nothing is cut inside 《…》, short “…” and (…). A list mark may stand at the start of a line, after a full stop or a gap,
or, in brackets, anywhere.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from weicheng.engines.reader.script import replaced

DIGITS = "一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
TERMINAL = "。!?"
_ENDS = TERMINAL + "\n"

# The number of a list entry, by style; the name of the group is the style.
MARK = re.compile(
    rf"""(?P<part>第[{DIGITS}]{{1,3}}(?:[章节条]|部分))[、:\s]?
    |(?P<han>[{DIGITS}]{{1,3}})(?:、|\.(?!\d))
    |[(](?P<hanb>[{DIGITS}]{{1,3}})[)][、.]?
    |(?P<hanc>[{BRACKETED}])[、.]?
    |(?P<num>\d{{1,2}})(?:[、.](?!\d)|、(?=\d{{4}}年|\d{{1,2}}月(?:\d|底|初|上旬|中旬|下旬)))
    |[(](?P<numb>\d{{1,2}})[)][、.]?
    |(?P<circ>[{CIRCLED}])[、.]?
    |(?P<numh>\d{{1,2}})[)][、.]?
    |(?P<run>[{DIGITS}]{{1,2}}是要?|[{DIGITS}]要(?=[\u4e00-\u9fff])|第[{DIGITS}]{{1,2}}(?=[,、:是要])|其[一二三四五六七八九](?=[,是]))[,、:]?
    |(?P<stage>第[{DIGITS}]{{1,2}}(?:个)?(?:阶段|步骤|步|时段))[:、,]?
    """,
    re.VERBOSE,
)
_MARK_FIRST = frozenset(f"第其(0123456789{DIGITS}{CIRCLED}{BRACKETED}")
RANK = {"part": 0, "han": 1, "hanb": 2, "hanc": 2, "stage": 2, "num": 3, "numb": 4, "numh": 4, "circ": 5, "run": 6}

# Every alternative begins with one letter: the search then passes over all other letters at one go. A comma in 1,200 and a colon
# in 8:30 are no marks.
_NUMBERED = rf"[ \u3000]*(?=(?:[{DIGITS}]{{1,3}}|\d{{1,2}})[、.](?!\d))"
_TOKEN = re.compile(
    rf",(?!(?<=\d,)\d{{3}}(?!\d))|。|\n|:(?!(?<=\d:)\d)|;|\?|!|《[^《》\n]{{1,60}}》|“[^“”\n]{{1,40}}”|\((?:[{DIGITS}]{{1,3}}|\d{{1,2}})\)|\([^()\n]{{0,80}}\)"
    rf"|\u0020{_NUMBERED}|\u3000{_NUMBERED}|\.\.\.+|……*|{'|'.join(CIRCLED + BRACKETED)}"
)
_BRACKET_MARK = re.compile(rf"[(](?:[{DIGITS}]{{1,3}}|\d{{1,2}})[)]$|^[{CIRCLED}{BRACKETED}]$")
_MARKS = frozenset(",;。!?:\n \u3000.…")  # a token that begins so ends a clause
_SPACE = " \u3000\t\r"
# One character for one: full width to half width, so that everything after sees one form of each mark.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(odd): ord(plain) for odd, plain in zip("\u301c\uff61\u2018\u2019【】", "~。“”()", strict=True)
}
_FOLDABLE = re.compile("[" + re.escape("".join(map(chr, _FOLDED))) + "]")


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
    return replaced(text, _FOLDABLE, _FOLDED)


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


def no_gap(_: int) -> str:
    """What the cleaning took out before a character where it took out nothing."""
    return ""


def read_mark(text: str, position: int) -> Mark | None:
    """The list mark that starts at ``position``."""
    found = MARK.match(text, position) if text[position : position + 1] in _MARK_FIRST else None
    if found is None:
        return None
    style = found.lastgroup or ""
    return Mark(style, ordinal(found.group(style)), found.start(), found.end())


_HEADLIKE = re.compile(r"[\u4e00-\u9fff、“”]{3,18}$")


def _heading_end(text: str, begin: int, stop: int, mark: Mark, gap: Callable[[int], str]) -> int:
    """Where a numbered heading ends that only white space parts from the text after it; 0 where there is none."""
    if RANK[mark.style] > 3 or (gap is no_gap and " " not in text[begin : begin + 20]):
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
    return _Splitter(text, gap).split()


class _Splitter:
    """Walks over the tokens of a text and closes a clause at each separator."""

    def __init__(self, text: str, gap: Callable[[int], str] | None) -> None:
        self.text, self.gap = text, gap
        self.clauses: list[Clause] = []
        self.paragraph = self.sentence = self.left = 0
        self.mark: Mark | None = None
        self.fresh = True  # a list mark may stand here

    def split(self) -> list[Clause]:
        for token in _TOKEN.finditer(self.text):
            piece = token.group()
            first = piece[0]
            if first in _MARKS:
                self._close(token.start(), first)
                self.left = token.end()
                if first != ",":
                    self.paragraph += first == "\n"
                    self.sentence += first in _ENDS
                    self.fresh = True
            elif first not in "《“":
                self._bracket(piece, token.start(), token.end())
        self._close(len(self.text), "")
        return self.clauses

    def _bracket(self, piece: str, start: int, end: int) -> None:
        """A number in brackets begins a clause; the period of a phase ends its heading."""
        if _BRACKET_MARK.match(piece):
            if start > self.left:
                self._close(start, "")
                self.left, self.fresh = start, True
        elif len(piece) > 4 and start - self.left < 24 and self.text.startswith("阶段", start - 2):
            self._close(end, "")
            self.left = end

    def _close(self, right: int, separator: str) -> None:
        """The clause from ``left`` to ``right``; without text only its separator is kept."""
        text, begin = self.text, self.left
        if begin < right and text[begin] in _SPACE:
            begin = self._skip(begin, right)
        if self.fresh:
            self.fresh = False
            seen = read_mark(text, begin) if text[begin : begin + 1] in _MARK_FIRST else None
            if seen is not None and seen.end <= right + 1:
                self.mark, begin = seen, self._skip(seen.end, right)
        stop = right
        while stop > begin and text[stop - 1] in _SPACE:
            stop -= 1
        if stop > begin:
            self._add(begin, stop, separator)
        elif self.clauses and separator:
            last = self.clauses[-1]
            if (separator == ":" and last.sep == "") or (separator in _ENDS and last.sep in ",;:"):
                last.sep = separator

    def _add(self, begin: int, stop: int, separator: str) -> None:
        cut = _heading_end(self.text, begin, stop, self.mark, self.gap) if self.mark and self.gap else 0
        if cut:
            tail = cut - 1 if self.text[cut - 1] == " " else cut
            self.clauses.append(Clause(begin, tail, "\n", self.mark, self.paragraph, self.sentence))
            self.sentence, begin = self.sentence + 1, cut
            self.mark = read_mark(self.text, begin)
            begin = self.mark.end if self.mark is not None and self.mark.end < stop else begin
        self.clauses.append(Clause(begin, stop, separator, self.mark, self.paragraph, self.sentence))
        self.mark = None

    def _skip(self, position: int, right: int) -> int:
        while position < right and self.text[position] in _SPACE:
            position += 1
        return position
