"""A selection of the text read as one row, because a person says that it is one."""

from __future__ import annotations

from datetime import date

from weicheng.engines.reader.amounts import read_amounts
from weicheng.engines.reader.categories import category_of
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
    category, _ = category_of(piece, section)
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
        category=category,
        confidence=1.0,
    )
    _read_times(row, cleaned, _base(plan))
    return row


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
