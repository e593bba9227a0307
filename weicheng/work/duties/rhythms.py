"""Between a duty's fields and the engine's demand: what is stored, what it means, how it is said."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from weicheng.engines.worktime.numerals import SMALL, integer
from weicheng.engines.worktime.occurrences import PERIODS, Holiday, Standing, dues, rule_parts
from weicheng.engines.worktime.rhythm import Quota, Rhythm, Rule, Unspecified, WorkingDay
from weicheng.engines.worktime.standing import Demand, demand_of, read_demand, say_demand
from weicheng.engines.worktime.workdays import WorkCalendar
from weicheng.ground.kernel.errors import Invalid
from weicheng.work.duties.choices import HolidayRule, RhythmKind
from weicheng.work.duties.models import Duty
from weicheng.work.plans.models import Task

FIELDS = ("kind", "rrule", "quota", "workday_n", "workday_per", "part")
MOST_TIMES = 200
_SEASON = re.compile("[春夏秋冬]季")
_PEOPLE = re.compile(rf"(?P<n>{SMALL})[名人]以上")


def demand_of_duty(duty: Duty) -> Demand:
    """The demand as stored; Unspecified while the interval is not settled."""
    if duty.kind == RhythmKind.RULE:
        count = duty.quota or {"value": 1, "per": "each"}
        return Demand(Rule(duty.rrule), int(count["value"]), part=duty.part)
    if duty.kind == RhythmKind.QUOTA and duty.quota:
        return demand_of("", duty.quota, duty.part) or Demand(Unspecified(duty.rhythm_words))
    if duty.kind == RhythmKind.WORKDAY and duty.workday_n:
        return Demand(WorkingDay(duty.workday_n, duty.workday_per), part=duty.part)
    return Demand(Unspecified(duty.rhythm_words))


def say(duty: Duty) -> str:
    """每周五下午; the paper's own words while the interval is not settled."""
    return say_demand(demand_of_duty(duty)) or "间隔未定"


def moved_words(rule: str) -> str:
    """Why an occurrence is not on its original day."""
    return {HolidayRule.BEFORE: "逢节假日提前到前一个工作日", HolidayRule.AFTER: "逢节假日顺延到下一个工作日"}.get(
        HolidayRule(rule) if rule else HolidayRule.KEEP, ""
    )


def fields_of(demand: Demand) -> dict[str, Any]:
    """The duty's fields for a demand; Invalid for what no calendar can carry out."""
    values: dict[str, Any] = {"kind": RhythmKind.UNSETTLED, "rrule": "", "quota": None, "workday_n": None}
    values |= {"workday_per": "", "part": demand.part}
    rhythm: Rhythm = demand.rhythm
    if isinstance(rhythm, Rule):
        try:
            rule_parts(rhythm.rrule)
        except ValueError as error:
            raise Invalid(f"{error}。", "rhythm") from error
        times = {"value": demand.needed, "per": "each"} if demand.needed > 1 else None
        values |= {"kind": RhythmKind.RULE, "rrule": rhythm.rrule, "quota": times}
    elif isinstance(rhythm, Quota):
        quota: dict[str, Any] = {"value": rhythm.n, "comparator": rhythm.comparator, "per": rhythm.per}
        if demand.most is not None and demand.needed:
            quota["most"] = demand.most
        if rhythm.per not in PERIODS:
            raise Invalid(f"没有“{rhythm.per}”这种期间。", "rhythm")
        values |= {"kind": RhythmKind.QUOTA, "quota": quota}
    elif isinstance(rhythm, WorkingDay):
        values |= {"kind": RhythmKind.WORKDAY, "workday_n": rhythm.n, "workday_per": rhythm.per}
    _check_times(demand)
    return values


def _check_times(demand: Demand) -> None:
    if demand.needed > MOST_TIMES or (demand.most or 0) > MOST_TIMES:
        raise Invalid(f"次数最多{MOST_TIMES}次，请检查。", "rhythm")
    if demand.most is not None and demand.most < demand.needed:
        raise Invalid("最多的次数比最少的还少，请检查。", "rhythm")
    if demand.needed == 0 and not demand.most:
        raise Invalid("次数不能是0。", "rhythm")


def demand_of_task(task: Task) -> Demand:
    """What a task of the ledger asks; its words decide where they say more than its rule (周末, 每半月, 2至3次)."""
    words = task.recurrence_text
    said = read_demand(words) if words else Demand(Unspecified(""))
    stored = demand_of(task.rrule, task.quota, said.part or read_demand(task.title).part)
    if stored is None:
        return said
    if task.rrule == "FREQ=YEARLY" and _SEASON.search(words):
        return Demand(Unspecified(words))  # a season has no day in it; the end of the year is not spring
    weekend = isinstance(said.rhythm, Quota) and said.rhythm.per == "weekend" and task.rrule == "FREQ=WEEKLY"
    more = said.most is not None and said.needed == stored.needed
    return said if weekend or more else stored


def people_in(words: str) -> int | None:
    """两名以上: how many people a sentence asks for."""
    found = _PEOPLE.search(words)
    return integer(found["n"]) if found else None


def standing_of(duty: Duty) -> Standing:
    """Its rhythm within its own span and the campaign's."""
    end = min(duty.ends_on, duty.campaign.ends_on) if duty.ends_on else duty.campaign.ends_on
    return Standing(demand_of_duty(duty).rhythm, duty.starts_on, end, Holiday(duty.holiday))


def preview(demand: Demand, start: date, end: date, holiday: str, calendar: WorkCalendar) -> list[tuple[date, date]]:
    """The next five as (original, day), for the form that asks whether the words were understood."""
    standing = Standing(demand.rhythm, start, end, Holiday(holiday))
    horizon = min(end, start + timedelta(days=400))
    return [(due.original, due.day) for due in dues(standing, start, horizon, calendar)[:5]]
