"""A task breakdown table (任务分解表) becomes rows: columns by their headings, merged cells, one row for each task."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from weicheng.engines.reader.amounts import read_amounts
from weicheng.engines.reader.categories import CategoryReader
from weicheng.engines.reader.document import Cell, Document, Locator, Table
from weicheng.engines.reader.nested import lines_of, stretches, tables_within
from weicheng.engines.reader.owner_labels import LABEL, label_owners, names_in_list
from weicheng.engines.reader.rows import Owner, Plan, Quantity, Row
from weicheng.engines.reader.table_columns import Columns, Grid, is_task_table, read_columns, task_column
from weicheng.engines.reader.titles import title_of
from weicheng.engines.worktime.when import read_when

NO_OWNER_COLUMN = "表格没有责任单位一栏，请指定责任单位。"
NO_OWNER = "这一行没有写责任单位，请指定责任单位。"
NO_YEAR = "不知道这份文件是哪一年的，日期没有换算。"

_MARK = re.compile(
    r"(?:^|(?<=[\n。；;]))[ 　]*(?:[（(]?\d{1,2}(?:[)）、]|[.．](?!\d))|[①-⑳]|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"[一二三四五六七八九十]{1,3}、|[·●•\-—])[ 　]*"
)
_SEMICOLON = re.compile(r"[；;]\s*")
_COLONS = "：:"
_ENDS = " 　\n\t。；;，,"
_SHORTEST = 5
_SAME = re.compile(r"^(?:同上|〃|″|\"|”|上同|-|—|/)$")
_SECTION_MARK = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]\s*")
_TOTAL = re.compile(r"^(?:合\s*计|小\s*计|总\s*计|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|填表|制表|审核)")
_RANGE = re.compile(r"[-—~～至到]|起|开始")
_QUANTITY = re.compile(r"(?P<value>\d+(?:\.\d+)?)\s*(?P<unit>%|％|[一-鿿/]{1,6})?\s*(?P<tail>以上|以下|以内)?")


@dataclass(slots=True)
class _Reader:
    document: Document
    table: Table
    plan: Plan
    grid: Grid
    columns: Columns
    task: int
    body: list[int]
    number: int
    categories: CategoryReader
    inner: list[Table] = field(default_factory=list)  # tables inside its cells
    sparse_owners: bool = False

    @property
    def base(self) -> date | None:
        return date(self.plan.year, 1, 1) if self.plan.year else None


def rows_of_table(document: Document, table: Table, plan: Plan) -> list[Row] | None:
    """The rows of a task table in reading order; None when the table is none (a list of people, a score sheet, a layout)."""
    grid = Grid(document.text, table)
    columns = read_columns(grid)
    if columns is None:
        return None
    body = [row for row in range(columns.head_rows.stop, grid.rows) if not _repeats_heading(grid, columns, row)]
    task = task_column(grid, columns, [row for row in body if len(grid.cells_of(row)) > 1])
    if task is None or not is_task_table(columns, task):
        return None
    number = next((i for i, other in enumerate(document.tables, 1) if other is table), 1)
    reader = _Reader(document, table, plan, grid, columns, task, body, number, _categories(document, plan))
    reader.inner = tables_within(document, table)
    reader.sparse_owners = _owners_are_sparse(reader)
    return list(_rows(reader))


def _categories(document: Document, plan: Plan) -> CategoryReader:
    return CategoryReader(plan.title or "", text=document.text)


def _repeats_heading(grid: Grid, columns: Columns, row: int) -> bool:
    words = [re.sub(r"\s", "", word) for word in grid.row_words(row)]
    said = [(column, word) for column, word in enumerate(words) if word]
    heads = [
        {re.sub(r"\s", "", grid.words(head, column)) for head in columns.head_rows} for column in range(grid.columns)
    ]
    if len(said) > 1 and all(word in heads[column] for column, word in said):
        return True
    return bool(_TOTAL.match("".join(words)))


def _owners_are_sparse(reader: _Reader) -> bool:
    """Formats that keep no merged cells leave the cells under the first one empty: most owner cells are then blank."""
    column = next(iter(reader.columns.of("owner", "lead")), None)
    if column is None or reader.grid.merged:
        return False
    filled = [bool(reader.grid.words(row, column)) for row in reader.body if reader.grid.words(row, reader.task)]
    return bool(filled) and filled[0] and sum(filled) <= 0.6 * len(filled)


def _rows(reader: _Reader) -> Iterator[Row]:
    seen: set[int] = set()
    banner: list[str] = []
    for row in reader.body:
        line = _banner(reader, row)
        if line is not None:
            banner = [line]
            continue
        cell = reader.grid.cell(row, reader.task)
        if cell is None or id(cell) in seen or not reader.grid.words(row, reader.task):
            continue
        seen.add(id(cell))
        covered = [r for r in reader.body if cell.row <= r < cell.row + cell.row_span]
        yield from _rows_of_cell(reader, cell, covered or [row], banner)


def _banner(reader: _Reader, row: int) -> str | None:
    """A row that is one cell across the table names the tasks below it."""
    cells = reader.grid.cells_of(row)
    if len(cells) != 1 or reader.grid.columns < 3:
        return None
    cell = cells[0]
    text = reader.document.text[cell.start : cell.end].strip()
    wide = cell.column_span >= max(2, reader.grid.columns - 1)
    numbered = cell.column == 0 and _SECTION_MARK.match(text) and len(text) <= 30
    return _SECTION_MARK.sub("", text) if wide or numbered else None


def _rows_of_cell(reader: _Reader, cell: Cell, covered: list[int], banner: list[str]) -> Iterator[Row]:
    owners = _owners(reader, covered)
    section = [*banner, *_section(reader, covered[0])]
    text = reader.document.text
    holds_tables = any(cell.start <= table.start and table.end <= cell.end for table in reader.inner)
    for start, end, inner in stretches(cell.start, cell.end, reader.inner):
        if inner is not None:
            yield from _rows_of_inner(reader, inner, covered, owners, section)
            continue
        found = pieces(text, start, end)
        targets = _targets(reader, covered, len(found))
        for number, span in enumerate(found):
            if holds_tables and text[span[1] - 1] in _COLONS:  # it names what the table below it lists
                section = [*section, text[slice(*span)].rstrip(_COLONS)]
                continue
            row = _row(reader, span, cell, owners, section)
            _dates(reader, row, covered)
            _quantity(reader, row, covered)
            if targets:
                _take_target(targets[number], row, reader.base)
            yield row


def _row(reader: _Reader, span: tuple[int, int], cell: Cell, owners: list[Owner], section: list[str]) -> Row:
    quote = reader.document.text[slice(*span)]
    row = Row(
        quote, *span, title_of(quote, section[-1] if section else "", [o.name for o in owners if o.name in quote])
    )
    row.owners = list(owners)
    row.section = list(section)
    row.category = reader.categories.category(quote, section)[0]
    row.basis = "table"
    row.confidence = 0.93 if owners else 0.8
    row.locator = _locator(reader, cell)
    row.quantities = [Quantity(a.text, a.value, a.unit, a.comparator, a.object) for a in read_amounts(quote)]
    if not owners:
        row.doubts.append(NO_OWNER if reader.columns.of("owner", "lead", "coop", "person") else NO_OWNER_COLUMN)
    return row


def _rows_of_inner(
    reader: _Reader, inner: Table, covered: list[int], owners: list[Owner], section: list[str]
) -> Iterator[Row]:
    """The rows of a table inside a cell; what they do not say themselves the row around them says."""
    found = rows_of_table(reader.document, inner, reader.plan)
    for row in found or ():
        row.section = [*section, *row.section]
        if owners and not row.owners:
            row.owners, row.confidence = list(owners), 0.93
            row.doubts = [doubt for doubt in row.doubts if doubt not in (NO_OWNER, NO_OWNER_COLUMN)]
        _dates(reader, row, covered)
        yield row
    for line in lines_of(reader.document.text, inner) if found is None else ():
        span = _trimmed(reader.document.text, line.task.start, line.task.end)
        if span is None:
            continue
        row = _row(reader, span, line.task, line.owners or owners, section)
        for words in line.dates:
            _take_dates(words, row, reader.base, due=True)
        for words in line.words:
            _take_target(words, row, reader.base)
        _dates(reader, row, covered)
        yield row


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The tasks of one cell: its numbered entries, else the parts between semicolons, without numbers and end marks."""
    marks = list(_MARK.finditer(text[start:end]))
    edges = [start, *(start + mark.start() for mark in marks if mark.start()), end] if len(marks) > 1 else [start, end]
    found: list[tuple[int, int]] = []
    for a, b in pairwise(edges):
        entry = _trimmed(text, a, b)
        if entry:
            found += _by_semicolon(text, *entry)
    return found


