"""A selection of the text read as one row, because a person says that it is one."""

from __future__ import annotations

from collections import Counter
from datetime import date

from weicheng.engines.reader.amounts import read_amounts
from weicheng.engines.reader.document import Block, Document
from weicheng.engines.reader.owners import OwnerReader
from weicheng.engines.reader.rows import Owner, Quantity, Row
from weicheng.engines.reader.script import Clean, clean
from weicheng.engines.reader.sentences import fold
from weicheng.engines.reader.titles import title_of
from weicheng.engines.worktime.when import read_when
from weicheng.work.plans.models import Plan

_DATED = frozenset({"deadline", "interval", "event", "season", "relative"})


def read_selection(plan: Plan, start: int, end: int, section: list[str]) -> Row:
    """The row in ``plan.text[start:end]`` under the headings ``section``, with offsets into the plan's text."""
    quote = plan.text[start:end]
    cleaned = clean(quote)
    piece = fold(cleaned.text).replace("\n", "")
    row = Row(
        quote=quote,
        start=start,
        end=end,
        title=title_of(piece, section[-1] if section else "") or piece[:60],
        owners=_owners(cleaned),
        quantities=[
            Quantity(_raw(cleaned, found.start, found.end), found.value, found.unit, found.comparator, found.object)
            for found in read_amounts(cleaned.text)
        ],
        section=section,
        category=_category(plan, piece, section),
        confidence=1.0,
    )
    _read_times(row, cleaned, _base(plan))
    return row


def _category(plan: Plan, piece: str, section: list[str]) -> str:
    """The category that the reader gives the words under their headings; that of the section's other rows if it sees none."""
    from weicheng.engines.reader.reading import read_document

    lines = [plan.title, *(f"{number}、{name}" for number, name in zip("一二三四五六", section, strict=False)), piece]
    text = "\n".join(lines)
    ends = [sum(len(line) + 1 for line in lines[: place + 1]) - 1 for place in range(len(lines))]
    blocks = tuple(Block(end - len(line), end) for line, end in zip(lines, ends, strict=True))
    rows = read_document(Document(text=text, blocks=blocks), year=plan.year).rows
    own = [row.category for row in rows if row.end > len(text) - len(piece)]
    if own:
        return own[0]
    others = plan.rows.filter(section=section).values_list("category", flat=True)
    return Counter(others).most_common(1)[0][0] if others else "other"


def _owners(cleaned: Clean) -> list[Owner]:
    return OwnerReader(cleaned.text, []).of(0, len(cleaned.text), [])


def _read_times(row: Row, cleaned: Clean, base: date | None) -> None:
    for when in read_when(cleaned.text, base):
        words = _raw(cleaned, when.start, when.end)
        if when.kind in _DATED and row.deadline_text is None:
            row.deadline_text, row.deadline = words, when.deadline
            row.doubts += [when.doubt] if when.doubt else []
        elif when.kind == "recurrence" and row.recurrence is None:
            row.recurrence_text, row.recurrence = words, when.recurrence
        row.count = row.count or when.count


def _raw(cleaned: Clean, start: int, end: int) -> str:
    left, right = cleaned.original(start, end)
    return cleaned.raw[left:right]


def _base(plan: Plan) -> date | None:
    """The day that dates without a year are counted from."""
    if plan.year is None:
        return None
    if plan.issued_on and plan.issued_on.year == plan.year:
        return plan.issued_on
    return date(plan.year, 1, 1)
