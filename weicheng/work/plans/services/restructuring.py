"""Changing which rows there are: splitting, merging, adding from a selection of the text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from weicheng.ground.campaigns.matching import campaign_matcher
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.org.models import User
from weicheng.work.plans.choices import RowState
from weicheng.work.plans.errors import NotPossible
from weicheng.work.plans.models import DraftOwner, DraftRow, Plan
from weicheng.work.plans.services.batch import RowBatch, row_batch
from weicheng.work.plans.services.drafting import draft_owners, draft_row
from weicheng.work.plans.services.reviewing import EDITABLE, sign
from weicheng.work.plans.services.selection import read_selection
from weicheng.work.plans.values import check_order, clean_changes

_EDGE = " \t\r\n\u3000，,；;。、：:"
_TITLE_LIMIT = 200


def split_row(*, by: User, row: DraftRow, version: int, at: int) -> tuple[DraftRow, DraftRow]:
    """Cut the row's sentence at an offset of the plan's text; the second piece is read anew and follows the first.

    Owners, section and category are inherited; what each piece says of dates and quantities is its own. Both are open.
    """
    first, second = _cut(by, row, version, [at])
    return first, second


def split_by_selection(*, by: User, row: DraftRow, version: int, start: int, end: int) -> list[DraftRow]:
    """Make the selected part of the row's sentence a row of its own; what stands before and after it stay rows too."""
    start, end = _trim(row.plan.text, start, end)
    text = row.plan.text
    rest = [at for at in (start, end) if _has_words(text, row.start, at) and _has_words(text, at, row.end)]
    if not row.start <= start < end <= row.end or not rest:
        raise Invalid("请在这一行的原文里选中要拆出来的一部分。", "start")
    return _cut(by, row, version, rest)


def _has_words(text: str, start: int, end: int) -> bool:
    start, end = _trim(text, start, end)
    return start < end


def _cut(by: User, row: DraftRow, version: int, points: list[int]) -> list[DraftRow]:
    with row_batch(by=by, plan=row.plan, rows=None, verb="split") as batch:
        first = batch[row.pk]
        batch.expect(first, version)
        if not all(first.start < at < first.end for at in points):
            raise Invalid("请在这一行的原文中间选拆分的位置。", "at")
        edges = [first.start, *points, first.end]
        pieces = [_trim(batch.plan.text, start, end) for start, end in pairwise(edges)]
        if any(start >= end for start, end in pieces):
            raise Invalid("拆开的一段没有字，请换个位置。", "at")
        made = [_new_row(batch, *piece, like=first) for piece in pieces[1:]]
        _shrink(batch.plan, first, *pieces[0])
        before = first
        for new in made:
            new.order = _order_after(batch, before)
            batch.create(new, [_copy(owner) for owner in batch.owners[first.pk]])
            before = new
    return [first, *made]


def merge_with_previous(*, by: User, row: DraftRow, version: int) -> DraftRow:
    """Join the row to the one before it in the text; the earlier row stays and takes what it lacks from the later."""
    with row_batch(by=by, plan=row.plan, rows=None, verb="merged") as batch:
        later = batch[row.pk]
        batch.expect(later, version)
        earlier = _previous(batch, later)
        if earlier is None:
            raise NotPossible("这是第一行，前面没有可以合并的。")
        _absorb(batch, earlier, later)
        for other in batch.rows.values():
            if other.same_as_id == later.pk:
                other.same_as = earlier
        later.state, later.checked_by, later.checked_at = RowState.DROPPED, None, None
    return earlier


def prefill(plan: Plan, start: int, end: int) -> dict[str, Any]:
    """What the reader makes of a selection: the values for a form that adds a row. Nothing is stored."""
    start, end = _checked_span(plan, start, end)
    before = plan.rows.exclude(state=RowState.DROPPED).filter(start__lte=start, end__gt=0).order_by("-start").first()
    row = read_selection(plan, start, end, list(before.section) if before else [])
    draft = draft_row(plan, row, 0)
    values: dict[str, Any] = {field: getattr(draft, field) for field in sorted(EDITABLE)}
    return {**values, "quote": row.quote, "owners": [{"text": owner.name, "role": owner.role} for owner in row.owners]}


def add_row(*, by: User, plan: Plan, start: int, end: int, changes: Mapping[str, Any] | None = None) -> DraftRow:
    """Add a row from a selection of the text, read by the reader; ``changes`` override. It counts as confirmed."""
    values = clean_changes(changes or {}, EDITABLE)
    start, end = _checked_span(plan, start, end)
    with row_batch(by=by, plan=plan, rows=None, verb="added") as batch:
        read = read_selection(batch.plan, start, end, _section_at(batch, start))
        row = draft_row(batch.plan, read, 0)
        row.locator = locate(batch.plan, start)
        for field, value in values.items():
            setattr(row, field, value)
        check_order(row.start_on, row.due_on)
        row.state, row.confidence = RowState.CHECKED, 1.0
        sign(row, by)
        row.order = _order_at(batch, start)
        batch.create(row, draft_owners(row, read.owners, campaign_matcher(batch.plan.campaign)))
    return row


