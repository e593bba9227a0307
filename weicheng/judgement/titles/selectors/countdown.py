"""The calendar counting back from the review day, the windows of the measure, and what of the ledger is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from icalendar import Calendar, Event

from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.org.models import User
from weicheng.judgement.titles.authority import authority, rule_words, window
from weicheng.judgement.titles.authority_schema import Stage
from weicheng.judgement.titles.choices import CountUnit, MoveKind, Watch
from weicheng.judgement.titles.models import Bid, CountdownItem, Move
from weicheng.judgement.titles.selectors.package import PackageState
from weicheng.judgement.titles.selectors.watching import Watched
from weicheng.work.plans.models import Task

SOON = 14  # days


@dataclass(frozen=True, slots=True)
class PhaseOpen:
    """Tasks of a phase that are still open and fall due by the review day."""

    name: str
    phase_id: int | None
    number: int
    late: int


@dataclass(frozen=True, slots=True)
class LedgerOpen:
    """What the ledger still owes before the review: open tasks due by it, of which late, and reported but not yet seen."""

    total: int
    done: int
    open: int
    late: int
    reported: int
    phases: tuple[PhaseOpen, ...]


@dataclass(frozen=True, slots=True)
class CountdownLine:
    """A line with its day and what the system itself counts for it."""

    item: CountdownItem
    due_on: date | None
    days_left: int | None
    counted: str
    is_ready: bool | None  # None: only a person can say
    url: str = ""

    @property
    def is_done(self) -> bool:
        """A person said so, and the system's own count, where there is one, does not say otherwise."""
        return self.item.done_on is not None and self.is_ready is not False

    @property
    def code(self) -> str:
        """The chip: done, late, due or todo."""
        if self.is_done:
            return "done"
        if self.days_left is None:
            return "todo"
        if self.days_left < 0:
            return "late"
        return "due" if self.days_left <= SOON else "todo"

    @property
    def word(self) -> str:
        if self.is_done:
            return "已完成"
        if self.days_left is None:
            return "未排日期"
        if self.days_left < 0:
            return f"晚了{-self.days_left}天"
        return "就是今天" if self.days_left == 0 else f"还有{self.days_left}天"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit that the measure foresees: its kind, its window or last day, and what came out (M265)."""

    stage: Stage
    when: str
    starts_on: date | None
    ends_on: date | None
    results: tuple[tuple[Move, str], ...]


VISITS = {"unannounced": "暗访", "announced": "明查", "either": "明查或暗访"}


def item_day(item: CountdownItem, review_on: date | None, calendar: WorkCalendar) -> date | None:
    """The day by which a line must be ready; None before a review day is set."""
    if review_on is None:
        return None
    if item.unit_of == CountUnit.DAY or item.number == 0:
        return review_on - timedelta(days=item.number)
    return calendar.add_workdays(review_on, -item.number)


def ledger_open(bid: Bid, user: User) -> LedgerOpen:
    """Two counts over the live tasks within the user's reach that fall due by the review day (all, without one)."""
    today = timezone.localdate()
    tasks = Task.objects.live().for_user(user).filter(campaign=bid.campaign)
    if bid.review_on is not None:
        tasks = tasks.filter(Q(due_on=None) | Q(due_on__lte=bid.review_on))
    if bid.title.unit_id is not None:
        tasks = tasks.filter(owners__unit=bid.title.unit_id).distinct()
    is_open = Q(done_on=None)
    late = is_open & Q(reported_on=None, due_on__lt=today)
    numbers = tasks.order_by().aggregate(
        total=Count("pk", distinct=True),
        open=Count("pk", filter=is_open, distinct=True),
        late=Count("pk", filter=late, distinct=True),
        reported=Count("pk", filter=is_open & Q(reported_on__isnull=False), distinct=True),
    )
    rows = (
        tasks.filter(is_open)
        .order_by()
        .values("phase_id", "phase__name", "phase__order")
        .annotate(number=Count("pk", distinct=True), late=Count("pk", filter=late, distinct=True))
    )
    phases = sorted(rows, key=lambda row: (row["phase__order"] is None, row["phase__order"] or 0))
    found = tuple(
        PhaseOpen(row["phase__name"] or "不在阶段里", row["phase_id"], row["number"], row["late"]) for row in phases
    )
    done = numbers["total"] - numbers["open"]
    return LedgerOpen(numbers["total"], done, numbers["open"], numbers["late"], numbers["reported"], found)


