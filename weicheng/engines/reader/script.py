"""Writing made uniform for the grammars, with the way back to the text as it stood.

Folds widths and quotes, drops invisible characters, readings in brackets and page marks, closes up spaces and broken
lines, and turns a Traditional text into a Simplified one. Most texts need little of this, so each step first asks
whether there is anything to do.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from weicheng.engines.reader.linebreaks import Edit, goes_on_after_mark, joins

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"

# --- characters that become one other character -------------------------------------------------------------------

_FOLDED = (
    {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {ord(wide): ord(narrow) for wide, narrow in zip("％（）［］｛｝＋－／＜＝＞＂＇＃＆＊＠＿", "%()[]{}+-/<=>\"'#&*@_", strict=True)}
    | {ord(small): ord(plain) for small, plain in zip("﹙﹚﹝﹞﹑﹪﹣﹢﹤﹥﹦︰", "()〔〕、%-+<>=:", strict=True)}
    | {ord(odd): ord(plain) for odd, plain in zip("‚‛„‟〝〞〟｢｣「」『』", "“”“”“””“”“”‘’", strict=True)}
    | dict.fromkeys(map(ord, "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), 0x20)
    | dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), 0x0A)
    | {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
)  # fmt: skip
_FOLDABLE = re.compile("[" + "".join(re.escape(chr(code)) for code in _FOLDED) + "]")
_WIDE_POINT = re.compile(r"．(?<=[0-9]．)(?=[0-9\s])")
_STRAIGHT_QUOTES = re.compile(r'"([^"\n]{1,80})"')

# --- characters and annotations that go ---------------------------------------------------------------------------

_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\r"
)
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿêếềĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙ\u0300\u0301\u0304\u030c"
_LETTERS = f"a-zA-ZɑɡüÜ{_TONED}"
_DROPPED = re.compile(
    rf"[{_INVISIBLE}]+"
    rf"|(?<=[{_HAN}])`+(?=[{_HAN}])"
    rf"|(?<=[{_HAN}])\(\s?[{_LETTERS}]{{1,7}}(?:['’· -]?[{_LETTERS}]{{1,7}}){{0,5}}[1-5]?\s?\)"
    r"|\([\u3105-\u312f\u31a0-\u31bfˊˇˋ˙ˉ一丨·\s]{1,16}\)"
)
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|ong|er|i|ia|iao|ie|iu|ian|in|iang|ing|iong|"
    r"u|ua|uo|uai|ui|uan|un|uang|ü|üe|üan|ün|ue|v|ve|n|ng|m)$"
)
_BOPOMOFO = re.compile("[\u3105-\u312f\u31a0-\u31bf]")
_BRACKET = re.compile(r"\([A-Za-zɑɡüÜāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\u3105-\u312f\s]")

# --- page marks ---------------------------------------------------------------------------------------------------

_DASH = "[-—–－─―·•]{1,3}"
_MARK = (
    rf"(?:{_DASH} ?\d{{1,4}} ?{_DASH}"
    r"|第 ?\d{1,4} ?[页頁](?:[,，/／|、 ]*共 ?\d{1,4} ?[页頁])?"
    r"|共 ?\d{1,4} ?[页頁][,，/／|、 ]*第 ?\d{1,4} ?[页頁]"
    r"|(?i:page) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?"
    r"|(?:PAGE ?)+(?:\\\* ?MERGEFORMAT ?)?\d{0,4})"
)
_MARKABLE = re.compile(r"\n *(?:[-—–－─―·•]|[第共] ?\d|(?i:page))")  # cheaper than the patterns after it
_MARKED_LINE = re.compile(rf"(?:(?:\n *)+{_MARK} *(?=\n|\Z))+(?:\n *)*(?=\n|\Z)")
_MARKED_START = re.compile(r"\n *(?:[-—–]{1,2} ?\d{1,3} ?[-—–]{1,2}(?=[^\d\s\-—–])|(?:PAGE )+\d{1,3}(?=\D))")
_BARE_NUMBER = re.compile(r"\d{1,4}(?: ?[/／] ?\d{1,4})?|[ivxlc]{1,6}")
_WHOLE_MARK = re.compile(_MARK)


def is_page_mark(text: str) -> bool:
    """Whether a line in the margin of a page is its number: — 3 —, 第3页 共9页, 3/9, 3."""
    line = text.strip()
    return bool(_WHOLE_MARK.fullmatch(line) or _BARE_NUMBER.fullmatch(line))


# --- spaces -------------------------------------------------------------------------------------------------------

_SPACES = re.compile(" +")
_AFTER_DIGIT = frozenset("年月日号时点分秒%万亿元个次处座所家户人名条项吨公平米天周届")
_BEFORE_DIGIT = frozenset("年月第")
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_CLOSABLE = re.compile(rf"[{_HAN}0-9，。、；：！？“”《》〈〉〔〕()]+")

# --- Traditional --------------------------------------------------------------------------------------------------

_PAIRS = (
    "國国衛卫愛爱創创為为會会動动發发實实開开關关門门環环縣县區区鄉乡鎮镇辦办領领導导組组織织務务責责標标準准質质強强"
    "進进過过對对從从時时間间當当將将來来這这個个們们說说學学經经濟济業业產产農农廣广場场車车電电話话報报導导員员長长"
    "單单處处據据數数萬万億亿體体點点規规設设備备護护獎奖懲惩罰罚檢检查查驗验評评監监測测總总結结論论題题問问見见視视"
    "認认識识記记證证許许計计劃划訂订詳详細细綜综續续維维綠绿紀纪級级統统綱纲項项順顺須须頭头類类願愿應应與与於于興兴"
    "舉举廳厅廠厂歷历蓋盖無无後后復复顯显現现積积極极條条"
)
_TRADITIONAL = re.compile("[" + "".join(a for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if a != b) + "]")
_SIMPLIFIED = re.compile("[" + "".join(b for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if a != b) + "]")
_SAMPLE = 6000


def replaced(text: str, odd: re.Pattern[str], plain: dict[int, int]) -> str:
    """``text`` with each odd character replaced by its plain one: faster than translate where few kinds are odd."""
    for character in set(odd.findall(text)):
        text = text.replace(character, chr(plain[ord(character)]))
    return text


class Clean:
    """A cleaned text. ``starts[i]`` is the offset in the raw text of the character ``text[i]``."""

    __slots__ = ("_ends", "raw", "starts", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self.starts: Sequence[int] = range(len(raw))
        self._ends: array[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the raw text that ``text[start:end]`` was made from."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        if start == end:
            at = self.starts[start] if start < len(self.text) else len(self.raw)
            return at, at
        last = self.starts[end - 1] + 1 if self._ends is None else self._ends[end - 1]
        return self.starts[start], last

    def _put(self, text: str) -> None:
        """Replace the text by one of the same length."""
        self.text = text

    def _edit(self, edits: list[Edit]) -> None:
        """Apply (start, end, replacement) in order. A replacement stands for its whole span."""
        if not edits:
            return
        if self._ends is None and any(len(edit[2]) > 0 for edit in edits):
            self._ends = array("I", (start + 1 for start in self.starts))
        starts, ends = array("I"), array("I")
        pieces: list[str] = []
        at = 0
        for begin, end, replacement in edits:
            pieces += (self.text[at:begin], replacement)
            starts.extend(array("I", self.starts[at:begin]))
            starts.extend([self.starts[begin]] * len(replacement))
            if self._ends is not None:
                ends.extend(self._ends[at:begin])
                ends.extend([self._ends[end - 1]] * len(replacement))
            at = end
        starts.extend(array("I", self.starts[at:]))
        if self._ends is not None:
            ends.extend(self._ends[at:])
            self._ends = ends
        self.text = "".join(pieces) + self.text[at:]
        self.starts = starts


def clean(text: str, *, wrapped: bool = True) -> Clean:
    """The text as the grammars want it.

    ``wrapped`` says that a line end may stand in the middle of a sentence (see Document.wrapped); where the format
    marks paragraphs, lines are left as they are.
    """
    result = Clean(text)
    result._put(replaced(text, _FOLDABLE, _FOLDED))
    if "．" in result.text:
        result._put(_WIDE_POINT.sub(".", result.text))
    result._edit(_dropped(result.text))
    if '"' in result.text:
        result._put(_STRAIGHT_QUOTES.sub(_curl, result.text))
    result._edit(_page_marks(result.text, wrapped))
    if " " in result.text:
        result._edit(_closed_spaces(result.text))
    if wrapped and "\n" in result.text:
        result._edit(joins(result.text))
    if _is_traditional(result.text):
        _simplify(result)
    return result


def _curl(match: re.Match[str]) -> str:
    return f"“{match.group(1)}”" if _HAN_CHARACTER.search(match.group(1)) else match.group()


# --- dropped ------------------------------------------------------------------------------------------------------

_DROPPABLE = re.compile(f"[{_INVISIBLE}`]")


def _dropped(text: str) -> list[Edit]:
    if not _DROPPABLE.search(text) and not _BRACKET.search(text):
        return []
    found = list(_DROPPED.finditer(text))
    toned = sum(match.group()[0] == "(" and _has_tone(match.group()) for match in found)
    return [(m.start(), m.end(), "") for m in found if m.group()[0] != "(" or _is_reading(m.group(), toned >= 3)]


def _has_tone(text: str) -> bool:
    return any(character in _TONED for character in text)


def _is_reading(bracket: str, annotated: bool) -> bool:
    """Whether a bracket after a character tells how to read it.

    Without a tone mark it may as well be an abbreviation: it counts only in a text that is annotated throughout.
    """
    if _BOPOMOFO.search(bracket):
        return True
    if not _has_tone(bracket) and not annotated:
        return False
    plain = unicodedata.normalize("NFD", bracket.strip("() 12345").lower().replace("ɑ", "a").replace("ɡ", "g"))
    plain = unicodedata.normalize("NFC", re.sub("[\u0300\u0301\u0302\u0304\u030c]", "", plain))
    return all(_SYLLABLE.match(part) for part in re.split("['’· -]", plain) if part)


def _page_marks(text: str, wrapped: bool) -> list[Edit]:
    padded = "\n" + text
    if not _MARKABLE.search(padded):
        return []
    edits = [_with_line_end(padded, *m.span(), wrapped) for m in _MARKED_LINE.finditer(padded)]
    taken = {start for start, _ in edits}
    edits += [(m.start() + 1, m.end()) for m in _MARKED_START.finditer(padded) if m.start() not in taken]
    found: list[Edit] = []
    last = 0
    for start, end in sorted(edits):
        # Offsets of the padded text are one too high; the first line has no line end of its own to drop.
        if end - 1 > max(start - 1, last):
            found.append((max(start - 1, last), end - 1, ""))
            last = end - 1
    return found


def _with_line_end(text: str, start: int, end: int, wrapped: bool) -> tuple[int, int]:
    """A marked line, with the line end after it where the sentence runs on."""
    following = end + 1
    if wrapped and goes_on_after_mark(_line(text, start), _line(text, min(following, len(text)))):
        return start, following
    return start, end


# --- spaces -------------------------------------------------------------------------------------------------------


def _closed_spaces(text: str) -> list[Edit]:
    """Spaces inside a word: between a number and its unit, and between characters set or recognised one by one."""
    edits: list[Edit] = []
    group: list[tuple[int, int]] = []
    for match in _SPACES.finditer(text):
        start, end = match.span()
        left, right = text[start - 1 : start], text[end : end + 1]
        if not left or not right or left == "\n" or right == "\n":
            continue
        if group and not _one_piece(text[group[-1][1] : start]):
            edits += _close_group(text, group)
            group = []
        group.append((start, end))
    edits += _close_group(text, group)
    return edits


def _one_piece(between: str) -> bool:
    return len(between) <= 3 and bool(_CLOSABLE.fullmatch(between))


def _close_group(text: str, group: list[tuple[int, int]]) -> list[Edit]:
    if not group:
        return []
    if _is_spaced_out(text, group):
        return [(start, end, "") for start, end in group]
    return [(start, end, "") for start, end in group if _splits_number(text[start - 1], text[end])]


def _splits_number(left: str, right: str) -> bool:
    return (left.isdigit() and right in _AFTER_DIGIT) or (left in _BEFORE_DIGIT and right.isdigit())


def _is_spaced_out(text: str, group: list[tuple[int, int]]) -> bool:
    """实 施 方 案, or OCR output; but not 城管局 住建局, where the space parts names."""
    first, last = group[0][0], group[-1][1]
    if not (_CLOSABLE.match(text[first - 1]) and _CLOSABLE.match(text[last])):
        return False
    if len(group) == 1:
        line = _line(text, first)
        return len(_SPACES.sub("", line)) == 2 and len(_HAN_CHARACTER.findall(line)) == 2
    inner = [text[left[1] : right[0]] for left, right in pairwise(group)]
    han = sum(bool(_HAN_CHARACTER.search(piece)) for piece in inner)
    return sum(map(len, inner)) < 1.7 * len(inner) and 2 * han >= len(inner)


def _line(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : end if end >= 0 else len(text)]


# --- Traditional to Simplified ------------------------------------------------------------------------------------


def _is_traditional(text: str) -> bool:
    middle = len(text) // 2
    sample = text if len(text) < 3 * _SAMPLE else text[:_SAMPLE] + text[middle : middle + _SAMPLE] + text[-_SAMPLE:]
    traditional = len(_TRADITIONAL.findall(sample))
    return traditional >= 2 and traditional > 2 * len(_SIMPLIFIED.findall(sample))


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _simplify(result: Clean) -> None:
    convert = _converter().convert
    converted = convert(result.text)
    if len(converted) == len(result.text):
        result._put(converted)
        return
    edits: list[Edit] = []
    at = 0
    for sentence in re.findall(r"[^。\n]*[。\n]?", result.text):
        simple = convert(sentence)
        if simple != sentence:
            edits += _differences(at, sentence, simple)
        at += len(sentence)
    result._edit(edits)


def _differences(at: int, before: str, after: str) -> list[Edit]:
    if len(before) == len(after):
        return [(at + i, at + i + 1, b) for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(at + i, at + j, after[k:m]) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]
