"""How an occurrence stands: one rule, as SQL and as Python; a test holds them equal. Never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, F, Q, Value, When

from weicheng.work.duties.choices import OccurrenceState
from weicheng.work.duties.models import Occurrence


@dataclass(frozen=True, slots=True)
class Mark:
    """Word, icon (the shape) and colour class of a state; the colour is never the only sign."""

    word: str
    icon: str
    css: str


MARKS = {
    OccurrenceState.DUE: Mark("待做", "circle-dashed", "todo"),
    OccurrenceState.DONE: Mark("已做", "circle-check", "done"),
    OccurrenceState.MISSED: Mark("未做", "x", "late"),
    OccurrenceState.EXCUSED: Mark("免做", "minus", "check"),
}


def state_of(occurrence: Occurrence, today: date) -> OccurrenceState:
    """Excused by the office; done when the count is reached, or, where only too many is wrong, when the time is over
    without that; missed when the last day is over, or at once when there were too many."""
    count, needed, most = occurrence.count, occurrence.needed, occurrence.most
    over = occurrence.day < today
    if occurrence.excused_at is not None:
        return OccurrenceState.EXCUSED
    if needed == 0 and most is not None and count > most:
        return OccurrenceState.MISSED
    if needed > 0 and count >= needed:
        return OccurrenceState.DONE
    if over:
        return OccurrenceState.DONE if needed == 0 else OccurrenceState.MISSED
    return OccurrenceState.DUE


def state_expression(today: date) -> Case:
    """The same in SQL."""
    return Case(
        When(excused_at__isnull=False, then=Value(OccurrenceState.EXCUSED.value)),
        When(Q(needed=0, most__isnull=False, count__gt=F("most")), then=Value(OccurrenceState.MISSED.value)),
        When(Q(needed__gt=0, count__gte=F("needed")), then=Value(OccurrenceState.DONE.value)),
        When(Q(day__lt=today, needed=0), then=Value(OccurrenceState.DONE.value)),
        When(day__lt=today, then=Value(OccurrenceState.MISSED.value)),
        default=Value(OccurrenceState.DUE.value),
        output_field=CharField(max_length=10),
    )


def dress(occurrences: Iterable[Occurrence], today: date) -> list[Occurrence]:
    """Give every occurrence its state."""
    found = list(occurrences)
    for occurrence in found:
        occurrence.state = state_of(occurrence, today)
    return found
