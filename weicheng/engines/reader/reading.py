"""A document becomes a Reading: the paper's own facts and its rows, in document order."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date

from weicheng.engines.reader.amounts import read_amounts
from weicheng.engines.reader.categories import CategoryReader, Weights, load_weights
from weicheng.engines.reader.confidence import calibrated, doubts_of
from weicheng.engines.reader.document import Block, Document, Locator
from weicheng.engines.reader.header import read_plan
from weicheng.engines.reader.items import Item, find_items
from weicheng.engines.reader.model import Model, load_model
from weicheng.engines.reader.outline import Outline, build_outline
from weicheng.engines.reader.outline_types import Heading
from weicheng.engines.reader.own_words import own_words
from weicheng.engines.reader.owners import OwnerReader
from weicheng.engines.reader.quiet import collector_resting
from weicheng.engines.reader.rows import Owner, Plan, Quantity, Reading, Row
from weicheng.engines.reader.script import Clean, clean
from weicheng.engines.reader.sentences import Clause, fold, split_clauses
from weicheng.engines.reader.sources.watch import Cancelled, Progress, Watch
from weicheng.engines.reader.spacing import gaps
from weicheng.engines.reader.tables import rows_of_table
from weicheng.engines.reader.times import (
    Times,
    base_of_section,
    counted_once,
    is_shared,
    opening_rhythm,
    opening_time,
    shared_time,
    times_of,
)  # fmt: skip
from weicheng.engines.reader.titles import title_of

_STEPS = 100
_ROWS_PER_CHECK = 50


@dataclass(frozen=True, slots=True)
class Models:
    """What was learned: which clauses are rows, and which category a row has."""

    rows: Model
    categories: Weights


def read_text(text: str, year: int | None = None, models: Models | None = None) -> Reading:
    """The reading of a plain text; ``year`` says which year dates without one belong to."""
    blocks: list[Block] = []
    at = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            blocks.append(Block(at, at + len(line), locator=Locator(paragraph=number)))
        at += len(line) + 1
    return read_document(Document(text, tuple(blocks), wrapped=True), year, models=models)


def read_document(
    document: Document,
    year: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    models: Models | None = None,
) -> Reading:
    """Read a document. ``progress(done, total, what)`` is told how far it is; raises ReadingCancelled when asked to stop.

    ``models`` are those that come with the reader unless others are given (training compares them).
    """
    with collector_resting():
        return _read(document, year, Watch(progress, cancelled), models or Models(load_model(), load_weights()))


def _read(document: Document, year: int | None, watch: Watch, models: Models) -> Reading:
    watch.step(0, _STEPS, "整理文字")
    cleaned = clean(document.text, wrapped=document.wrapped)
    text = fold(cleaned.text)
    watch.step(10, _STEPS, "划分句子")
    clauses = split_clauses(text, gaps(cleaned))
    outline = build_outline(text, clauses, _levels(document, cleaned, text))
    headings = _headings(text, clauses, outline)
    watch.step(20, _STEPS, "读取文件信息")
    plan = read_plan(document, cleaned.text, headings, year, own_words(document, cleaned))
    watch.step(30, _STEPS, "识别任务")
    table_rows, covered = _table_rows(document, plan, watch)
    items = [
        i for i in find_items(text, clauses, outline, models.rows, watch.check) if not _inside(cleaned, i, covered)
    ]
    owners = OwnerReader(cleaned.text, headings, [(item.start, item.end) for item in items])
    maker = _RowMaker(document, cleaned, text, outline, headings, plan, models, owners)
    rows: list[Row] = []
    for number in range(0, len(items), _ROWS_PER_CHECK):
        watch.step(50 + 50 * number // len(items), _STEPS, "整理任务")
        rows += maker.rows(items[number : number + _ROWS_PER_CHECK])
    watch.step(_STEPS, _STEPS, "完成")
    return Reading(document.text, plan, _in_order(rows + table_rows), list(document.warnings))


def _in_order(rows: list[Row]) -> list[Row]:
    """Rows by position; where two overlap the first stays."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda r: (r.start, -r.end)):
        if not kept or row.start >= kept[-1].end:
            kept.append(row)
    return kept


