"""All indicators of a campaign with their values, judged. A fixed number of queries, whatever the number of values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from django.utils import timezone

from weicheng.engines.judging.judges import judge
from weicheng.engines.judging.limits import Graded, graded
from weicheng.engines.judging.model import Facts, Goal, Outcome, Rules, TrendRule, Verdict
from weicheng.engines.judging.trends import years_needed
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.choices import UnitKind
from weicheng.ground.org.models import Unit, User
from weicheng.ground.standards.models import Edition, Indicator, Limit, Target
from weicheng.ground.standards.selectors.overlay import Laid, laid_over
from weicheng.work.indicators.choices import Span, State
from weicheng.work.indicators.kin import kin_of
from weicheng.work.indicators.models import DataOwner, JudgingRule, ValueEntry
from weicheng.work.indicators.selectors.reach import Reach, reach_of
from weicheng.work.indicators.targets import Asked, asked_of, grade_limits, limit_on, limits_of

# Where two entries could speak for one slot, the checked one does.
_RANK = {State.CHECKED: 0, State.SUBMITTED: 1}
Slot = tuple[int, str, int, int | None]  # year, span, number, subject


@dataclass(frozen=True, slots=True)
class Missing:
    """A yearly value that judging needs and nobody handed in; ``returned`` is the one that was sent back, if any."""

    year: int
    subject: Unit | None = None
    returned: ValueEntry | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """An indicator in one year. ``entry`` is the value of the year for the whole area, if there is one."""

    year: int
    asked: Asked
    verdict: Verdict
    entry: ValueEntry | None
    by_year: dict[int, ValueEntry]
    by_unit: list[tuple[Unit, ValueEntry | None]]
    second: Graded | None  # under the limit by grade, where the standard and the GB/T both speak
    owner: DataOwner | None
    missing: list[Missing]
    parts: list[ValueEntry] = field(default_factory=list)  # quarters or months of the year
    earlier: list[ValueEntry] = field(default_factory=list)  # of the years before, which the verdict rests on too

    @property
    def indicator(self) -> Indicator:
        return self.asked.indicator

    @property
    def target(self) -> Target:
        return self.asked.target

    @property
    def goal(self) -> Goal:
        return self.asked.goal

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome

    @property
    def sentence(self) -> str:
        """Why, with the numbers; both rules where there are two."""
        return self.verdict.sentence + (self.second.sentence if self.second else "")

    @property
    def entries(self) -> list[ValueEntry]:
        return [self.entry] if self.entry else [entry for _, entry in self.by_unit if entry is not None]

    @property
    def is_checked(self) -> bool:
        """Whether every value that the verdict rests on, those of earlier years too, was checked by a second person."""
        return bool(self.entries) and all(entry.state == State.CHECKED for entry in (*self.entries, *self.earlier))

    @property
    def is_provisional(self) -> bool:
        """Judged on a figure that nobody has checked: shown as such, and counted nowhere as reached."""
        return bool(self.entries) and not self.is_checked

    @property
    def is_reached(self) -> bool:
        return self.outcome in (Outcome.MET, Outcome.TREND) and self.is_checked

    @property
    def outcome_words(self) -> str:
        """达标; 暂判达标 as long as it rests on a figure that nobody has checked."""
        settled = self.outcome in (Outcome.MISSING, Outcome.UNVERIFIED)
        return self.outcome.word if settled or not self.is_provisional else f"暂判{self.outcome.word}"

    @property
    def rules_differ(self) -> bool:
        """The standard's number and the limit by grade come to different answers."""
        if self.second is None or self.second.reached is None:
            return False
        return self.second.reached != (self.verdict.arithmetic in (Outcome.MET, Outcome.TREND))


