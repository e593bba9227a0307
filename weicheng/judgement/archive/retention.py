"""Kinds of papers with how long they are kept. There is no table for every body (standards.md 7.4): each has its own approved
one. What stands here begins the office's table, marked as an example until somebody has looked it up."""

from __future__ import annotations

from dataclasses import dataclass

from weicheng.judgement.archive.choices import Retention, SourceKind
from weicheng.judgement.archive.models import RetentionRule
from weicheng.judgement.archive.things import Thing


@dataclass(frozen=True, slots=True)
class Kind:
    word: str
    retention: Retention


KINDS: dict[str, Kind] = {
    "plan": Kind("方案、计划", Retention.THIRTY),
    "rule": Kind("制度文件", Retention.THIRTY),
    "issued": Kind("本办发文（责任书、通知等）", Retention.THIRTY),
    "incoming": Kind("来文", Retention.TEN),
    "notice": Kind("通知单、督办单", Retention.TEN),
    "minutes": Kind("会议纪要", Retention.THIRTY),
    "summary": Kind("总结报告", Retention.THIRTY),
    "certificate": Kind("证照批文、命名文件", Retention.PERMANENT),
    "data": Kind("数据报表", Retention.THIRTY),
    "check": Kind("检查督办记录", Retention.TEN),
    "record": Kind("过程记录、照片、视频及其他", Retention.TEN),
}
_BY_SOURCE = {
    SourceKind.PLAN: "plan",
    SourceKind.MINUTES: "minutes",
    SourceKind.REPORT: "summary",
    SourceKind.OFFICIAL: "issued",
    SourceKind.INCOMING: "incoming",
}
_BY_DETAIL = {"reminder": "notice", "notice": "notice"}


def kind_of(thing: Thing) -> str:
    """Under which row of the table a thing falls."""
    if thing.kind == SourceKind.PAPER:
        return _BY_DETAIL.get(thing.detail, "issued")
    if thing.kind == SourceKind.EVIDENCE:
        return thing.detail if thing.detail in KINDS else "record"
    return _BY_SOURCE[thing.kind]


def table_of(campaign_id: int) -> list[RetentionRule]:
    """The campaign's table in full: its own rows, and examples for what it has not settled."""
    own = {rule.kind: rule for rule in RetentionRule.objects.filter(campaign=campaign_id)}
    return [
        own.get(key) or RetentionRule(campaign_id=campaign_id, kind=key, retention=kind.retention, is_example=True)
        for key, kind in KINDS.items()
    ]


def retention_of(thing: Thing, table: list[RetentionRule]) -> str:
    kind = kind_of(thing)
    return next(rule.retention for rule in table if rule.kind == kind)
