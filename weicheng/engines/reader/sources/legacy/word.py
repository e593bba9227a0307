"""From the pieces of a .doc to a Document."""

from dataclasses import dataclass, field
from typing import Any

from weicheng.engines.reader.document import Document, Locator
from weicheng.engines.reader.sources.assembly import Assembly, Paragraph
from weicheng.engines.reader.sources.counting import Counter
from weicheng.engines.reader.sources.legacy import properties as p
from weicheng.engines.reader.sources.legacy.grid import Grid
from weicheng.engines.reader.sources.legacy.lists import BinaryStyle, read_lists, read_styles
from weicheng.engines.reader.sources.legacy.pieces import PLACES, Binary, open_binary
from weicheng.engines.reader.sources.symbols import readable
from weicheng.engines.reader.sources.watch import Limits, Watch

_ENDS = frozenset("\r\x07\x0c")
_SHOWN = {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\t": "\t", "\xa0": " "}
_READ_PARTS = ("body", "textbox", "footnote", "endnote")
_BODY_TEXT = 9


def read_word(ole: Any, name: str, watch: Watch, limits: Limits) -> Document:
    binary = open_binary(ole, limits)
    reader = WordReader(binary, watch)
    assembly = Assembly(limits)
    spans = {part: (begin, end) for part, begin, end in binary.parts}
    for part in _READ_PARTS:
        assembly.add_all(reader.part(part, *spans[part]), watch)
    if any("VBA" in entry or "Macros" in entry for entry in ole.listdir()):
        assembly.warn("文件里带有宏，宏没有运行，只读取了文字。")
    return assembly.document(name, "doc")


@dataclass(slots=True)
class _Line:
    pieces: list[str] = field(default_factory=list)
    bold: bool = True


class WordReader:
    """Walks character positions, paragraph by paragraph."""

    def __init__(self, binary: Binary, watch: Watch) -> None:
        self.binary = binary
        self.watch = watch
        main, table = binary.main, binary.table
        self.paragraphs = p.read_runs(main, table, binary.place(PLACES["paragraphs"]), paragraphs=True)
        self.styles = read_styles(binary)
        self.counter = Counter(read_lists(binary))
        self._gone, self._bold = self._marks()
        self._fields: list[bool] = []

    def part(self, part: str, begin: int, end: int) -> list[Any]:
        """The drafts of one part of the text."""
        grid = Grid()
        line = _Line()
        number = 0
        self._fields = []
        for at in range(begin, end):
            if at % 5000 == 0:
                self.watch.step(at, len(self.binary.text), "段落")
            character = self.binary.text[at]
            if character in _ENDS and character:
                number += 1
                if character != "\x07" and self._gone[at]:
                    continue  # the end of the paragraph was deleted: the line goes on
                self._end(grid, line, at, character, part, number)
                line = _Line()
            elif not self._gone[at]:
                self._write(line, character, at)
        self._end(grid, line, max(end - 1, begin), "\r", part, number + 1)
        return grid.finish()

    def _write(self, line: _Line, character: str, at: int) -> None:
        if character == "\x13":
            self._fields.append(False)
        elif character == "\x14":
            if self._fields:
                self._fields[-1] = True
        elif character == "\x15":
            if self._fields:
                self._fields.pop()
        elif all(self._fields):
            shown = _SHOWN.get(character, character if character >= " " else "")
            line.pieces.append(shown)
            if shown.strip():
                line.bold = line.bold and bool(self._bold[at])

    def _end(self, grid: Grid, line: _Line, at: int, mark: str, part: str, number: int) -> None:
        found, style = self._properties(at)
        in_table = bool(p.flag(found, p.IN_TABLE)) or mark == "\x07"
        depth = int.from_bytes(found.get(p.DEPTH, b"\x01\x00\x00\x00"), "little") if in_table else 0
        depth = depth if 0 < depth < 20 else int(in_table)
        if p.flag(found, p.ROW_END) or p.flag(found, p.INNER_ROW_END):
            grid.add(None, depth)
            grid.end_row(found)
            return
        grid.add(self._paragraph(line, found, style, part, None if depth else number), depth)
        if mark == "\x07" or p.flag(found, p.INNER_CELL):
            grid.end_cell()

    def _paragraph(self, line: _Line, found: p.Sprms, style: int, part: str, number: int | None) -> Paragraph | None:
        text = "".join(line.pieces)
        label = self._label(found, style)
        if number is None and not text.strip() and any(map(str.isalnum, label)):
            text, label = label, ""  # a cell in a column of automatic numbers
        if not text.strip():
            return None
        if any("\ud800" <= c <= "\udfff" for c in text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")
        align = self._inherited(found, style, p.ALIGN) or self._inherited(found, style, p.ALIGN_OLD)
        locator = Locator(paragraph=number, part=part)
        level = self._level(found, style)
        centred = align is not None and align[:1] == b"\x01"
        bold = line.bold or any(p.flag(s.character, p.BOLD) for s in self._chain(style)[:1])
        return Paragraph(label + readable(text).strip(), level, bold, centred, locator)

    def _properties(self, at: int) -> tuple[p.Sprms, int]:
        run = self.paragraphs.at(self.binary.offset(at))
        if run is None:
            return {}, 0
        return p.modifiers(self.paragraphs.lists[run], self.binary.data), self.paragraphs.styles[run]

    def _inherited(self, found: p.Sprms, style: int, code: int) -> bytes | None:
        if code in found:
            return found[code]
        return next((s.paragraph[code] for s in self._chain(style) if code in s.paragraph), None)

    def _chain(self, style: int) -> list[BinaryStyle]:
        chain: list[BinaryStyle] = []
        seen: set[int] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            chain.append(self.styles[style])
            style = self.styles[style].parent
        return chain

    def _level(self, found: p.Sprms, style: int) -> int | None:
        outline = self._inherited(found, style, p.OUTLINE)
        if outline is not None:
            return outline[0] + 1 if outline[0] < _BODY_TEXT else None
        # The first styles are the same in every file: 1 to 9 are the headings.
        return style if 1 <= style <= 9 else None

    def _label(self, found: p.Sprms, style: int) -> str:
        index = self._inherited(found, style, p.LIST)
        if index is None or len(index) != 2:
            return ""
        level = self._inherited(found, style, p.LIST_LEVEL)
        return self.counter.label(int.from_bytes(index, "little"), level[0] if level else 0)

    def _marks(self) -> tuple[bytearray, bytearray]:
        """For each character position whether it is deleted or hidden, and whether it is bold."""
        binary = self.binary
        runs = p.read_runs(binary.main, binary.table, binary.place(PLACES["characters"]), paragraphs=False)
        gone, bold = bytearray(len(binary.text)), bytearray(len(binary.text))
        for begin, end, found in self._formatted(runs):
            if p.flag(found, p.DELETED) or p.flag(found, p.HIDDEN):
                gone[begin:end] = b"\x01" * (end - begin)
            if p.flag(found, p.BOLD):
                bold[begin:end] = b"\x01" * (end - begin)
        return gone, bold

    def _formatted(self, runs: p.Runs) -> Any:
        """(begin, end, modifiers) in character positions of every stretch with modifiers."""
        for start, count, offset, width in self.binary.spans(0, len(self.binary.text)):
            run = runs.at(offset)
            last = offset + count * width
            index = run if run is not None else 0
            while index < len(runs.starts) and runs.starts[index] < last:
                if runs.lists[index] and runs.ends[index] > offset:
                    begin = start + max(0, runs.starts[index] - offset) // width
                    end = start + min(count, (runs.ends[index] - offset) // width)
                    yield begin, max(begin, end), p.modifiers(runs.lists[index], b"")
                index += 1
