"""What the inbox, the settings and the log show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.notices.addresses import masked
from weicheng.ground.notices.choices import DeliveryKind, DeliveryState, Level
from weicheng.ground.notices.models import Attempt, Delivery, Notice, Preference, Robot
from weicheng.ground.notices.outcomes import WORDS
from weicheng.ground.org.models import User

ICONS = {Level.INFO: "info-circle", Level.BLUE: "bell", Level.YELLOW: "alert-triangle", Level.RED: "alert-octagon"}
COLOURS = {Level.INFO: "todo", Level.BLUE: "doing", Level.YELLOW: "due", Level.RED: "late"}


def unread_count(user: User) -> int:
    """The number on the bell."""
    return Notice.objects.filter(user=user, read_at=None).count()


def inbox(user: User, show: str = "") -> QuerySet[Notice]:
    """Her notices, the newest first; ``show``: "unread", a level, or all."""
    notices = Notice.objects.filter(user=user).order_by("-created_at", "-pk")
    if show == "unread":
        return notices.filter(read_at=None)
    return notices.filter(level=show) if show in Level.values else notices


@dataclass(frozen=True, slots=True)
class Row:
    notice: Notice
    icon: str
    colour: str
    campaign: str  # its name, where there is more than one


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    word: str
    rows: list[Row]


def by_day(notices: Iterable[Notice]) -> list[Day]:
    """Grouped by the day on which they were told; one query for the names of campaigns."""
    names = {row.pk: str(row) for row in Campaign.objects.all()}
    days: dict[date, list[Row]] = {}
    for notice in notices:
        level = Level(notice.level)
        campaign = names.get(notice.campaign_id or 0, "") if len(names) > 1 else ""
        row = Row(notice, ICONS[level], COLOURS[level], campaign)
        days.setdefault(timezone.localtime(notice.created_at).date(), []).append(row)
    return [Day(day, _day_word(day), rows) for day, rows in days.items()]


def _day_word(day: date) -> str:
    ago = (timezone.localdate() - day).days
    written = f"{day:%-m月%-d日}" if day.year == timezone.localdate().year else f"{day:%Y年%-m月%-d日}"
    return {0: f"今天（{written}）", 1: f"昨天（{written}）"}.get(ago, written)


def preference_of(user: User) -> Preference:
    """Her choices, or the defaults unsaved."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


@dataclass(frozen=True, slots=True)
class RobotRow:
    robot: Robot
    masked: str
    test: Delivery | None  # the last one


def robot_rows(robots: QuerySet[Robot]) -> list[RobotRow]:
    """With the masked address and how the last test went."""
    tests = Prefetch("deliveries", Delivery.objects.filter(kind=DeliveryKind.TEST).order_by("pk"), to_attr="tests")
    return [
        RobotRow(robot, masked(robot.address), robot.tests[-1] if robot.tests else None)  # type: ignore[attr-defined]
        for robot in robots.prefetch_related(tests)
    ]


def deliveries(state: str = "", kind: str = "") -> QuerySet[Delivery]:
    """The log, the newest first, with its tries; ``kind``: "mail", "robot" or all. No tests, and
    nobody's own robots."""
    attempts = Prefetch("attempts", Attempt.objects.order_by("pk"), to_attr="tried")
    found = Delivery.objects.select_related("user", "robot").prefetch_related(attempts).order_by("-pk")
    found = found.filter(robot__user=None).exclude(kind=DeliveryKind.TEST)
    if state in DeliveryState.values:
        found = found.filter(state=state)
    if kind in ("mail", "robot"):
        found = found.filter(robot__isnull=kind == "mail")
    return found


def delivery_counts() -> dict[str, int]:
    """How many of each state in the last thirty days."""
    since = timezone.now() - timedelta(days=30)
    found = Delivery.objects.filter(robot__user=None, created_at__gte=since).exclude(kind=DeliveryKind.TEST)
    rows = found.values("state").order_by("state")
    return dict.fromkeys(DeliveryState.values, 0) | {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def attempt_words(attempt: Attempt) -> str:
    return "：".join(part for part in (WORDS.get(attempt.outcome, attempt.outcome), attempt.reason) if part)
