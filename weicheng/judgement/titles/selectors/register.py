"""The register: titles with what is nested in them, the calendar of terms, the ladder of units, what is offered next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit, User
from weicheng.judgement.titles.authority import add_months
from weicheng.judgement.titles.choices import LADDER, BidState, ObjectKind, Purpose, TitleLevel, TitleState
from weicheng.judgement.titles.models import Bid, Title

YEARS_AHEAD = 3
MARKS = (12, 6, 3, 1)  # months before the end of a term at which people are told
AREA = (ObjectKind.CITY, ObjectKind.DISTRICT, ObjectKind.COUNTY)


@dataclass(slots=True)
class TitleLine:
    """A title with its open bids and the titles nested in it."""

    title: Title
    standing: str
    code: str
    bids: list[Bid]
    days_left: int | None
    parts: list[TitleLine] = field(default_factory=list)
    may_review: bool = False


def title_lines(campaign: Campaign, user: User) -> list[TitleLine]:
    """Every title within reach, those of areas first, nested ones under theirs. Two queries."""
    today = timezone.localdate()
    titles = list(Title.objects.for_user(user).filter(campaign=campaign).select_related("unit", "within"))
    bids: dict[int, list[Bid]] = {}
    for bid in Bid.objects.filter(title__in=[title.pk for title in titles], state=BidState.OPEN):
        bids.setdefault(bid.title_id, []).append(bid)
    lines = {title.pk: _line(title, bids.get(title.pk, []), today) for title in titles}
    roots: list[TitleLine] = []
    for line in lines.values():
        above = lines.get(line.title.within_id or 0)
        (above.parts if above else roots).append(line)
    return sorted(roots, key=_rank)


def _line(title: Title, bids: list[Bid], today: date) -> TitleLine:
    is_dated = title.state == TitleState.HELD and title.expires_on is not None
    left = (title.expires_on - today).days if is_dated and title.expires_on else None
    reviewed = any(bid.purpose == Purpose.REVIEW for bid in bids)
    due = title.state == TitleState.DEFERRED or title.is_ending(today) or title.is_expired(today)
    return TitleLine(title, title.standing(today), title.chip(today), bids, left, may_review=due and not reviewed)


def _rank(line: TitleLine) -> tuple[bool, int, str]:
    levels = [*reversed(LADDER)]
    return (line.title.kind not in AREA, levels.index(TitleLevel(line.title.level)), line.title.object_name)


def flat(lines: list[TitleLine]) -> list[TitleLine]:
    """The lines with their nested ones, one after another."""
    return [one for line in lines for one in (line, *flat(line.parts))]


@dataclass(frozen=True, slots=True)
class Term:
    """A term that ends within the horizon; ``share`` is where the day stands between today and its end, in percent."""

    line: TitleLine
    share: int
    marks: tuple[date, ...]


def expiring(lines: list[TitleLine], today: date) -> list[Term]:
    """Terms that end within three years, or have ended and are not renewed, soonest first."""
    horizon = add_months(today, 12 * YEARS_AHEAD)
    found = []
    for line in flat(lines):
        end = line.title.expires_on
        if line.title.state not in (TitleState.HELD, TitleState.DEFERRED) or end is None or end > horizon:
            continue
        share = round(100 * max(0, (end - today).days) / max(1, (horizon - today).days))
        ahead = tuple(day for mark in MARKS if (day := add_months(end, -mark)) >= today)
        found.append(Term(line, share, ahead))
    return sorted(found, key=lambda term: (term.line.title.expires_on or horizon, term.line.title.pk))


@dataclass(frozen=True, slots=True)
class LadderRow:
    """A unit, or another object, with its title at every level, from below (M043, M269)."""

    name: str
    unit: Unit | None
    cells: tuple[Title | None, ...]

    @property
    def reached(self) -> int:
        """The highest rung that is held; 0 for none."""
        held = [rung for rung, title in enumerate(self.cells, 1) if title and title.state == TitleState.HELD]
        return max(held, default=0)


def ladder(campaign: Campaign, user: User) -> list[LadderRow]:
    """Object x level for titles of units, villages and towns; the highest first. One query."""
    small = Q(kind__in=[ObjectKind.UNIT, ObjectKind.VILLAGE, ObjectKind.TOWN, ObjectKind.HOUSEHOLD])
    titles = Title.objects.for_user(user).filter(small, campaign=campaign).select_related("unit")
    rows: dict[tuple[str, int], dict[str, Title]] = {}
    for title in titles.order_by("object_name", "-state", "id"):
        key = ("", title.unit_id) if title.kind == ObjectKind.UNIT and title.unit_id else (title.object_name, 0)
        held = rows.setdefault(key, {})
        if title.level not in held or title.state == TitleState.HELD:
            held[title.level] = title
    made = [_row(cells) for cells in rows.values()]
    return sorted(made, key=lambda row: (-row.reached, row.name))


def _row(cells: dict[str, Title]) -> LadderRow:
    first = next(iter(cells.values()))
    unit = first.unit if first.kind == ObjectKind.UNIT else None
    return LadderRow(str(unit) if unit else first.object_name, unit, tuple(cells.get(level) for level in LADDER))


def history_ladder(title: Title) -> list[Title]:
    """Every title of the same object by its rungs, highest first (M270)."""
    same = Title.objects.filter(campaign=title.campaign_id, object_name=title.object_name)
    if title.unit_id:
        same = Title.objects.filter(
            Q(campaign=title.campaign_id), Q(object_name=title.object_name) | Q(unit=title.unit_id)
        )
    order = [*reversed(LADDER)]
    return sorted(same, key=lambda one: (order.index(TitleLevel(one.level)), one.pk))


def yearly_checks(title: Title, today: date) -> list[tuple[int, date | None]]:
    """The years of the term up to this one with the day of the yearly self-check, as the bids of the title record it."""
    if title.state != TitleState.HELD or title.granted_on is None:
        return []
    from weicheng.judgement.titles.models import Move

    moves = Move.objects.filter(bid__title=title, from_stage="consolidation", outcome="checked", corrections=None)
    done: dict[int, date] = {move.on.year: move.on for move in moves.order_by("on")}
    term = (title.term_years or 0) * 12
    first = (
        title.granted_on
        if not title.expires_on or not term
        else max(title.granted_on, add_months(title.expires_on, -term))
    )
    return [(year, done.get(year)) for year in range(first.year + 1, today.year + 1)]
