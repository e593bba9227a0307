"""Rich text: a small reader of the control words that carry text."""

import re
from dataclasses import dataclass, field, replace

from weicheng.engines.reader.document import Document, UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.assembly import Assembly
from weicheng.engines.reader.sources.rtf_text import RtfText
from weicheng.engines.reader.sources.watch import TOO_LONG, Limits, Watch

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# Groups that hold no text of the paper.
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf themedata "
    b"colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl filetbl revtbl "
    b"fldinst shprslt sp nonshppict annotation atnid atnauthor bkmkstart bkmkend ftnsep ftnsepc ftncn aftnsep aftnsepc "
    b"template operator author pnseclvl wgrffmtfilter mmathPr themedata userprops docvar".split()
)
# Starred groups are skipped by readers that do not know them; these are known.
_KNOWN_STARRED = frozenset(b"shpinst shptxt footnote nesttableprops background".split())
# The number of a list item, with formatting of its own that does not end the paragraph.
_LABELS = (b"listtext", b"pntext")
_CHARSETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949", 0: "cp1252", 238: "cp1250", 204: "cp1251"}
_DEEPEST = 500


@dataclass(slots=True)
class State:
    """What a group inherits from the one around it."""

    skip: bool = False
    starred: bool = False
    font: int | None = None
    hidden: bool = False
    bold: bool = False
    unicode_length: int = 1
    destination: bytes = b""
    sheet: bool = False


@dataclass(slots=True)
class RtfReader:
    text: RtfText
    codepage: str = "gb18030"
    fonts: dict[int, str] = field(default_factory=dict)
    state: State = field(default_factory=State)
    _stack: list[State] = field(default_factory=list)
    _bytes: bytearray = field(default_factory=bytearray)
    _eat: int = 0  # characters that stand for a \u in readers without Unicode
    _high: int = 0
    _style: int | None = None

    def read(self, data: bytes, watch: Watch) -> None:
        at = 0
        for count, match in enumerate(_TOKEN.finditer(data)):
            if count % 20_000 == 0:
                watch.step(match.start(), len(data), "文本")
            if match.lastindex == 3 or match.group(2):
                at = max(at, self._word(match.group(2), match.group(3), data, match.end()))
            elif match.start() < at:
                continue
            else:
                self._other(match)
        self._flush()

    def _other(self, match: re.Match[bytes]) -> None:
        if match.group(1):
            self._character(bytes([int(match.group(1), 16)]))
        elif match.group(4):
            self._symbol(match.group(4))
        elif match.group(5) == b"{":
            self._flush()
            if len(self._stack) > _DEEPEST:
                raise UnreadableDocument(BROKEN)
            self._stack.append(replace(self.state))
            self.state.starred = False
        elif match.group(5) == b"}":
            self._flush()
            self._eat = 0
            self._leave()
        elif match.group(6):
            self._character(match.group(6))

    def _leave(self) -> None:
        ended = self.state
        if self._stack:
            self.state = self._stack.pop()
        if ended.destination and ended.destination != self.state.destination and not ended.skip:
            self.text.leave(ended.destination.decode("ascii"))

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.state.starred = True
        elif symbol in b"{}\\":
            self._character(symbol)
        elif symbol == b"~":
            self._write("\u00a0")
        elif symbol == b"_":
            self._write("-")
        elif symbol in b"\r\n":
            self._control(b"par", None)

    def _character(self, raw: bytes) -> None:
        if self._eat:
            eaten = min(self._eat, len(raw))
            self._eat -= eaten
            raw = raw[eaten:]
        if not self.state.skip and not self.state.hidden:
            self._bytes += raw

    def _flush(self) -> None:
        if self._bytes:
            encoding = self.fonts.get(self.state.font if self.state.font is not None else -1, self.codepage)
            if encoding == "cp1252" and max(self._bytes) > 0x80:
                # Chinese in a Latin font: writers forget to change the font.
                encoding = self.codepage
            text = self._bytes.decode(encoding, errors="replace")
            self._bytes.clear()
            self.text.write(text, self.state.bold)

    def _write(self, text: str) -> None:
        self._flush()
        if not self.state.skip and not self.state.hidden:
            self.text.write(text, self.state.bold)

    def _word(self, word: bytes, argument: bytes | None, data: bytes, end: int) -> int:
        """Obey a control word; the offset from which tokens count again (after binary data)."""
        number = int(argument) if argument else None
        if word == b"bin":
            return end + max(0, min(number or 0, len(data)))
        if word == b"u":
            self._unicode(number or 0)
            return 0
        self._flush()
        self._control(word, number)
        return 0

    def _unicode(self, code: int) -> None:
        code %= 0x10000
        self._eat = self.state.unicode_length
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if self._high:
                self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)))
            self._high = 0
            return
        self._write(chr(code) if code >= 0x20 else "")

    def _control(self, word: bytes, number: int | None) -> None:
        state = self.state
        if state.sheet:
            self._style_word(word, number)
        if word in _SKIPPED or (state.starred and word not in _KNOWN_STARRED):
            state.destination = word
            state.skip = True
            state.sheet = word == b"stylesheet"
        elif word in (b"shptxt", b"footnote"):
            state.destination = word
            if not state.skip:
                self.text.enter(word.decode("ascii"))
        elif word in _LABELS:
            state.destination = word
        elif word == b"ansicpg" and number:
            self.codepage = {936: "gb18030", 950: "big5hkscs", 65001: "utf-8"}.get(number, self.codepage)
        elif word == b"uc":
            state.unicode_length = max(0, min(number or 0, 100)) if number is not None else 1
        elif word == b"f":
            state.font = number
        elif word == b"fcharset" and state.font is not None and number is not None:
            self.fonts[state.font] = _CHARSETS.get(number, self.codepage)
        elif word in (b"v", b"deleted"):
            state.hidden = number != 0
        elif word == b"b":
            state.bold = number != 0
        elif word == b"plain":
            state.hidden = state.bold = False
        elif not state.skip and not state.hidden and (state.destination not in _LABELS or word == b"tab"):
            self.text.control(word.decode("ascii"), number)
        state.starred = False

    def _style_word(self, word: bytes, number: int | None) -> None:
        """Styles matter for the outline level of headings only."""
        if word == b"s":
            self._style = number
        elif word == b"outlinelevel" and self._style is not None and number is not None and 0 <= number < 9:
            self.text.levels[self._style] = number + 1


def read_rtf(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """Text, tables, text boxes and footnotes of a rich text file."""
    if len(data) > limits.part:
        raise UnreadableDocument("RTF 文件太大，请删去图片或另存为 docx 再上传。")
    if data.count(b"\\par") + data.count(b"\\cell") + data.count(b"\\row") > 2 * limits.paragraphs:
        raise UnreadableDocument(TOO_LONG)
    text = RtfText()
    RtfReader(text).read(data, watch)
    assembly = Assembly(limits)
    assembly.add_all(text.finish(), watch)
    return assembly.document(name, "rtf")
