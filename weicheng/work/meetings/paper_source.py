"""What a meeting has to say: the notice that calls it, its minutes, who was late or missing."""

from __future__ import annotations

import re

from django.utils import timezone

from weicheng.engines.gongwen.official.retyping import typed
from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.org.models import User
from weicheng.ground.papers.sources import Prefilled, Source, register
from weicheng.work.meetings.choices import AttendanceState, MeetingState
from weicheng.work.meetings.documents.circular import circular_document
from weicheng.work.meetings.documents.minutes import minutes_document
from weicheng.work.meetings.documents.phrases import place_words, time_words, undated
from weicheng.work.meetings.models import Attendee, Meeting
from weicheng.work.meetings.selectors.lists import lines_of, meetings_for
from weicheng.work.meetings.transitions import PRESENT
from weicheng.work.plans.models import Task
from weicheng.work.plans.selectors.clauses import clauses_of_tasks

RECENT = 20
MOST_ADDRESSED = 200  # characters: more would fill the first page


def _held(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    return _named(campaign, user, lambda meeting: meeting.state not in (MeetingState.PLANNED, MeetingState.CANCELLED))


def _coming(campaign: Campaign, user: User) -> list[tuple[str, str]]:
    return _named(campaign, user, lambda meeting: meeting.state == MeetingState.PLANNED)


def _named(campaign: Campaign, user: User, fits) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    found = [meeting for meeting in meetings_for(campaign, user)[:RECENT] if fits(meeting)]
    return [(str(meeting.pk), f"{meeting.day:%-m月%-d日} {meeting.title}") for meeting in found]


def _meeting(campaign: Campaign, user: User, key: str) -> Meeting | None:
    return meetings_for(campaign, user).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 10 else None


def _minutes(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    meeting = _meeting(campaign, user, key)
    if meeting is None:
        return None
    lines = lines_of(meeting)
    decisions = list(meeting.decisions.select_related("task", "unit"))
    made = minutes_document(meeting, list(meeting.items.all()), lines, decisions, list(meeting.pledges.all()))
    body = "\n".join(line for line in typed(made.blocks).split("\n") if not line.startswith("请假："))
    body = re.sub(
        r"任务编号[A-Za-z0-9-]+。", "", body
    )  # a number of the ledger says nothing to who reads an official paper
    return Prefilled(
        title=f"{meeting.title.removesuffix('纪要')}纪要",
        body=body,
        label=f"{meeting.day:%-m月%-d日}{meeting.title}",
        present=_people([line for line in lines if line.state in PRESENT]),
        excused=_people([line for line in lines if line.state == AttendanceState.EXCUSED]),
        clauses=clauses_of_tasks(Task.objects.filter(pk__in=[one.task_id for one in decisions if one.task_id])),
    )


def _circular(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    meeting = _meeting(campaign, user, key)
    if meeting is None:
        return None
    made = circular_document(meeting, lines_of(meeting), timezone.localdate())
    return Prefilled(
        title=f"关于{meeting.title}参会情况的通报",
        body=typed(made.blocks),
        addressees="各有关单位",
        label=f"{meeting.day:%-m月%-d日}{meeting.title}签到",
    )


def _call(campaign: Campaign, user: User, key: str) -> Prefilled | None:
    meeting = _meeting(campaign, user, key)
    if meeting is None:
        return None
    called = list(dict.fromkeys(line.unit_name for line in lines_of(meeting) if line.unit_name))
    agenda = [f"{place}.{item.title}。" for place, item in enumerate(meeting.items.all(), 1)]
    body = [
        f"经研究，定于{meeting.day.year}年{meeting.day.month}月{meeting.day.day}日召开{undated(meeting.title)}。现将有关事项通知如下。",
        "一、时间地点",
        f"{time_words(meeting.starts_at)}，{place_words(meeting)}。",
        *(["二、会议议程", *agenda] if agenda else []),
        f"{'三' if agenda else '二'}、参会人员",
        f"{'、'.join(called[:30])}{'等' if len(called) > 30 else ''}有关负责人。"
        if called
        else "各责任单位有关负责人。",
        f"{'四' if agenda else '三'}、有关要求",
        "请按时参会，会前10分钟签到。确因公务不能参加的，在会前一天向创卫办请假，并派人参加。",
    ]
    return Prefilled(
        title=f"关于召开{undated(meeting.title)}的通知",
        body="\n".join(body),
        # Named, so that the distribution list can begin with them.
        addressees="，".join(called) if called and len("，".join(called)) <= MOST_ADDRESSED else "各有关单位",
        label=str(meeting),
    )


def _people(lines: list[Attendee]) -> str:
    return "、".join(f"{line.unit_name}{line.own_name}".strip() for line in lines if line.unit_name or line.own_name)


def connect() -> None:
    register(Source("meetings.minutes", "开过的会", ("minutes",), _held, _minutes))
    register(Source("meetings.circular", "会议签到", ("circular",), _held, _circular))
    register(Source("meetings.call", "要开的会", ("notice",), _coming, _call))