def countdown_lines(
    bid: Bid, ledger: LedgerOpen, package: PackageState, findings_open: int, others: Mapping[str, Watched]
) -> list[CountdownLine]:
    """Every line by its day, with what the system counts for it; ``others``: what the other rooms say."""
    today, calendar = timezone.localdate(), work_calendar()
    lines = []
    for item in bid.countdown.select_related("unit"):
        day = item_day(item, bid.review_on, calendar)
        other = others.get(item.watch)
        counted, is_ready = _counted(item.watch, ledger, package, findings_open)
        if other is not None:
            counted, is_ready = other.sentence, other.is_ready
        left = (day - today).days if day else None
        lines.append(CountdownLine(item, day, left, counted, is_ready, other.url if other else ""))
    return sorted(lines, key=lambda line: (line.due_on is None, line.due_on or today, line.item.pk))


def _counted(watch: str, ledger: LedgerOpen, package: PackageState, findings_open: int) -> tuple[str, bool | None]:
    if watch == Watch.TASKS:
        return (f"还有{ledger.open}项任务没完成" if ledger.open else "任务都完成了"), not ledger.open
    if watch == Watch.PACKAGE:
        if not package.lines:
            return "没有预设的材料清单", None
        lacking = len(package.lacking)
        return (f"还差{lacking}项材料" if lacking else "材料齐全"), not lacking
    if watch == Watch.FINDINGS:
        return (f"还有{findings_open}个反馈问题没销号" if findings_open else "没有未销号的反馈问题"), not findings_open
    return "", None


def visit_lines(bid: Bid, moves: list[Move]) -> list[VisitLine]:
    """The visits of the measure on the way of this bid's purpose, with their windows and results."""
    measure = authority(bid.authority)
    on_the_way = path_of(bid)
    lines = []
    for stage in on_the_way:
        if not stage.visit:
            continue
        first, last = (None, None)
        if stage.due is not None and stage.due.kind == "window":
            first, last = window(stage.due, bid.stage_since)
        names = {one.key: one.name for one in stage.outcomes}
        results = tuple(
            (move, names.get(move.outcome, ""))
            for move in moves
            if move.kind == MoveKind.MOVE and move.from_stage == stage.key
        )
        lines.append(VisitLine(measure.stages[stage.key], rule_words(stage.due), first, last, results))
    return lines


def path_of(bid: Bid) -> list[Stage]:
    """The stages that a bid of this purpose can come through, in the order of the file."""
    measure = authority(bid.authority)
    ahead, seen = [measure.starts[bid.purpose]], set()
    while ahead:
        key = ahead.pop()
        if key not in seen:
            seen.add(key)
            ahead += [one.to for one in measure.stages[key].outcomes if one.to]
    return [stage for stage in measure.stages.values() if stage.key in seen]


def calendar_file(bid: Bid, lines: list[CountdownLine]) -> bytes:
    """The countdown, the last day of the stage and the review day as an iCalendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//Weicheng//titles//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(bid))
    days: list[tuple[str, str, date | None]] = [
        (f"item-{line.item.key}", line.item.name, line.due_on) for line in lines if not line.is_done
    ]
    stage = authority(bid.authority).stages.get(bid.stage)
    days.append((f"stage-{bid.key}", f"{stage.name if stage else bid.stage}阶段时限", bid.stage_due_on))
    days.append((f"review-{bid.key}", f"{bid}：迎检", bid.review_on))
    for uid, summary, day in days:
        if day is None:
            continue
        event = Event()
        event.add("uid", f"{uid}@weicheng")
        event.add("dtstamp", timezone.now())
        event.add("sequence", bid.version)
        event.add("summary", summary)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
