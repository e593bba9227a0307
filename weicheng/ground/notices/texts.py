"""What stands in a message: mail in full, robots only counts and titles, for in a group everybody reads along."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.notices.choices import LEVELS, Level
from weicheng.ground.notices.models import Notice, Robot
from weicheng.ground.org.models import Person, User

ROBOT_BYTES = 1900  # WeCom takes 2,048 bytes of text; the same for all three, so that a group can be moved
MAIL_ROWS = 200
SUBJECT = 200


class Titled(Protocol):
    title: str
    level: str


T = TypeVar("T", bound=Titled)


def mail_message(notices: Sequence[Notice], digest: bool, now: datetime) -> tuple[str, str]:
    """Subject and text of a mail with these notices, the grave ones first."""
    rows = _by_weight(notices)
    first = rows[0]
    if digest:
        subject = f"卫城{timezone.localtime(now):%-m月%-d日}汇总：{len(rows)}条通知没有看"
    elif len(rows) == 1:
        subject = f"【{Level(first.level).label}】{first.title}"
    else:
        subject = f"【{Level(first.level).label}】{first.title}等{len(rows)}条"
    parts = [_mail_row(notice) for notice in rows[:MAIL_ROWS]]
    if len(rows) > MAIL_ROWS:
        parts.append(f"另有{len(rows) - MAIL_ROWS}条，请登录后在“通知”里看。")
    parts.append(_mail_foot())
    return one_line(subject)[:SUBJECT], "\n\n".join(parts)


def robot_message(rows: Sequence[Titled], heading: str, names: re.Pattern[str] | None = None) -> tuple[str, str]:
    """Subject (for the log) and text for a robot: how many of each level, and the titles as far as they fit."""
    ordered = _by_weight(rows)
    counted = Counter(row.level for row in ordered)
    counts = "，".join(f"{Level(level).label}{counted[level]}条" for level in reversed(LEVELS) if counted[level])
    foot = f"\n打开：{settings.SITE_URL}" if settings.SITE_URL else "\n详情请登录卫城查看。"
    lines = [f"【卫城】{heading}", counts]
    for place, row in enumerate(ordered):
        line = f"· {without_names(one_line(row.title), names)}"
        rest = f"另有{len(ordered) - place}条。"
        if len("\n".join([*lines, line, rest, foot]).encode()) > ROBOT_BYTES:
            lines.append(rest)
            break
        lines.append(line)
    return f"{heading}：{counts}"[:SUBJECT], "\n".join(lines) + foot


def test_message(robot: Robot) -> tuple[str, str]:
    """What the button "试发" sends."""
    return f"试发到{robot.name}", f"【卫城】这是一条试发的消息。看到它，说明机器人“{robot.name}”可以用了。"


def one_line(text: str) -> str:
    """No line breaks or control characters: a subject is a header, a title one line of a list."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()


def names_pattern() -> re.Pattern[str] | None:
    """Matches the names of all persons and accounts on file; None where there are none."""
    written = {*Person.objects.values_list("name", flat=True), *User.objects.values_list("name", flat=True)}
    names = {part for name in written for part in _bare(name)}
    if not names:
        return None
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))))


def without_names(text: str, names: re.Pattern[str] | None) -> str:
    return names.sub("有关同志", text) if names else text


def _bare(name: str) -> Iterable[str]:
    """The name itself: some lists write the unit before it (城管局 王某). An office's name is no person's."""
    last = name.split()[-1] if name.split() else ""
    if (
        re.fullmatch(r"[\u4e00-\u9fff·]{2,}", last)
        and len(last) <= 12
        and not re.search(r"[办局委部队站所室员院会]$", last)
    ):
        yield last
    elif re.fullmatch(r"[A-Za-z.'-]{3,}(?: [A-Za-z.'-]+)*", name):
        yield name


def _by_weight(rows: Sequence[T]) -> list[T]:
    return sorted(rows, key=lambda row: -LEVELS.index(Level(row.level)))


def _mail_row(notice: Notice) -> str:
    lines = [f"【{Level(notice.level).label}】{notice.title}"]
    if notice.text:
        lines.append(notice.text)
    if settings.SITE_URL and notice.pk:
        lines.append(settings.SITE_URL + reverse("notices:open", args=[notice.pk]))
    return "\n".join(lines)


def _mail_foot() -> str:
    where = f"：{settings.SITE_URL}{reverse('notices:mine')}" if settings.SITE_URL else "，在右上角的“我的通知”里"
    return f"—\n这封信由卫城自动发出，请不要回复。要改发送的时间和方式{where}。"