def _by_semicolon(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = list(_SEMICOLON.finditer(text, start, end))
    if not cuts:
        return [(start, end)]
    edges = [start, *[c.end() for c in cuts], end]
    parts = [p for a, b in pairwise(edges) if (p := _trimmed(text, a, b))]
    return parts if parts and all(b - a >= _SHORTEST for a, b in parts) else [(start, end)]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    mark = _MARK.match(text[start:end])
    start += mark.end() if mark else 0
    while start < end and text[start] in _ENDS:
        start += 1
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    return (start, end) if end - start >= 2 else None


def _section(reader: _Reader, row: int) -> list[str]:
    path: list[str] = []
    for column in [*reader.columns.of("phase"), *reader.columns.of("category", "detail", "standard")]:
        if column >= reader.task or (reader.columns.roles[column] == "standard"):
            continue
        word = _upwards(reader, row, column)
        word = _SECTION_MARK.sub("", re.sub(r"\s", "", word))
        if word and word not in path:
            path.append(word)
    return path


def _upwards(reader: _Reader, row: int, column: int) -> str:
    """The word of a category column; an empty cell goes on with the one above it."""
    for above in reversed([r for r in reader.body if r <= row]):
        word = reader.grid.words(above, column)
        if word:
            return word
    return ""


def _owners(reader: _Reader, covered: list[int]) -> list[Owner]:
    found: dict[str, Owner] = {}
    columns = reader.columns
    for column in [*columns.of("lead", "owner"), *columns.of("coop"), *columns.of("person")]:
        role = "coop" if reader.columns.roles[column] == "coop" else "lead"
        person = reader.columns.roles[column] == "person"
        if person and any(o.role == "lead" for o in found.values()):
            continue
        for row in covered:
            for owner in _cell_owners(reader, row, column, role):
                found.setdefault(owner.name, owner)
    return list(found.values())


def _cell_owners(reader: _Reader, row: int, column: int, role: str) -> list[Owner]:
    cell = reader.grid.cell(row, column)
    words = reader.grid.words(row, column)
    climbs = _SAME.match(words) or (not words and reader.sparse_owners)
    while climbs and row > reader.columns.head_rows.stop:
        row -= 1
        cell, words = reader.grid.cell(row, column), reader.grid.words(row, column)
        climbs = _SAME.match(words) or not words
    if cell is None or not words or _SAME.match(words):
        return []
    text = reader.document.text
    if LABEL.search(text, cell.start, cell.end):
        return label_owners(text, cell.start, cell.end)
    owners = names_in_list(text, cell.start, cell.end, role)
    if any("牵头" in text[o.end or 0 : (o.end or 0) + 4] for o in owners):
        owners = [o if "牵头" in text[o.end or 0 : (o.end or 0) + 4] else replace(o, role="coop") for o in owners]
    return owners


def _dates(reader: _Reader, row: Row, covered: list[int]) -> None:
    text = reader.document.text
    for column in reader.columns.of("deadline", "recurrence"):
        cell = reader.grid.cell(covered[-1], column)
        if cell and cell.end > cell.start:
            words, due = text[cell.start : cell.end], reader.columns.roles[column] == "deadline"
            if due and row.deadline_text is None and (day := day_of_serial(words)):
                row.deadline_text, row.deadline = words.strip(), day
            _take_dates(words, row, reader.base, due)
    if row.deadline_text is None or row.recurrence_text is None:
        _take_dates(row.quote, row, reader.base, due=False)
    if (
        row.deadline_text
        and row.deadline is None
        and reader.base is None
        and not row.doubts
        and re.search(r"\d", row.deadline_text)
    ):
        row.doubts.append(NO_YEAR)


_SERIAL = re.compile(r"\s*(\d{5})\s*")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_YEAR, _LAST_YEAR = 2000, 2050


def day_of_serial(words: str) -> str | None:
    """ISO date of a cell that holds a workbook's own count of days (46300), as a cell that lost its format shows it."""
    found = _SERIAL.fullmatch(words)
    day = _DAY_ZERO + timedelta(days=int(found.group(1))) if found else None
    return day.isoformat() if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def _take_dates(words: str, row: Row, base: date | None, due: bool) -> None:
    for found in read_when(words, base):
        if found.recurrence or (found.kind == "recurrence"):
            if row.recurrence_text is None:
                row.recurrence_text, row.recurrence, row.count = found.text, found.recurrence, found.count
        elif found.kind in ("deadline", "interval", "event", "season", "relative") and row.deadline_text is None:
            before = re.match(r"(?:之|以)?前", words[found.end :])
            row.deadline_text, row.deadline = found.text + (before.group() if before else ""), found.deadline
            if due and isinstance(found.deadline, dict) and not _RANGE.search(found.text):
                row.deadline = found.deadline.get("end")
            if found.doubt:
                row.doubts.append(found.doubt)
        elif found.kind == "vague" and due and found.doubt:
            row.doubts.append(found.doubt)
        elif found.kind == "count" and found.count and row.count is None:
            row.count = found.count


def _quantity(reader: _Reader, row: Row, covered: list[int]) -> None:
    for column in reader.columns.of("quantity"):
        for line in covered[:1]:
            cell = reader.grid.cell(line, column)
            found = _QUANTITY.search(reader.document.text, cell.start, cell.end) if cell else None
            if found:
                unit = (found.group("unit") or _unit_of(reader.columns.titles[column])).replace("％", "%")
                comparator = {"以上": ">=", "以下": "<=", "以内": "<="}.get(found.group("tail") or "", "=")
                row.quantities.append(
                    Quantity(found.group().strip(), float(found.group("value")), unit, comparator, row.title)
                )


def _targets(reader: _Reader, covered: list[int], count: int) -> list[str]:
    """What the column of targets (工作目标, 标准) says of each of ``count`` tasks of a cell; empty where they do not pair off."""
    text = reader.document.text
    for column in reader.columns.of("standard"):
        cell = reader.grid.cell(covered[0], column) if column != reader.task else None
        if cell is None or cell.row_span > max(len(covered), 1):
            continue
        parts = [text[start:end] for start, end in pieces(text, cell.start, cell.end)]
        if len(parts) == count:
            return parts
        if count == 1 and parts:
            return [text[cell.start : cell.end]]
    return []


def _take_target(words: str, row: Row, base: date | None) -> None:
    """Amounts and rhythm of a target, where the task itself has not said them."""
    if row.deadline_text is None or row.recurrence_text is None:
        _take_dates(words, row, base, due=False)
    known = {(quantity.value, quantity.unit) for quantity in row.quantities}
    for a in read_amounts(words):
        if (a.value, a.unit) not in known and a.text not in (row.recurrence_text or ""):
            row.quantities.append(Quantity(a.text, a.value, a.unit, a.comparator, a.object or row.title))


def _unit_of(title: str) -> str:
    found = re.search(r"[（(]([^()（）]{1,6})[)）]", title)
    return found.group(1) if found else ""


def _locator(reader: _Reader, cell: Cell) -> Locator:
    blocks = reader.document.blocks
    index = bisect_left(blocks, cell.start, key=lambda block: block.start)
    known = blocks[index].locator if index < len(blocks) and blocks[index].start == cell.start else Locator()
    return replace(
        known,
        table=known.table or reader.number,
        row=cell.row + 1,
        column=cell.column + 1,
        sheet=known.sheet or reader.table.name,
    )
