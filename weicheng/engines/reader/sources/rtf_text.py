"""Paragraphs and tables from the running text of a rich text file."""

import re
from collections import Counter
from dataclasses import dataclass, field

from weicheng.engines.reader.document import Locator
from weicheng.engines.reader.sources.assembly import CellDraft, Draft, Paragraph, TableDraft

_CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_MOST_CELLS = 500
# The tab between 一、 and its heading is only the gap to the hanging indent.
_LABEL_TAB = re.compile(r"^(\s*\S{1,8}[、．。）)])\t")


@dataclass(slots=True)
class CellFormat:
    """What \\trowd says of one cell: its right edge and how it is merged."""

    right: int
    vertical: str = ""  # "first" or "merged"
    horizontal: str = ""


@dataclass(slots=True)
class Rows:
    """The rows of a table as they are met; they become cells once all edges are known."""

    rows: list[tuple[list[CellFormat], list[list[Draft]]]] = field(default_factory=list)

    def draft(self) -> TableDraft:
        edges = sorted({form.right for formats, _ in self.rows for form in formats})
        at = {edge: index + 1 for index, edge in enumerate(edges)}
        draft = TableDraft()
        open_cells: dict[int, CellDraft] = {}
        for row, (formats, contents) in enumerate(self.rows):
            column = 0
            previous: CellDraft | None = None
            for index, content in enumerate(contents):
                form = formats[index] if index < len(formats) else CellFormat(0)
                end = max(at.get(form.right, column + 1), column + 1)
                owner = open_cells.get(column) if form.vertical == "merged" else None
                if form.horizontal == "merged" and previous is not None:
                    previous.column_span += end - column
                elif owner is not None and owner.row + owner.row_span == row:
                    owner.row_span += 1
                    previous = None
                else:
                    previous = CellDraft(row, column, content, 1, end - column)
                    draft.cells.append(previous)
                    open_cells[column] = previous
                column = end
        return draft


class RtfText:
    """Receives text and control words in order."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.levels: dict[int, int] = {}  # outline levels by style
        self._set_aside: list[tuple[str, int | None, list[str], list[Draft], bool, int | None, bool, bool]] = []
        self._boxes: list[Draft] = []
        self._notes: list[Draft] = []
        self._pieces: list[str] = []
        self._all_bold = True
        self._level: int | None = None
        self._centred = False
        self._in_table = False
        self._table: Rows | None = None
        self._cells: list[list[Draft]] = []
        self._cell: list[Draft] = []
        self._formats: list[CellFormat] = []
        self._merge = ("", "")
        self._part = "body"
        self._number: int | None = None  # of the text box or footnote
        self._met: Counter[str] = Counter()
        self._paragraphs = 0

    def write(self, text: str, bold: bool) -> None:
        if text:
            self._pieces.append(text)
            if text.strip():
                self._all_bold = self._all_bold and bold

    def control(self, word: str, number: int | None) -> None:
        if word in _CHARACTERS:
            self._pieces.append(_CHARACTERS[word])
        elif word in ("par", "sect", "page"):
            self._paragraph()
        elif word == "pard":
            self._level, self._centred, self._in_table = None, False, False
        elif word == "s" and number is not None:
            self._level = self.levels.get(number)
        elif word == "outlinelevel":
            self._level = number + 1 if number is not None and 0 <= number < 9 else None
        elif word in ("qc", "ql", "qj", "qr"):
            self._centred = word == "qc"
        elif word == "intbl":
            self._in_table = True
        elif self._part == "body":
            self._row_control(word, number)

    def _row_control(self, word: str, number: int | None) -> None:
        if word == "trowd":
            self._formats, self._merge = [], ("", "")
        elif word in ("clvmgf", "clvmrg"):
            self._merge = ("first" if word == "clvmgf" else "merged", self._merge[1])
        elif word in ("clmgf", "clmrg"):
            self._merge = (self._merge[0], "first" if word == "clmgf" else "merged")
        elif word == "cellx" and number is not None and len(self._formats) < _MOST_CELLS:
            self._formats.append(CellFormat(number, *self._merge))
            self._merge = ("", "")
        elif word in ("cell", "nestcell"):
            self._in_table = True
            self._paragraph()
            if word == "cell" and len(self._cells) < _MOST_CELLS:
                self._cells.append(self._cell)
                self._cell = []
        elif word == "row":
            self._row()

    def _row(self) -> None:
        if self._cells:
            self._table = self._table or Rows()
            self._table.rows.append((self._formats, self._cells))
        self._cells, self._cell = [], []

    def _paragraph(self) -> None:
        text = _LABEL_TAB.sub(r"\1", "".join(self._pieces))
        bold, self._pieces, self._all_bold = self._all_bold, [], True
        inside = self._in_table and self._part == "body"
        if not inside and self._part == "body":
            self._paragraphs += 1
            self._end_table()
        number = self._paragraphs if self._part == "body" and not inside else None
        if text.strip():
            locator = Locator(paragraph=number, part=self._part, number=self._number)
            target = self._cell if inside else self.drafts
            target.append(Paragraph(text, self._level, bold, self._centred, locator))
        if self._part == "body":
            (self._cell if inside else self.drafts).extend(self._boxes)
            self._boxes = []

    def _end_table(self) -> None:
        self._row()
        if self._table is not None:
            self.drafts.append(self._table.draft())
            self._table = None

    def enter(self, destination: str) -> None:
        """A text box or a footnote begins: the paragraph around it waits."""
        self._set_aside.append(
            (
                self._part, self._number, self._pieces, self.drafts, self._all_bold, self._level, self._centred,
                self._in_table,
            )
        )  # fmt: skip
        self._part = "footnote" if destination == "footnote" else "textbox"
        self._met[self._part] += 1
        self._number = self._met[self._part]
        self._pieces, self.drafts, self._all_bold = [], [], True

    def leave(self, destination: str) -> None:
        if destination not in ("footnote", "shptxt") or not self._set_aside:
            return
        self._paragraph()
        found = self.drafts
        (self._notes if destination == "footnote" else self._boxes).extend(found)
        (
            self._part, self._number, self._pieces, self.drafts, self._all_bold, self._level, self._centred,
            self._in_table,
        ) = self._set_aside.pop()  # fmt: skip

    def finish(self) -> list[Draft]:
        while self._set_aside:
            self.leave("footnote" if self._part == "footnote" else "shptxt")
        self._paragraph()
        self._end_table()
        return [*self.drafts, *self._boxes, *self._notes]
