"""Words that the papers of a meeting share."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import timezone

from weicheng.engines.gongwen.numerals import chinese
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.selectors.lists import CategoryCount

WEEKDAYS = "一二三四五六日"


def time_words(moment: datetime) -> str:
    """2026年6月5日（星期五）15:00."""
    local = timezone.localtime(moment)
    return (
        f"{local.year}年{local.month}月{local.day}日（星期{WEEKDAYS[local.weekday()]}）{local.hour}:{local.minute:02d}"
    )


def scope_words(counts: list[CategoryCount]) -> str:
    """部门22人，街道乡镇6人."""
    return "，".join(f"{count.word}{count.called}人" for count in counts)


def names(lines: list[Attendee]) -> str:
    return "、".join(f"{line.title} {line.own_name}".strip() if line.name else line.unit_name for line in lines)


def count_words(number: int) -> str:
    """两, 三, 十二: how many, before a measure word."""
    return "两" if number == 2 else chinese(number)


def joined(name: str) -> str:
    """分管副区长方某: post and name as running text writes them, without the blank that lists put between."""
    return "".join(name.split())


def undated(title: str) -> str:
    """周例会 for 周例会（11月27日）: where the day is said beside it."""
    return re.sub(r"（\d{1,2}月\d{1,2}日）$", "", title)


def place_words(meeting: Meeting) -> str:
    return meeting.place or "地点待定"
