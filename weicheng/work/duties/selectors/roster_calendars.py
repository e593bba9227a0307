"""Turns as iCalendar feeds behind secret addresses: of a whole roster, or of one member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

from weicheng.work.duties.models import Roster, RosterMember, RosterTurn
from weicheng.work.duties.roster_choices import RosterState


def roster_calendar(secret: str) -> bytes | None:
    """The calendar behind an address; None for one that is not, or no longer, in use, and for a draft."""
    member = RosterMember.objects.filter(secret=secret).select_related("roster__unit").first()
    roster = member.roster if member else Roster.objects.filter(secret=secret).select_related("unit").first()
    if roster is None or roster.state != RosterState.PUBLISHED:
        return None
    turns = list(roster.turns.select_related("shift", "member").order_by("day", "shift__order", "member__order"))
    title = f"{member.name}：{roster.name}" if member else roster.name
    return _calendar(roster, title, turns, member)


def _calendar(roster: Roster, title: str, turns: list[RosterTurn], member: RosterMember | None) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Weicheng//duty roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval;value=duration", "PT6H")
    groups: dict[tuple[object, int], list[RosterTurn]] = {}
    for turn in turns:
        groups.setdefault((turn.day, turn.shift_id), []).append(turn)
    for group in groups.values():
        if member is None or any(turn.member_id == member.pk for turn in group):
            calendar.add_component(_event(roster, group, member))
    ical: bytes = calendar.to_ical()
    return ical


def _event(roster: Roster, group: list[RosterTurn], member: RosterMember | None) -> Event:
    turn = group[0]
    event, names = Event(), "、".join(one.member.name for one in group)
    who = f"-{member.pk}" if member else ""
    event.add("uid", f"{roster.key}-{turn.day:%Y%m%d}-{turn.shift_id}{who}@weicheng")
    event.add("dtstamp", roster.published_at or roster.created_at)
    event.add("sequence", roster.version)
    event.add("summary", f"{turn.shift}：{roster.name}" if member else f"{turn.shift}：{names}")
    first, last = _times(roster, turn)
    event.add("dtstart", first)
    event.add("dtend", last)
    if roster.place:
        event.add("location", roster.place)
    event.add("description", "\n".join(_lines(names, roster.requirement)))
    return event


def _lines(names: str, requirement: str) -> Iterable[str]:
    yield f"当班：{names}"
    if requirement:
        yield f"要求：{requirement}"


def _times(roster: Roster, turn: RosterTurn) -> tuple[object, object]:
    """A week is all-day from Monday to Sunday; a shift has its hours, in UTC so that no time-zone table is needed."""
    if roster.is_weekly:
        return turn.day, turn.day + timedelta(days=7 - turn.day.weekday())
    shift = turn.shift
    end = turn.day + timedelta(days=shift.ends_at <= shift.starts_at)
    return _instant(turn.day, shift.starts_at), _instant(end, shift.ends_at)


def _instant(day: object, at: time) -> datetime:
    local = datetime.combine(day, at, timezone.get_current_timezone())  # type: ignore[arg-type]
    return local.astimezone(UTC)
