"""From notices to messages: when each is to leave, and what goes together into one. Only rows are written; nothing is sent.

Runs in the worker under the lease of its periodic duty; rows are locked besides and every message has a unique key, so that
two planners at once make each message once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from weicheng.ground.campaigns.calendar import work_calendar
from weicheng.ground.notices.choices import LEVELS, DeliveryKind, Level, Mode
from weicheng.ground.notices.hours import IsWorkday, next_allowed, next_digest
from weicheng.ground.notices.mailing import mail_is_on
from weicheng.ground.notices.models import MAIL, Delivery, GroupLine, Notice, Preference, Robot, Timing
from weicheng.ground.notices.texts import mail_message, names_pattern, robot_message
from weicheng.ground.org.models import User

BATCH, PEOPLE = 500, 300  # a round is short: it runs between two looks at a running job
STALE = timedelta(days=3)  # after a long downtime nobody wants last week's news in a message; the inbox has it


def holiday_test() -> IsWorkday:
    return work_calendar().is_workday


def plan(now: datetime) -> int:
    """Decide about new notices and put together what is due; returns how many messages were made. The rest waits for the next round."""
    # Looking first keeps an idle worker out of the writers' way: on SQLite a transaction takes the write lock at once.
    if Notice.objects.filter(routed_at=None).exists():
        route(now)
    made = bundle(now) if Notice.objects.filter(due_at__lte=now).exists() else 0
    return made + (bundle_groups(now) if GroupLine.objects.filter(due_at__lte=now).exists() else 0)


def due_moment(mode: str, timing: Timing, now: datetime, is_workday: IsWorkday) -> datetime | None:
    if mode == Mode.DIGEST:
        return next_digest(now, timing, is_workday)
    return next_allowed(now, timing, is_workday) if mode == Mode.ONCE else None


@transaction.atomic
def route(now: datetime) -> int:
    """For up to BATCH new notices: when each leaves, if ever, and which groups hear of it."""
    fresh = list(
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(routed_at=None)
        .select_related("user")
        .order_by("pk")[:BATCH]
    )
    if not fresh:
        return 0
    people = {notice.user_id for notice in fresh}
    preferences = {row.user_id: row for row in Preference.objects.filter(user__in=people)}
    lanes, is_workday = _lanes(people), holiday_test()
    for notice in fresh:
        preference = preferences.get(notice.user_id) or Preference(user=notice.user)
        notice.routed_at, notice.mode = now, preference.mode_of(notice.level)
        reachable = notice.read_at is None and _ways(notice.user, preference, lanes)
        notice.due_at = due_moment(notice.mode, preference, now, is_workday) if reachable else None
    Notice.objects.bulk_update(fresh, ["routed_at", "mode", "due_at"], batch_size=BATCH)
    _line_up_groups(fresh, now, is_workday)
    return len(fresh)


@transaction.atomic
def bundle(now: datetime) -> int:
    """All that is due and unread of one person and mode becomes one message for each of her channels; PEOPLE at a time."""
    people = set(
        Notice.objects.filter(due_at__lte=now).order_by("user").values_list("user", flat=True).distinct()[:PEOPLE]
    )
    if not people:
        return 0
    due = list(
        Notice.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due_at__lte=now, user__in=people)
        .select_related("user")
        .order_by("pk")
    )
    preferences = {row.user_id: row for row in Preference.objects.filter(user__in=people)}
    lanes = _lanes(people)
    names = names_pattern() if lanes else None
    groups: dict[tuple[int, str], list[Notice]] = defaultdict(list)
    for notice in due:
        if notice.read_at is None and notice.user.is_active and notice.due_at and now - notice.due_at < STALE:
            groups[notice.user_id, notice.mode].append(notice)
    made: list[Delivery] = []
    for (user_id, mode), notices in groups.items():
        user = notices[0].user
        for robot in _ways(user, preferences.get(user_id) or Preference(user=user), lanes):
            made.append(_message(user, robot, mode, notices, now, names))
    Delivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH)
    Notice.objects.filter(pk__in=[notice.pk for notice in due]).update(due_at=None)
    return len(made)


@transaction.atomic
def bundle_groups(now: datetime) -> int:
    """The lines that are due for a robot become one message of counts and titles."""
    due = list(
        GroupLine.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(due_at__lte=now)
        .select_related("robot")
        .order_by("pk")
    )
    by_robot: dict[int, list[GroupLine]] = defaultdict(list)
    for line in due:
        if line.robot.is_on and now - line.due_at < STALE:
            by_robot[line.robot_id].append(line)
    names = names_pattern() if by_robot else None
    made = []
    for lines in by_robot.values():
        robot = lines[0].robot
        subject, body = robot_message(lines, f"{timezone.localtime(now):%-m月%-d日}工作提醒", names)
        key = f"group:{robot.pk}:{lines[-1].pk}"
        made.append(_delivery(key, DeliveryKind.GROUP, robot, None, subject, body, now))
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    GroupLine.objects.filter(pk__in=[line.pk for line in due]).delete()
    return len(made)


def _line_up_groups(fresh: Sequence[Notice], now: datetime, is_workday: IsWorkday) -> None:
    campaigns = {notice.campaign_id for notice in fresh if notice.campaign_id}
    robots = (
        list(Robot.objects.filter(campaign__in=campaigns, campaign__is_closed=False, is_on=True)) if campaigns else []
    )
    lines = {}
    for robot in robots:
        for notice in fresh:
            if notice.campaign_id != robot.campaign_id or _weight(notice.level) < _weight(robot.level_from):
                continue
            at_once = robot.red_at_once and notice.level == Level.RED
            due = due_moment(Mode.ONCE if at_once else Mode.DIGEST, robot, now, is_workday)
            assert due is not None
            line = GroupLine(robot=robot, level=notice.level, title=notice.title, due_at=due)
            lines[robot.pk, notice.level, notice.title] = line
    GroupLine.objects.bulk_create(lines.values(), ignore_conflicts=True, batch_size=BATCH)


def _weight(level: str) -> int:
    return LEVELS.index(Level(level))


def _lanes(people: Iterable[int]) -> dict[int, list[Robot]]:
    """The robots of these accounts' own."""
    found: dict[int, list[Robot]] = defaultdict(list)
    for robot in Robot.objects.filter(user__in=people, is_on=True):
        assert robot.user_id is not None
        found[robot.user_id].append(robot)
    return found


