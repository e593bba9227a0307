"""Plain text and Markdown: the text of the document is the file's own, character for character."""

import re
from itertools import pairwise

from weicheng.engines.reader.document import Block, Cell, Document, Kind, Locator, Table, UnreadableDocument
from weicheng.engines.reader.sources.encoding import decode
from weicheng.engines.reader.sources.watch import TOO_LONG, Limits, Watch

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+\S")
_PIPE_ROW = re.compile(r"\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"[\s|:-]+$")


def read_text(data: bytes, name: str, watch: Watch, limits: Limits) -> Document:
    """Lines become blocks. Line ends become "\\n" as Python reads a text file, so that offsets are those of the file."""
    watch.step(0, 1, "文本")
    decoded, _ = decode(data)
    text = decoded.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limits.characters or text.count("\n") > limits.paragraphs:
        raise UnreadableDocument(TOO_LONG)
    markdown = name.lower().endswith((".md", ".markdown"))
    blocks, tables = _markdown(text) if markdown else (_lines(text), ())
    watch.step(1, 1, "文本")
    return Document(text, blocks, tables, file=name, format="md" if markdown else "txt", wrapped=True)


def _lines(text: str) -> tuple[Block, ...]:
    return tuple(
        Block(match.start() + (text[match.start()] == "\ufeff"), match.end(), locator=Locator(paragraph=number))
        for number, match in enumerate(_LINE.finditer(text), 1)
    )


def _markdown(text: str) -> tuple[tuple[Block, ...], tuple[Table, ...]]:
    blocks: list[Block] = []
    tables: list[Table] = []
    rows: list[tuple[int, str]] = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match.group()
        if _PIPE_ROW.match(line):
            rows.append((match.start(), line))
            continue
        _close_table(rows, blocks, tables)
        heading = _HEADING.match(line)
        start = match.start(0) + (heading.end() - 1 if heading else 0) + (text[match.start()] == "\ufeff")
        level = len(heading.group(1)) if heading else None
        blocks.append(Block(start, match.end(), level=level, locator=Locator(paragraph=number)))
    _close_table(rows, blocks, tables)
    return tuple(blocks), tuple(tables)


def _close_table(rows: list[tuple[int, str]], blocks: list[Block], tables: list[Table]) -> None:
    """Turn the pipe rows collected so far into a table; the rule under the heading is no row."""
    if not rows:
        return
    cells: list[Cell] = []
    kept = [(start, line) for start, line in rows if not _PIPE_RULE.match(line)]
    for row, (start, line) in enumerate(kept):
        for column, piece in enumerate(_pipe_cells(line)):
            begin, end = start + piece[0], start + piece[1]
            cells.append(Cell(row, column, begin, end))
            if end > begin:
                locator = Locator(table=len(tables) + 1, row=row + 1, column=column + 1)
                blocks.append(Block(begin, end, Kind.CELL, locator=locator))
    if cells:
        columns = max(cell.column for cell in cells) + 1
        tables.append(Table(tuple(cells), len(kept), columns, start=cells[0].start, end=cells[-1].end))
    rows.clear()


def _pipe_cells(line: str) -> list[tuple[int, int]]:
    bars = [match.start() for match in re.finditer(r"(?<!\\)\|", line)]
    spans = []
    for left, right in pairwise(bars):
        piece = line[left + 1 : right]
        begin = left + 1 + len(piece) - len(piece.lstrip())
        spans.append((begin, max(begin, left + 1 + len(piece.rstrip()))))
    return spans
