"""The five-unified rules (M242) held against a volume: what violates which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from weicheng.ground.campaigns.models import Campaign
from weicheng.judgement.archive.choices import SourceKind, UnifiedCheck
from weicheng.judgement.archive.models import UnifiedRule, Volume
from weicheng.judgement.archive.naming import ending_of
from weicheng.judgement.archive.things import Thing

_PLACES = {"{单位}": ".+", "{年度}": r"\d{4}", "{标题}": ".+"}
_NUMBERED = (SourceKind.PAPER, SourceKind.PLAN)


@dataclass(frozen=True, slots=True)
class Finding:
    check: UnifiedCheck
    thing: Thing
    text: str


def rule_of(campaign: Campaign) -> UnifiedRule:
    """The campaign's rules; without any, all five are checked as they come."""
    found = UnifiedRule.objects.filter(campaign=campaign).first()
    return found or UnifiedRule(campaign=campaign, checks=list(UnifiedCheck.values))


def findings_of(volume: Volume, things: Iterable[Thing], rule: UnifiedRule) -> list[Finding]:
    """Every violation, in the order of the contents."""
    checks = {
        UnifiedCheck.TIME: _time(volume.year, rule),
        UnifiedCheck.PERSON: _person(rule),
        UnifiedCheck.FILES: _files,
        UnifiedCheck.STYLE: _style(rule),
        UnifiedCheck.ACTION: _action(rule),
    }
    return [
        Finding(check, thing, text)
        for thing in things
        for check in UnifiedCheck
        if check in rule.checks
        for text in checks[check](thing)
    ]


Check = Callable[[Thing], list[str]]


def _time(year: int, rule: UnifiedRule) -> Check:
    start, end = _day(year, rule.starts), _day(year, rule.ends)
    if end < start:  # a year that runs over New Year
        end = _day(year + 1, rule.ends)

    def check(thing: Thing) -> list[str]:
        if thing.on is None:
            return ["没有形成日期"]
        if not start <= thing.on <= end:
            return [f"日期{thing.on:%Y-%m-%d}不在{start:%Y-%m-%d}至{end:%Y-%m-%d}之间"]
        return []

    return check


def _person(rule: UnifiedRule) -> Check:
    def check(thing: Thing) -> list[str]:
        if not thing.person:
            return ["没有经手人"]
        if rule.keeper and thing.person != rule.keeper:
            return [f"经手人是{thing.person}，应是{rule.keeper}"]
        return []

    return check


def _files(thing: Thing) -> list[str]:
    found = []
    if not thing.files and not thing.is_written:
        found.append("没有文件")
    if thing.kind in _NUMBERED and not thing.paper_number:
        found.append("没有文号")
    if not thing.unit_name:
        found.append("没有责任者")
    return found


def _style(rule: UnifiedRule) -> Check:
    pattern = _pattern(rule.pattern)

    def check(thing: Thing) -> list[str]:
        found = []
        title = thing.own_title or thing.title
        if pattern is not None and not pattern.fullmatch(title):
            found.append(f"题名“{title}”不合样式“{rule.pattern}”")
        wrong = sorted({ending_of(file) for file in thing.files} - set(rule.endings)) if rule.endings else []
        if wrong:
            found.append(f"格式是{'、'.join(wrong)}，应是{'、'.join(rule.endings)}")
        return found

    return check


def _action(rule: UnifiedRule) -> Check:
    """What is older than the campaign in this system could not be handed in sooner: old papers loaded afterwards are left
    alone, or they would bury what is late indeed."""
    begun = timezone.localdate(rule.campaign.created_at)

    def check(thing: Thing) -> list[str]:
        if thing.on is None or thing.given is None or not rule.days or thing.on < begun:
            return []
        late = (thing.given - thing.on).days
        return [f"形成{late}天后才交，应在{rule.days}天内"] if late > rule.days else []

    return check


def _pattern(text: str) -> re.Pattern[str] | None:
    """{单位}{年度}年{标题}: only the three places stand for something, the rest for itself."""
    if not text.strip():
        return None
    parts = re.split("(" + "|".join(map(re.escape, _PLACES)) + ")", text.strip())
    return re.compile("".join(_PLACES.get(part) or re.escape(part) for part in parts))


def _day(year: int, text: str) -> date:
    month, _, day = text.partition("-")
    return date(year, int(month), int(day))