class Board:
    """What there is of a campaign under an edition; ``judged(year)`` asks the database nothing more."""

    def __init__(self, campaign: Campaign, edition: Edition | None = None, today: date | None = None) -> None:
        self.campaign = campaign
        self.edition = edition or campaign.edition
        self.today = today or timezone.localdate()
        self._rank: dict[tuple[int, int], int] = {}

    @cached_property
    def asked(self) -> list[Asked]:
        return asked_of(self.edition, self.campaign.level) if self.edition else []

    @cached_property
    def rules(self) -> Rules:
        return rules_of(self.campaign)

    @cached_property
    def _own(self) -> dict[int, int]:
        """The id of any edition's indicator -> that of this edition which it speaks for."""
        assert self.edition is not None
        kin = kin_of(self.edition)
        self._rank = {(pk, other): place for pk, ids in kin.items() for place, other in enumerate(ids)}
        return {other: pk for pk, ids in reversed(kin.items()) for other in ids}

    @cached_property
    def _live(self) -> list[ValueEntry]:
        own = list(self._own) if self.edition else []
        live = ValueEntry.objects.filter(campaign=self.campaign, state__in=list(_RANK), indicator__in=own)
        return list(live.select_related("subject", "filled_by", "filled_unit", "checked_by", "evidence").order_by("pk"))

    @cached_property
    def entries(self) -> dict[int, dict[Slot, ValueEntry]]:
        """By indicator of this edition, the entry that speaks for each slot; drafts do not."""
        found: dict[int, dict[Slot, ValueEntry]] = defaultdict(dict)
        ranks: dict[tuple[int, Slot], tuple[int, int]] = {}
        for entry in self._live:
            own = self._own[entry.indicator_id]
            slot = (entry.year, entry.span, entry.number, entry.subject_id)
            rank = (self._rank.get((own, entry.indicator_id), 99), _RANK[State(entry.state)])
            if (own, slot) not in ranks or rank < ranks[own, slot]:
                ranks[own, slot], found[own][slot] = rank, entry
        return found

    @cached_property
    def waiting(self) -> dict[tuple[int, Slot], ValueEntry]:
        """What waits for its check, also where a checked value stands beside it."""
        return {
            (self._own[one.indicator_id], (one.year, one.span, one.number, one.subject_id)): one
            for one in self._live
            if one.state == State.SUBMITTED
        }

    @cached_property
    def returned(self) -> dict[tuple[int, int, int | None], ValueEntry]:
        """The last yearly entry that was sent back and not handed in again."""
        rows = ValueEntry.objects.filter(
            campaign=self.campaign, state=State.RETURNED, span=Span.YEAR, indicator__in=list(self._own)
        )
        return {(self._own[row.indicator_id], row.year, row.subject_id): row for row in rows.order_by("pk")}

    @cached_property
    def owners(self) -> dict[int, DataOwner]:
        if self.edition is None:
            return {}
        rows = DataOwner.objects.filter(campaign=self.campaign, indicator__in=list(self._own))
        found: dict[int, DataOwner] = {}
        for row in rows.select_related("unit__merged_into__merged_into").order_by("pk"):
            own = self._own[row.indicator_id]
            if own not in found or row.indicator_id == own:
                found[own] = row
        return found

    @cached_property
    def townships(self) -> list[Unit]:
        living = Unit.objects.on(self.today).with_samples(self.campaign.is_sample)
        return list(living.filter(kind=UnitKind.TOWNSHIP).order_by("order", "pk"))

    @cached_property
    def _limits(self) -> list[Limit]:
        return limits_of(self.asked)

    @cached_property
    def _laid_over_limits(self) -> Laid:
        editions = {limit.edition_id for limit in self._limits}
        return laid_over(editions) if editions else {}

    def judged(self, year: int, user: User | None = None) -> list[Judged]:
        """Every indicator that is asked, in the order of the edition; with ``user`` those within reach."""
        rows = [self.judge(one, year) for one in self.asked]
        if user is None:
            return rows
        reach = reach_of(user)
        return [seen for row in rows if (seen := self.seen_by(reach, row)) is not None]

    def seen_by(self, reach: Reach, row: Judged) -> Judged | None:
        """The row as the reader may see it: a town sees its own figure and how it stands, not those of the others."""
        if reach.everything or (row.owner is not None and reach.has(row.owner.unit)):
            return row
        own = [(unit, entry) for unit, entry in row.by_unit if reach.has(unit)]
        if own:
            verdict = judge(row.goal, facts_of(row.year, row.by_year, own), self.rules)
            missing = [lack for lack in row.missing if lack.subject is None or reach.has(lack.subject)]
            return replace(row, verdict=verdict, by_unit=own, missing=missing)
        handed_in = any(one.filled_unit is not None and reach.has(one.filled_unit) for one in row.by_year.values())
        return row if handed_in else None

    def judge(self, asked: Asked, year: int) -> Judged:
        slots = self.entries.get(asked.indicator.pk, {}) if self.edition else {}
        by_year = {slot[0]: entry for slot, entry in slots.items() if slot[1] == Span.YEAR and slot[3] is None}
        by_unit = self._by_unit(asked, slots, year)
        entry = by_year.get(year)
        facts = facts_of(year, by_year, by_unit)
        verdict = judge(asked.goal, facts, self.rules)
        parts = [one for slot, one in slots.items() if slot[0] == year and slot[1] != Span.YEAR and slot[3] is None]
        return Judged(
            year=year,
            asked=asked,
            verdict=_with_parts(verdict, asked, entry, parts),
            entry=entry,
            by_year=by_year,
            by_unit=by_unit,
            earlier=self._earlier(asked, verdict, by_year, year),
            second=self._second(asked, entry),
            owner=self.owners.get(asked.indicator.pk),
            missing=self._missing(asked, by_year, by_unit, year),
            parts=sorted(parts, key=lambda one: (one.span, one.number)),
        )

    def _by_unit(self, asked: Asked, slots: dict[Slot, ValueEntry], year: int) -> list[tuple[Unit, ValueEntry | None]]:
        if not asked.is_per_unit:
            return []
        units = {unit.pk: unit for unit in self.townships}
        for slot, entry in slots.items():
            # A town that has merged away still stands in the years of which it handed something in.
            if slot[0] == year and slot[3] is not None and entry.subject is not None:
                units.setdefault(slot[3], entry.subject)
        return [(unit, slots.get((year, Span.YEAR.value, 1, pk))) for pk, unit in units.items()]

    def _earlier(self, asked: Asked, verdict: Verdict, by_year: dict[int, ValueEntry], year: int) -> list[ValueEntry]:
        """What of earlier years the verdict rests on; nothing where the level alone was enough."""
        if verdict.outcome == Outcome.MET and "_OR_TREND_" in asked.goal.judge:
            return []
        return [by_year[one] for one in years_needed(asked.goal, year, self.rules) if one != year and one in by_year]

    def _second(self, asked: Asked, entry: ValueEntry | None) -> Graded | None:
        if not asked.indicator.limit or entry is None or entry.value is None:
            return None
        day = entry.measured_on or min(entry.last_day, self.today)
        limit = limit_on(self._limits, asked.indicator.limit, day)
        return graded(grade_limits(limit, self._laid_over_limits), entry.value) if limit is not None else None

    def _missing(
        self, asked: Asked, by_year: dict[int, ValueEntry], by_unit: list[tuple[Unit, ValueEntry | None]], year: int
    ) -> list[Missing]:
        pk = asked.indicator.pk
        if asked.is_per_unit:
            lacking = [unit for unit, entry in by_unit if entry is None]
            return [Missing(year, unit, self.returned.get((pk, year, unit.pk))) for unit in lacking]
        years = [one for one in years_needed(asked.goal, year, self.rules) if one not in by_year]
        return [Missing(one, None, self.returned.get((pk, one, None))) for one in years]


