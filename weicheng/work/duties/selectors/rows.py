"""The list of duties: a row per duty and unit, with the next time and the last eight as marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.access import scope_of
from weicheng.ground.org.heirs import heir_of, with_absorbed
from weicheng.ground.org.models import Unit, User
from weicheng.work.duties.choices import OccurrenceState, RhythmKind
from weicheng.work.duties.models import Duty, DutyUnit, Occurrence
from weicheng.work.duties.states import dress, state_expression

STRIP = 8
LOOK_BACK = timedelta(days=800)  # eight half-years and more


@dataclass(slots=True)
class DutyRow:
    duty: Duty
    unit: Unit
    next: Occurrence | None = None
    strip: list[Occurrence] = field(default_factory=list)  # oldest first

    @property
    def missed(self) -> int:
        return sum(one.state == OccurrenceState.MISSED for one in self.strip)


def duty_units(
    user: User,
    campaign: Campaign,
    *,
    unit: int | None = None,
    words: str = "",
    unsettled: bool = False,
    ended: bool = False,
) -> QuerySet[DutyUnit]:
    """The rows within the user's reach, by unit; to be paged before `duty_rows`."""
    found = DutyUnit.objects.filter(duty__campaign=campaign, is_exempt=False, duty__ended_at__isnull=not ended)
    scope = scope_of(user)
    if not scope.sees_everything:
        found = found.filter(unit__in=with_absorbed(scope.units()))
    if unit is not None:
        found = found.filter(unit__in=with_absorbed(Unit.objects.filter(pk=unit)))
    if words:
        found = found.filter(Q(duty__title__icontains=words) | Q(unit__name__icontains=words))
    if unsettled:
        found = found.filter(duty__kind=RhythmKind.UNSETTLED)
    found = found.select_related("duty__task", "duty__headcount_rule", "unit__merged_into__merged_into")
    return found.order_by("unit__order", "unit_id", "duty__title", "duty_id")


def duty_rows(page: Iterable[DutyUnit], today: date | None = None) -> list[DutyRow]:
    """The rows of one page, dressed. Two queries whatever their number."""
    today = today or timezone.localdate()
    shown = list(page)
    rows = [DutyRow(one.duty, heir_of(one.unit)) for one in shown]
    keys: dict[tuple[int, int], DutyRow] = {}
    for one, row in zip(shown, rows, strict=True):
        keys[row.duty.pk, one.unit_id] = row
        keys[row.duty.pk, row.unit.pk] = row
    for occurrence in strips(keys, today):
        if (mine := keys.get((occurrence.duty_id, occurrence.unit_id))) is not None:
            mine.strip = sorted([*mine.strip, occurrence], key=lambda one: one.day)[-STRIP:]
    for occurrence in _upcoming(keys, today):
        mine = keys.get((occurrence.duty_id, occurrence.unit_id))
        if mine is not None and (mine.next is None or occurrence.day < mine.next.day):
            mine.next = occurrence
    return rows


def strips(keys: Iterable[tuple[int, int]], today: date) -> Sequence[Occurrence]:
    """The last eight that are over, done or excused, of each pair of duty and unit."""
    place = Window(RowNumber(), partition_by=[F("duty_id"), F("unit_id")], order_by=[F("day").desc(), F("pk").desc()])
    found = _of(keys).filter(day__gte=today - LOOK_BACK, first__lte=today).annotate(now=state_expression(today))
    found = found.exclude(now=OccurrenceState.DUE).annotate(place=place).filter(place__lte=STRIP)
    return dress(found.order_by("day"), today)


def _upcoming(keys: Iterable[tuple[int, int]], today: date) -> Sequence[Occurrence]:
    place = Window(RowNumber(), partition_by=[F("duty_id"), F("unit_id")], order_by=[F("day").asc(), F("pk").asc()])
    found = _of(keys).filter(day__gte=today).annotate(now=state_expression(today))
    found = found.filter(now=OccurrenceState.DUE).annotate(place=place).filter(place=1)
    return dress(found, today)


def _of(keys: Iterable[tuple[int, int]]) -> QuerySet[Occurrence]:
    pairs = list(keys)
    return Occurrence.objects.filter(duty__in={duty for duty, _ in pairs}, unit__in={unit for _, unit in pairs})


def units_with_duties(user: User, campaign: Campaign) -> list[Unit]:
    """The units of the list, for its filter and for the week; a merged unit is its successor."""
    rows = duty_units(user, campaign).order_by().values("unit_id").distinct()
    merged = Unit.objects.filter(pk__in=rows).select_related("merged_into__merged_into")
    living = {heir_of(unit).pk for unit in merged}
    return list(Unit.objects.filter(pk__in=living))