def _table_rows(document: Document, plan: Plan, watch: Watch) -> tuple[list[Row], list[tuple[int, int]]]:
    rows: list[Row] = []
    covered: list[tuple[int, int]] = []
    for table in document.tables:
        watch.check()
        found = rows_of_table(document, table, plan)
        if found is not None:
            rows.extend(found)
            covered.append((table.start, table.end))
    return rows, covered


def _inside(cleaned: Clean, item: Item, covered: list[tuple[int, int]]) -> bool:
    if not covered:
        return False
    start, _ = cleaned.original(item.start, item.end)
    place = bisect_right(covered, (start, len(cleaned.raw))) - 1
    return place >= 0 and covered[place][0] <= start < covered[place][1]


def _levels(document: Document, cleaned: Clean, text: str) -> dict[int, int]:
    """Outline level of the paragraphs (lines of the clean text) that the format marks as headings."""
    marked = [block for block in document.blocks if block.level]
    if not marked:
        return {}
    breaks = [i for i, character in enumerate(text) if character == "\n"]
    levels: dict[int, int] = {}
    for block in marked:
        at = bisect_left(cleaned.starts, block.start)
        levels[bisect_left(breaks, at)] = block.level or 1
    return levels


def _headings(text: str, clauses: list[Clause], outline: Outline) -> list[Heading]:
    """The outline's headings in the form that owners and header read; level is the depth in the outline."""
    result = []
    for found in outline.headings:
        clause = clauses[found.first]
        end = found.end
        while end < len(text) and text[end] in "。::;":
            end += 1
        start = clause.mark.start if clause.mark else found.start
        result.append(Heading(start, end, len(outline.path[found.first]) + 1, found.start, found.end))
    return result


