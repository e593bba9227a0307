"""A bid on its page: the rail of stages, what may come out, the record, how ready it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import NotPossible
from weicheng.ground.org.models import User
from weicheng.judgement.titles import policies
from weicheng.judgement.titles.authority import authority, due_on, rule_words
from weicheng.judgement.titles.authority_schema import Authority, Stage
from weicheng.judgement.titles.choices import BidState, MoveKind, Purpose
from weicheng.judgement.titles.models import Bid, Finding, Move, Title
from weicheng.judgement.titles.selectors.countdown import (
    CountdownLine,
    LedgerOpen,
    countdown_lines,
    ledger_open,
    path_of,
)
from weicheng.judgement.titles.selectors.package import PackageState, package_state
from weicheng.judgement.titles.selectors.watching import Watched, watched


@dataclass(frozen=True, slots=True)
class RailStop:
    """A stage on the rail: passed, now, ahead, or a way round that was not taken."""

    stage: Stage
    state: str  # passed, now, ahead, aside
    on: date | None
    result: str
    due_words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the record: the step with its stage and outcome in words, and the corrections over it."""

    move: Move
    stage: str
    result: str
    is_undone: bool
    fixes: tuple[Move, ...]

    @property
    def on(self) -> date:
        return self.fixes[-1].on if self.fixes else self.move.on

    @property
    def paper_number(self) -> str:
        return self.fixes[-1].paper_number if self.fixes else self.move.paper_number


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is there now (M267): days to the review, papers, tasks, findings, lines of the countdown that are late."""

    days_left: int | None
    workdays_left: int | None
    stage_days_left: int | None
    package: PackageState
    ledger: LedgerOpen
    findings_open: int
    lines: tuple[CountdownLine, ...]
    extras: tuple[Watched, ...]

    @property
    def late_lines(self) -> int:
        return sum(line.code == "late" for line in self.lines)

    @property
    def next_line(self) -> CountdownLine | None:
        return next((line for line in self.lines if not line.is_done and line.due_on), None)


def bids_for(campaign: Campaign, user: User) -> list[Bid]:
    """Bids within the user's reach, open ones first."""
    found = Bid.objects.for_user(user).filter(campaign=campaign).select_related("title__unit", "campaign")
    return sorted(found, key=lambda bid: (not bid.is_open, bid.review_on or date.max, -bid.pk))


def stage_word(bid: Bid) -> str:
    stage = authority(bid.authority).stages.get(bid.stage)
    return stage.name if stage else bid.stage


def rail(bid: Bid, entries: list[Entry]) -> list[RailStop]:
    """The stages of the bid's purpose in the order of the measure, with what happened at each.

    A stage that can only be come to by a failure (rectification and what follows) stands aside until it is reached.
    """
    done = {
        entry.move.from_stage: entry for entry in entries if entry.move.kind == MoveKind.MOVE and not entry.is_undone
    }
    path = path_of(bid)
    usual = _usual_way(authority(bid.authority), bid.purpose)
    stops = []
    for stage in path:
        entry = done.get(stage.key)
        if bid.is_open and stage.key == bid.stage:
            state = "now"
        elif entry is not None:
            state = "passed"
        else:
            state = "ahead" if stage.key in usual and bid.is_open else "aside"
        on, result = (entry.on, entry.result) if entry else (None, "")
        stops.append(RailStop(stage, state, on, result, rule_words(stage.due)))
    return stops


def _usual_way(measure: Authority, purpose: str) -> set[str]:
    """From the start by the first outcome of each stage: the way when nothing fails."""
    key, seen = measure.starts[purpose], set()
    while key and key not in seen:
        seen.add(key)
        key = measure.stages[key].outcomes[0].to
    return seen


def record_of(bid: Bid) -> list[Entry]:
    """The steps, oldest first, with what was taken back and what was corrected. One query."""
    stages = authority(bid.authority).stages
    moves = list(bid.moves.select_related("by", "file").order_by("id"))
    undone = {move.corrects_id for move in moves if move.kind == MoveKind.UNDO}
    entries = []
    for move in moves:
        if move.kind == MoveKind.FIX:
            continue
        stage = stages.get(move.from_stage)
        result = next((one.name for one in stage.outcomes if one.key == move.outcome), "") if stage else ""
        fixes = tuple(fix for fix in moves if fix.kind == MoveKind.FIX and fix.corrects_id == move.pk)
        entries.append(Entry(move, stage.name if stage else move.from_stage, result, move.pk in undone, fixes))
    return entries


def not_before(bid: Bid) -> date | None:
    """The first day on which the stage may end by the measure (rectification of at least two months), if it says so."""
    stage = authority(bid.authority).stages.get(bid.stage)
    return due_on(stage.least, bid.stage_since, bid.cycle_from, work_calendar()) if stage else None


def findings_of(bid: Bid) -> list[Finding]:
    """The problems found, open ones first."""
    found = bid.findings.select_related("task", "unit")
    return sorted(
        found, key=lambda one: (one.task.done_on is not None or one.task.withdrawn_at is not None, one.due_on)
    )


def readiness(bid: Bid, user: User, findings: list[Finding] | None = None) -> Readiness:
    """How ready the bid is today, from what the rooms hold now."""
    today = timezone.localdate()
    held = findings_of(bid) if findings is None else findings
    still_open = sum(one.task.done_on is None and one.task.withdrawn_at is None for one in held)
    ledger, package = ledger_open(bid, user), package_state(bid)
    others = watched(bid, user, today)
    lines = tuple(countdown_lines(bid, ledger, package, still_open, others))
    return Readiness(
        days_left=(bid.review_on - today).days if bid.review_on else None,
        workdays_left=work_calendar().workdays_between(today, bid.review_on) if bid.review_on else None,
        stage_days_left=(bid.stage_due_on - today).days if bid.stage_due_on else None,
        package=package,
        ledger=ledger,
        findings_open=still_open,
        lines=lines,
        extras=tuple(others.values()),
    )


def next_review(campaign: Campaign) -> Bid | None:
    """The open bid of the whole area whose review day comes next, for the leader's one line."""
    today = timezone.localdate()
    coming = Bid.objects.filter(campaign=campaign, state=BidState.OPEN, review_on__gte=today, title__unit=None)
    return coming.select_related("title").order_by("review_on", "id").first()


def purposes_open_to(title: Title, open_bids: list[Bid]) -> list[str]:
    """What may be begun for the title now, for the buttons."""
    found = []
    busy = {bid.purpose for bid in open_bids if bid.is_open}
    for purpose in (Purpose.CREATE, Purpose.REVIEW):
        try:
            policies.check_can_start(title, purpose)
        except NotPossible:
            continue
        if purpose not in busy:
            found.append(str(purpose))
    return found


def default_object(title: Title) -> str:
    """By which list of papers a title of this kind hands in (a district under a municipality counts as a city)."""
    objects = {"city": "city", "district": "city", "county": "county", "town": "town", "village": "village"}
    return objects.get(title.kind, "unit")