def _ways(user: User, preference: Preference, lanes: dict[int, list[Robot]]) -> list[Robot | None]:
    """Her channels: None stands for mail."""
    ways: list[Robot | None] = [None] if preference.by_mail and user.email and mail_is_on() else []
    return ways + (list(lanes.get(user.pk, ())) if preference.by_robot else [])


def _message(
    user: User, robot: Robot | None, mode: str, notices: Sequence[Notice], now: datetime, names: re.Pattern[str] | None
) -> Delivery:
    digest = mode == Mode.DIGEST
    if robot is None:
        subject, body = mail_message(notices, digest, now)
    else:
        heading = f"{timezone.localtime(now):%-m月%-d日}汇总，{len(notices)}条没有看" if digest else "新通知"
        subject, body = robot_message(notices, heading, names)
    lane = robot.lane if robot else MAIL
    # The newest notice in it: none ever stands in two messages to one channel.
    return _delivery(f"{mode}:{notices[-1].pk}:{lane}", DeliveryKind(mode), robot, user, subject, body, now)


def _delivery(
    key: str, kind: str, robot: Robot | None, user: User | None, subject: str, body: str, now: datetime
) -> Delivery:
    lane = robot.lane if robot else MAIL
    return Delivery(key=key, kind=kind, lane=lane, robot=robot, user=user, subject=subject, body=body, next_try_at=now)