class _RowMaker:
    """Fills in what a row says beside its span. One for a document."""

    def __init__(
        self,
        document: Document,
        cleaned: Clean,
        text: str,
        outline: Outline,
        headings: list[Heading],
        plan: Plan,
        models: Models,
        owners: OwnerReader,
    ) -> None:
        self.document, self.cleaned, self.text = document, cleaned, text
        self.outline, self.headings, self.plan = outline, headings, plan
        self.names = [cleaned.text[h.title_start : h.title_end].replace("\n", "") for h in headings]
        self.owners = owners
        self.calibration = models.rows.calibration
        self.block_starts = [block.start for block in document.blocks]
        self.categories = CategoryReader(plan.title or text[:40], models.categories, text)
        self.base = _base(plan)
        self.bases: dict[tuple[int, ...], date | None] = {}

    def rows(self, items: list[Item]) -> list[Row]:
        """Rows of some items. Each field is read for all of them at one go: what reads it then stays near the processor."""
        paths = [self._path(item) for item in items]
        pieces = [self.text[item.start : item.end].replace("\n", "") for item in items]
        sections = [[self.names[i] for i in path] for path in paths]
        categories = [self.categories.category(p, s) for p, s in zip(pieces, sections, strict=True)]
        owners = [
            self.owners.of(item.start, item.end, [self.headings[i] for i in path])
            for item, path in zip(items, paths, strict=True)
        ]
        figures = [
            (self._times(item, self._base(path, section)), self._quantities(item))
            for item, path, section in zip(items, paths, sections, strict=True)
        ]
        titles = [
            title_of(piece, section[-1] if section else "", self._names_within(named, item))
            for piece, section, named, item in zip(pieces, sections, owners, items, strict=True)
        ]
        columns = zip(items, titles, owners, figures, sections, categories, strict=True)
        return [self._row(*fields) for fields in columns]

    def _row(
        self,
        item: Item,
        title: str,
        owners: list[Owner],
        figures: tuple[Times, list[Quantity]],
        section: list[str],
        category: tuple[str, float],
    ) -> Row:
        times, quantities = figures
        start, end = self.cleaned.original(item.start, item.end)
        confidence = calibrated(item.evidence, self.calibration)
        unknown_year = times.deadline_text is not None and times.deadline is None and self.plan.year is None
        doubts = doubts_of(confidence, any(o.role == "lead" for o in owners), category[1], unknown_year)
        return Row(
            quote=self.document.text[start:end],
            start=start,
            end=end,
            title=title,
            owners=[self._named(owner) for owner in owners],
            deadline_text=times.deadline_text,
            deadline=times.deadline,
            recurrence_text=times.recurrence_text,
            recurrence=times.recurrence,
            count=times.count,
            quantities=quantities,
            section=section,
            category=category[0],
            confidence=confidence,
            doubts=doubts + ([times.doubt] if times.doubt else []),
            locator=self._locator(start),
        )

    def _base(self, path: tuple[int, ...], section: list[str]) -> date | None:
        if path not in self.bases:
            self.bases[path] = base_of_section(section, self.base)
        return self.bases[path]

    def _names_within(self, owners: list[Owner], item: Item) -> list[str]:
        """Names of the owners that the row itself holds, as its clean text writes them."""
        spans = [(o.start, o.end) for o in owners if o.start is not None and o.end is not None]
        return [self.text[a:b].replace("\n", "") for a, b in spans if item.start <= a and b <= item.end]

    def _path(self, item: Item) -> tuple[int, ...]:
        """The headings above; a row that begins with the heading of its own paragraph stands under it."""
        own = self.outline.heading[item.first]
        if own >= 0 and item.last > self.outline.headings[own].last:
            return (*item.path, own)
        return item.path

    def _times(self, item: Item, base: date | None) -> Times:
        text = self.cleaned.text
        times = times_of(text, item.start, item.end, base, self._raw)
        left, right = item.lead
        if times.deadline is None and times.deadline_text is None and right <= item.start:
            times.inherit(opening_time(text, left, right, base, self._raw))
        if times.deadline_text is None and is_shared(text, item.start):
            times.inherit(shared_time(text, item.start, base, self._raw))
        if right <= item.start and _untimed(times) and counted_once(text, item.start, item.end):
            rhythm = opening_rhythm(text, left, right, base, self._raw)
            times.recurrence_text, times.recurrence = rhythm.recurrence_text, rhythm.recurrence
        return times

    def _quantities(self, item: Item) -> list[Quantity]:
        return [
            Quantity(self._raw(item.start + a.start, item.start + a.end), a.value, a.unit, a.comparator, a.object)
            for a in read_amounts(self.cleaned.text[item.start : item.end])
        ]

    def _named(self, owner: Owner) -> Owner:
        """The owner as the original writes it, with offsets into the original."""
        if owner.start is None or owner.end is None:
            return owner
        start, end = self.cleaned.original(owner.start, owner.end)
        name = self.document.text[start:end]
        if "\n" in name:  # a line break inside a name is left out where the paper has the name in one piece too
            joined = name.replace("\n", "")
            name = joined if joined in self.document.text else name
        return Owner(name, owner.role, start, end)

    def _raw(self, start: int, end: int) -> str:
        left, right = self.cleaned.original(start, end)
        return self.document.text[left:right]

    def _locator(self, start: int) -> Locator:
        place = bisect_right(self.block_starts, start) - 1
        return self.document.blocks[place].locator if place >= 0 else Locator()


def _untimed(times: Times) -> bool:
    return times.deadline_text is None and times.recurrence_text is None


def _base(plan: Plan) -> date | None:
    """The day that dates without a year are counted from."""
    if plan.year is None:
        return None
    if plan.date and plan.date.startswith(str(plan.year)):
        return date.fromisoformat(plan.date)
    return date(plan.year, 1, 1)
