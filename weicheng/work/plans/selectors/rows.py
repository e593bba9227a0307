"""The rows of a plan under review: in which order, with what flags, how far the review has come, who did what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from weicheng.work.plans.choices import RowState
from weicheng.work.plans.flags import row_flags
from weicheng.work.plans.models import DraftRow, Plan
from weicheng.work.plans.selectors.duplicates import Proposal, duplicate_proposals, in_ledger
from weicheng.work.plans.selectors.history import Entry, history_of

__all__ = [
    "Proposal",
    "ReviewSummary",
    "SectionProgress",
    "all_rows",
    "duplicate_proposals",
    "in_ledger",
    "review_row",
    "review_rows",
    "review_summary",
    "row_history",
    "section_progress",
    "some_rows",
]


@dataclass(slots=True)
class ReviewSummary:
    """Counts over the rows that are not dropped; ``flagged`` by flag code, ``by_person`` by user id (open rows)."""

    total: int = 0
    open: int = 0
    checked: int = 0
    dropped: int = 0
    joined: int = 0
    flagged: dict[str, int] = field(default_factory=dict)
    by_person: dict[int, int] = field(default_factory=dict)
    quantified: int = 0
    dated: int = 0

    @property
    def quantified_share(self) -> float:
        """Of the rows, those with a number to reach (M032), 0..1."""
        return self.quantified / self.total if self.total else 0.0


@dataclass(slots=True)
class SectionProgress:
    """A heading of the paper with the rows under it: ``path`` from the outermost, rows checked of all."""

    path: tuple[str, ...]
    total: int = 0
    checked: int = 0

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else "正文"

    @property
    def level(self) -> int:
        return len(self.path)

    @property
    def is_done(self) -> bool:
        return self.checked == self.total


def all_rows(plan: Plan) -> list[DraftRow]:
    """Every row in document order, dropped ones too, dressed as `review_rows` says: read once, then counted and shown."""
    return [_shown(row, number) for number, row in enumerate(_rows(plan), 1)]


def some_rows(plan: Plan, wanted: Iterable[int]) -> list[DraftRow]:
    """The rows of these ids as `all_rows` gives them, without reading the others."""
    places = {pk: place for place, pk in enumerate(_ids(plan), 1)}
    return [_shown(row, places[row.pk]) for row in _rows(plan).filter(pk__in=set(wanted)) if row.pk in places]


def _ids(plan: Plan) -> Iterable[int]:
    return DraftRow.objects.filter(plan=plan).order_by("order", "id").values_list("pk", flat=True)


def review_rows(plan: Plan, order: str = "document", only: str | None = None) -> list[DraftRow]:
    """The rows with ``owners`` (prefetched, with their units), ``flags``, and ``number`` (place in the document).

    ``order``: "document", or "doubtful": open ones first, the least confident at the top, with checked ones after them.
    ``only``: "open", "checked", "dropped", "joined", "mine:<user id>", or a flag code. Dropped rows show only when asked.
    """
    rows = [row for row in all_rows(plan) if _passes(row, only)]
    if order == "doubtful":
        rows.sort(key=lambda row: (row.state != RowState.OPEN, row.confidence, row.number))
    return rows


def review_row(row: DraftRow) -> DraftRow:
    """One row as `review_rows` gives it, after a change: fetched anew."""
    place = DraftRow.objects.filter(plan=row.plan_id, order__lt=row.order).count()
    return _shown(_rows(row.plan).get(pk=row.pk), place + 1)


def review_summary(plan: Plan, rows: list[DraftRow] | None = None) -> ReviewSummary:
    """How far the review is and what is missing; ``rows``: those of `all_rows` where they are at hand."""
    summary = ReviewSummary()
    flagged: Counter[str] = Counter()
    people: Counter[int] = Counter()
    for row in all_rows(plan) if rows is None else rows:
        if row.state == RowState.DROPPED:
            summary.dropped += 1
            continue
        summary.total += 1
        summary.open += row.state == RowState.OPEN
        summary.checked += row.state == RowState.CHECKED
        summary.joined += bool(row.same_as_id or row.same_as_task_id)
        summary.quantified += bool(row.quantities or row.quota)
        summary.dated += bool(row.due_on)
        flagged.update(flag.code for flag in row.flags)
        if row.assigned_to_id and row.state == RowState.OPEN:
            people[row.assigned_to_id] += 1
    summary.flagged, summary.by_person = dict(flagged), dict(people)
    return summary


def section_progress(plan: Plan, rows: list[DraftRow] | None = None) -> list[SectionProgress]:
    """The headings in the order of the paper with their rows; a heading above others counts theirs too.

    ``rows``: those of `all_rows` where they are at hand.
    """
    found: dict[tuple[str, ...], SectionProgress] = {}
    for section, state in _placed(plan) if rows is None else [(row.section, row.state) for row in rows]:
        if state == RowState.DROPPED:
            continue
        for depth in range(min(1, len(section)), len(section) + 1):
            path = tuple(section[:depth])
            progress = found.setdefault(path, SectionProgress(path))
            progress.total += 1
            progress.checked += state == RowState.CHECKED
    return list(found.values())


def _placed(plan: Plan) -> Iterable[tuple[list[str], str]]:
    return DraftRow.objects.filter(plan=plan).order_by("order", "id").values_list("section", "state")


def row_history(row: DraftRow) -> list[Entry]:
    """Who did what to the row, newest first."""
    return history_of(row)


def _rows(plan: Plan) -> QuerySet[DraftRow]:
    return (
        DraftRow.objects.filter(plan=plan)
        .select_related("checked_by", "assigned_to", "same_as__plan", "same_as_task", "continues")
        .prefetch_related("owners__unit", "owners__person")
        .order_by("order", "id")
    )


def _shown(row: DraftRow, number: int) -> DraftRow:
    row.number = number
    row.flags = row_flags(row, list(row.owners.all()))
    return row


def _passes(row: DraftRow, only: str | None) -> bool:
    if only == RowState.DROPPED:
        return row.state == RowState.DROPPED
    if row.state == RowState.DROPPED:
        return False
    if not only:
        return True
    if only in RowState.values:
        return row.state == only
    if only == "joined":
        return bool(row.same_as_id or row.same_as_task_id)
    if only.startswith("mine:"):
        return str(row.assigned_to_id) == only.removeprefix("mine:")
    return any(flag.code == only for flag in row.flags)