def judged(campaign: Campaign, year: int, *, edition: Edition | None = None, user: User | None = None) -> list[Judged]:
    """Every indicator that the campaign's edition asks of its level, judged for the year; [] without an edition.

    Values that wait for their check are judged, for now: ``is_provisional``, and never ``is_reached``. Drafts and returned
    ones are not. About a dozen
    queries, whatever the number of indicators and values.
    """
    return Board(campaign, edition).judged(year, user)


def facts_of(year: int, by_year: dict[int, ValueEntry], by_unit: Iterable[tuple[Unit, ValueEntry | None]]) -> Facts:
    now = by_year.get(year)
    return Facts(
        year=year,
        values={one: entry.value for one, entry in by_year.items() if entry.value is not None},
        grade=now.grade if now else "",
        yardstick=now.yardstick if now else None,
        by_unit=[(str(unit), entry.value if entry else None) for unit, entry in by_unit],
    )


def rules_of(campaign: Campaign) -> Rules:
    row = JudgingRule.objects.filter(campaign=campaign).first()
    return Rules(TrendRule(row.trend), row.mean_includes_own) if row is not None else Rules()


def _with_parts(verdict: Verdict, asked: Asked, entry: ValueEntry | None, parts: list[ValueEntry]) -> Verdict:
    """A year that has only quarters so far is missing; the latest of them is said."""
    if entry is not None or not parts or verdict.outcome != Outcome.MISSING:
        return verdict
    from weicheng.work.indicators.saying import value_words

    latest = max(parts, key=lambda one: one.last_day)
    said = f"{verdict.sentence}{latest.period_words}是{value_words(latest, asked)}。"
    return Verdict(verdict.outcome, said, verdict.arithmetic)
