"""A round as the office and as a unit see it: asked, replied, open, settled; and the trail of who bounced to whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import Unit
from weicheng.work.consultation.asking import Ask, asks_of
from weicheng.work.consultation.choices import Ruling, Verb
from weicheng.work.consultation.models import Reply, Round


@dataclass(slots=True)
class AskedRow:
    """A row on the page of a unit, with its latest reply. ``is_waiting``: not yet asked and answered as it stands."""

    ask: Ask
    reply: Reply | None = None

    @property
    def is_waiting(self) -> bool:
        return self.reply is None or self.reply.print != self.ask.print

    @property
    def has_changed(self) -> bool:
        """The unit replied, and the row is another since."""
        return self.reply is not None and self.reply.print != self.ask.print


@dataclass(slots=True)
class UnitLine:
    """How far one unit is."""

    unit: Unit
    asked: int = 0
    waiting: int = 0
    agreed: int = 0
    objected: int = 0
    changed: int = 0
    last_at: datetime | None = None


@dataclass(slots=True)
class Dispute:
    """An objection with the row as it stands, and all that was bounced before it on the same row."""

    reply: Reply
    ask: Ask | None
    trail: list[Reply] = field(default_factory=list)

    @property
    def goes_round(self) -> bool:
        """The proposed unit has itself given this row away before."""
        return any(one.unit_id == self.reply.to_unit_id for one in self.trail if one.pk != self.reply.pk)


@dataclass(slots=True)
class Board:
    """``open_objections`` wait for a ruling; ``missing`` are the units that have not replied to every row as it stands."""

    round: Round
    lines: list[UnitLine]
    open_objections: list[Dispute]
    settled: list[Reply]

    @property
    def missing(self) -> list[UnitLine]:
        return [line for line in self.lines if line.waiting]

    @property
    def replied(self) -> list[UnitLine]:
        return [line for line in self.lines if not line.waiting]


def board_of(round_: Round) -> Board:
    """The whole round; the number of queries does not grow with rows or units."""
    asks = {ask.key: ask for ask in asks_of(round_.plan)}
    replies = list(replies_of(round_))
    current = {(reply.row_id, reply.unit_id): reply for reply in replies if reply.is_current}
    lines: dict[int, UnitLine] = {}
    for key, ask in asks.items():
        line = lines.setdefault(ask.unit.pk, UnitLine(ask.unit))
        _count(line, AskedRow(ask, current.get(key)))
    trails = trails_of(replies)
    objections = [
        Dispute(reply, asks.get((reply.row_id or 0, reply.unit_id)), trails[reply.row_id])
        for reply in replies
        if reply.ruling == Ruling.OPEN and (reply.row_id or 0, reply.unit_id) in asks
    ]
    settled = [reply for reply in replies if reply.ruling in (Ruling.TAKEN, Ruling.DECLINED, Ruling.LAPSED)]
    ordered = sorted(lines.values(), key=lambda line: (not line.waiting, line.unit.order, line.unit.pk))
    return Board(round_, ordered, objections, settled)


def unit_rows(round_: Round, unit: Unit) -> list[AskedRow]:
    """The rows of one unit, those that wait for its reply first."""
    current = {reply.row_id: reply for reply in replies_of(round_).filter(unit=unit, is_current=True)}
    rows = [AskedRow(ask, current.get(ask.row.pk)) for ask in asks_of(round_.plan, [unit.pk])]
    return sorted(rows, key=lambda one: not one.is_waiting)


def waiting_by_unit(round_: Round, units: Iterable[Unit]) -> dict[int, tuple[int, int]]:
    """(asked, waiting) by unit id, for those of ``units`` that are asked."""
    ids = [unit.pk for unit in units]
    current = {
        (reply.row_id, reply.unit_id): reply for reply in replies_of(round_).filter(unit__in=ids, is_current=True)
    }
    found: dict[int, tuple[int, int]] = {}
    for ask in asks_of(round_.plan, ids):
        asked, waiting = found.get(ask.unit.pk, (0, 0))
        found[ask.unit.pk] = (asked + 1, waiting + AskedRow(ask, current.get(ask.key)).is_waiting)
    return found


def replies_of(round_: Round) -> QuerySet[Reply]:
    return Reply.objects.filter(round=round_).select_related("unit", "to_unit", "row", "by", "ruled_by").order_by("id")


def disputes(campaign: Campaign) -> QuerySet[Reply]:
    """Every objection of the campaign, newest first: who wanted to give what to whom, and the ruling (M221)."""
    found = Reply.objects.filter(round__plan__campaign=campaign).exclude(verb=Verb.AGREE)
    return found.select_related("round__plan", "unit", "to_unit", "by", "ruled_by").order_by("-id")


def trails_of(replies: Iterable[Reply]) -> dict[int | None, list[Reply]]:
    """By row, what was bounced, oldest first."""
    found: dict[int | None, list[Reply]] = defaultdict(list)
    for reply in replies:
        if reply.verb in (Verb.OBJECT, Verb.OWNER):
            found[reply.row_id].append(reply)
    return found


def _count(line: UnitLine, one: AskedRow) -> None:
    line.asked += 1
    line.waiting += one.is_waiting
    line.changed += one.has_changed
    if one.reply is not None:
        line.agreed += one.reply.verb == Verb.AGREE and not one.is_waiting
        line.objected += one.reply.verb != Verb.AGREE
        line.last_at = max(line.last_at or one.reply.at, one.reply.at)
