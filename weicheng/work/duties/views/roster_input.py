"""What the pages of rosters send, read into the values that the services take."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.http import QueryDict

from weicheng.ground.campaigns.models import Campaign
from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.ui.days import required_day
from weicheng.ground.ui.numbers import whole
from weicheng.work.duties.services.roster_drafting import ShiftWish
from weicheng.work.duties.services.roster_logging import Stopped

ROWS = 4  # shifts that the page offers
STOPPED_ROWS = 3


def defaults(campaign: Campaign, today: date) -> dict[str, Any]:
    """A month of two shifts from tomorrow on, as a road is usually kept."""
    start = min(max(today + timedelta(days=1), campaign.starts_on), campaign.ends_on)
    month_end = _month_end(start)
    if month_end - start < timedelta(days=14):
        month_end = _month_end(month_end + timedelta(days=1))
    end = min(month_end, campaign.ends_on)
    shifts = [("早班", "07:30", "09:30", 2, 2), ("晚班", "16:30", "18:30", 2, 2)]
    shifts += [("", "", "", 1, 1)] * (ROWS - len(shifts))
    return {
        "name": "路段执勤", "place": "", "requirement": "佩戴红袖章", "pace": "day", "rest_hours": 11, "rest_days": 0,
        "starts_on": start.isoformat(), "ends_on": end.isoformat(), "shifts": shifts,
    }  # fmt: skip


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def typed(data: QueryDict) -> dict[str, Any]:
    """What was typed, back onto the page when something in it is refused."""
    names = ("name", "place", "requirement", "pace", "rest_hours", "rest_days", "starts_on", "ends_on")
    columns = [data.getlist(f"shift_{part}") for part in ("name", "start", "end", "heads", "heads_off")]
    return {**{name: data.get(name, "") for name in names}, "shifts": list(zip(*columns, strict=False))}


def wishes(data: Mapping[str, Any]) -> dict[str, Any]:
    """The keyword arguments of ``create_roster`` but unit and campaign."""
    shifts = [
        ShiftWish(
            name.strip(), read_time(start), read_time(end), read_whole(heads, "shifts"), read_whole(off, "shifts")
        )
        for name, start, end, heads, off in data["shifts"]
        if name.strip()
    ]
    return {
        "name": data["name"],
        "place": data["place"],
        "requirement": data["requirement"],
        "pace": data["pace"],
        "starts_on": required_day(data["starts_on"], "starts_on"),
        "ends_on": required_day(data["ends_on"], "ends_on"),
        "rest_hours": read_whole(data["rest_hours"] or 0, "rest_hours"),
        "rest_days": read_whole(data["rest_days"] or 0, "rest_days"),
        "shifts": shifts,
    }


def names_in(text: str) -> list[str]:
    return [name for name in re.split(r"[\s、，,；;]+", text) if name]


def read_time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None)  # a shift is by the clock of the city
    except ValueError:
        raise Invalid("班次的时间请写成07:30这样。", "shifts") from None


def read_whole(text: Any, field: str) -> int:
    try:
        return int(str(text).strip())
    except ValueError:
        raise Invalid("请填整数。", field) from None


def attendance_in(data: QueryDict) -> dict[int, tuple[bool, str]]:
    """``came-<turn>`` is yes or no; ``why-<turn>`` says why not."""
    said = {}
    for name, value in data.items():
        turn = whole(name[5:]) if name.startswith("came-") else None
        if turn and value in {"yes", "no"}:
            said[turn] = (value == "yes", str(data.get(f"why-{name[5:]}", ""))[:100])
    return said


def stopped_in(data: QueryDict) -> list[Stopped]:
    columns = [data.getlist(f"stopped_{part}") for part in ("spot", "kind", "action", "back")]
    return [
        Stopped(spot[:100], kind[:50], action[:100], back == "yes")
        for spot, kind, action, back in zip(*columns, strict=False)
        if spot.strip() or kind.strip()
    ]
