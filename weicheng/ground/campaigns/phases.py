"""Phases of a campaign as values: the usual three, and the rule that they cover the campaign without gap or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from weicheng.ground.kernel.errors import Refused

# Names and shares of the time, as most plans divide it (M054).
USUAL = (("动员部署", 0.15), ("全面推进", 0.60), ("迎检验收", 0.25))
MONTHLY_FROM = 180  # campaigns of half a year and more turn at the end of a month


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """A phase before it is stored; ``id`` is that of the row it replaces."""

    name: str
    starts_on: date
    ends_on: date
    id: int | None = None


def usual_phases(starts_on: date, ends_on: date) -> list[PhaseDates]:
    """Three phases that cover the days from ``starts_on`` to ``ends_on``; one for a campaign of less than three days."""
    days = (ends_on - starts_on).days + 1
    if days < len(USUAL):
        return [PhaseDates(USUAL[1][0], starts_on, ends_on)]
    phases, start, share = [], starts_on, 0.0
    for place, (name, part) in enumerate(USUAL, 1):
        share += part
        end = _turn(starts_on + timedelta(days=round(days * share) - 1), days)
        latest = ends_on - timedelta(days=len(USUAL) - place)
        end = ends_on if place == len(USUAL) else min(max(end, start), latest)
        phases.append(PhaseDates(name, start, end))
        start = end + timedelta(days=1)
    return phases


def check_phases(phases: Sequence[PhaseDates], starts_on: date, ends_on: date) -> None:
    """Refused unless the phases, in this order, cover every day of the campaign once."""
    if not phases:
        raise Refused("至少要有一个阶段。", "phases")
    expected = starts_on
    for phase in phases:
        if not phase.name.strip():
            raise Refused("有一个阶段没有名称。", "phases")
        if phase.ends_on < phase.starts_on:
            raise Refused(f"“{phase.name}”的结束日期早于开始日期。", "phases")
        if phase.starts_on < expected:
            raise Refused(
                f"“{phase.name}”从{_words(phase.starts_on)}开始，和前面重叠了，应从{_words(expected)}开始。", "phases"
            )
        if phase.starts_on > expected:
            missing = _words(expected), _words(phase.starts_on - timedelta(days=1))
            raise Refused(f"{missing[0]}至{missing[1]}不属于任何阶段，请把“{phase.name}”提前。", "phases")
        expected = phase.ends_on + timedelta(days=1)
    if expected != ends_on + timedelta(days=1):
        last = phases[-1]
        raise Refused(f"最后一个阶段到{_words(last.ends_on)}，活动到{_words(ends_on)}，请对齐。", "phases")


def _turn(day: date, days: int) -> date:
    """The end of the month before or in which ``day`` lies, whichever is nearer; ``day`` itself in short campaigns."""
    if days < MONTHLY_FROM:
        return day
    before = day.replace(day=1) - timedelta(days=1)
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return before if (day - before) < (after - day) else after


def _words(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