def _checked_span(plan: Plan, start: int, end: int) -> tuple[int, int]:
    start, end = _trim(plan.text, max(0, start), min(end, len(plan.text)))
    if start >= end:
        raise Invalid("请先在左边原文里选中一句话。", "start")
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the marks and blanks at its edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _new_row(batch: RowBatch, start: int, end: int, like: DraftRow) -> DraftRow:
    """The second piece of a split: its own words, with what it shares with the first."""
    draft = draft_row(batch.plan, read_selection(batch.plan, start, end, list(like.section)), 0)
    draft.locator = locate(batch.plan, start) or like.locator
    draft.category, draft.assigned_to, draft.confidence = like.category, like.assigned_to, like.confidence
    return draft


def _shrink(plan: Plan, row: DraftRow, start: int, end: int) -> None:
    """The first piece keeps what a person may have typed; what stood in the other piece leaves with it."""
    row.start, row.end, row.quote = start, end, plan.text[start:end]
    read = draft_row(plan, read_selection(plan, start, end, list(row.section)), 0)
    row.title = read.title
    for text, fields in (("deadline_text", ("start_on", "due_on")), ("recurrence_text", ("rrule", "quota"))):
        if getattr(row, text) and getattr(row, text) not in row.quote:
            for field in (text, *fields):
                setattr(row, field, getattr(read, field))
    row.quantities = [entry for entry in row.quantities if not entry.get("text") or entry["text"] in row.quote]
    row.state, row.checked_by, row.checked_at = RowState.OPEN, None, None


def _absorb(batch: RowBatch, earlier: DraftRow, later: DraftRow) -> None:
    if later.start < later.end and earlier.start < earlier.end:
        earlier.start, earlier.end = min(earlier.start, later.start), max(earlier.end, later.end)
        earlier.quote = batch.plan.text[earlier.start : earlier.end]
    joined = f"{earlier.title}，{later.title}"
    earlier.title = joined if len(joined) <= _TITLE_LIMIT else earlier.title
    for fields in (("deadline_text", "start_on", "due_on"), ("recurrence_text", "rrule", "quota")):
        if not any(getattr(earlier, field) for field in fields):
            for field in fields:
                setattr(earlier, field, getattr(later, field))
    known = {entry.get("text") for entry in earlier.quantities}
    earlier.quantities = [*earlier.quantities, *(e for e in later.quantities if e.get("text") not in known)]
    have = {(owner.text, owner.role) for owner in batch.owners[earlier.pk]}
    more = [_copy(owner) for owner in batch.owners[later.pk] if (owner.text, owner.role) not in have]
    batch.owners[earlier.pk] = [*batch.owners[earlier.pk], *more]
    earlier.state, earlier.checked_by, earlier.checked_at = RowState.OPEN, None, None


def _copy(owner: DraftOwner) -> DraftOwner:
    fields = ("text", "role", "unit_id", "person_id", "match", "collective", "suggestions", "doubt")
    return DraftOwner(**{field: getattr(owner, field) for field in fields})


def _standing(batch: RowBatch) -> list[DraftRow]:
    rows = [row for row in batch.rows.values() if row.state != RowState.DROPPED]
    return sorted(rows, key=lambda row: (row.order, row.pk))


def _previous(batch: RowBatch, row: DraftRow) -> DraftRow | None:
    before = [other for other in _standing(batch) if (other.order, other.pk) < (row.order, row.pk)]
    return before[-1] if before else None


def _row_before(batch: RowBatch, start: int) -> DraftRow | None:
    before = [row for row in _standing(batch) if row.start < row.end and row.start <= start]
    return max(before, key=lambda row: row.start) if before else None


def _section_at(batch: RowBatch, start: int) -> list[str]:
    before = _row_before(batch, start)
    return list(before.section) if before else []


def _order_after(batch: RowBatch, row: DraftRow) -> float:
    """A value between the row and the next one, dropped ones included."""
    later = [other.order for other in batch.rows.values() if other.order > row.order]
    return (row.order + min(later)) / 2 if later else row.order + 1


def _order_at(batch: RowBatch, start: int) -> float:
    before = _row_before(batch, start)
    if before is not None:
        return _order_after(batch, before)
    return min((row.order for row in batch.rows.values()), default=2.0) - 1


def locate(plan: Plan, offset: int) -> dict[str, Any]:
    """Where an offset of the text stood in the original: the locator of its block."""
    for block in plan.blocks:
        if block["start"] <= offset < max(block["end"], block["start"] + 1):
            return dict(block.get("locator") or {})
    return {}
