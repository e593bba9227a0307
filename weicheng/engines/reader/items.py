"""Which spans of a clean text are ledger rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from weicheng.engines.reader.confidence import evidence_of
from weicheng.engines.reader.counted import counted_parts, with_phases
from weicheng.engines.reader.features import clause_totals
from weicheng.engines.reader.hanging import settled
from weicheng.engines.reader.model import Model
from weicheng.engines.reader.outline import Outline
from weicheng.engines.reader.sentences import Clause

_LEADS = ("并且", "并", "同时", "及", "而且")


@dataclass(slots=True)
class Item:
    """A row's clauses ``first`` to ``last``, its span in the clean text, the headings above it, what speaks for it.

    ``lead`` is the span of the clause that opens the row's part of the sentence (up to ;): a date there holds for all of it.
    """

    first: int
    last: int
    start: int
    end: int
    path: tuple[int, ...]
    evidence: tuple[float, ...]
    lead: tuple[int, int]


def find_items(
    text: str,
    clauses: list[Clause],
    outline: Outline,
    model: Model,
    check: Callable[[], None] | None = None,
) -> list[Item]:
    """The items of the paper in order. ``check`` is called before each long step and may raise to stop."""
    scores = clause_totals(text, clauses, outline, model.sums)
    if check:
        check()
    labels = model.decode(scores)
    marginals = model.marginals(scores)
    found = with_phases(text, outline, settled(text, clauses, runs(labels)))
    items = [_item(text, clauses, outline, first, last, marginals) for first, last in found]
    return [
        item if (start, end) == (item.start, item.end) else replace(item, start=start, end=end)
        for item in items
        for start, end in counted_parts(text, item.start, item.end)
    ]


def runs(labels: list[int]) -> list[tuple[int, int]]:
    """First and last clause of each row; labels are indexes of B, I, O."""
    found: list[tuple[int, int]] = []
    for i, label in enumerate(labels):
        if label == 1 and found and found[-1][1] == i - 1:
            found[-1] = (found[-1][0], i)
        elif label != 2:
            found.append((i, i))
    return found


def _item(
    text: str,
    clauses: list[Clause],
    outline: Outline,
    first: int,
    last: int,
    marginals: list[tuple[float, float, float]],
) -> Item:
    start, end = clauses[first].start, clauses[last].end
    for lead in _LEADS:
        if text.startswith(lead, start) and not text.startswith("及时", start) and end - start > len(lead) + 4:
            start += len(lead)
            break
    while start < end and text[start] in ",, \u3000":
        start += 1
    return Item(
        first,
        last,
        start,
        end,
        outline.path[first],
        evidence_of(first, last, end - start, marginals),
        _lead(clauses, outline, first),
    )


def _lead(clauses: list[Clause], outline: Outline, first: int) -> tuple[int, int]:
    """The clause that opens the part of the sentence in which clause ``first`` stands (at most twelve clauses back)."""
    opening = first
    while opening > 0 and first - opening < 12:
        before, here = clauses[opening - 1], clauses[opening]
        if (here.mark is not None and here.mark.style not in ("circ", "numb")) or before.sep not in (",", ":", ""):
            break
        if before.paragraph != here.paragraph or before.sentence != here.sentence:
            break
        if outline.heading[opening - 1] not in (-1, outline.heading[opening]):
            break
        opening -= 1
    return clauses[opening].start, clauses[opening].end
